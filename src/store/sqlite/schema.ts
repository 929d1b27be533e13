/**
 * Tables of the embedded store. `PRAGMA user_version` counts the migrations a file has seen; a new one is
 * appended here and never changed once it was released.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE conversation (
    officer    TEXT    NOT NULL PRIMARY KEY,
    version    INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    sealed     TEXT    NOT NULL
  ) STRICT;

  CREATE TABLE consumed_event (
    id TEXT    NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX consumed_event_at ON consumed_event (at);

  CREATE TABLE consent (
    seq     INTEGER NOT NULL PRIMARY KEY,
    officer TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    action  TEXT    NOT NULL,
    notice  TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX consent_officer ON consent (officer);

  CREATE TABLE request (
    ref         TEXT    NOT NULL PRIMARY KEY,
    officer     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    issuer      TEXT,
    agency_type TEXT,
    assignee    TEXT,
    created_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    claimed_at  INTEGER,
    resolved_at INTEGER,
    disposition TEXT,
    updated_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    terms       TEXT    NOT NULL, -- JSON array; request_term is its index
    sealed      TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX request_officer ON request (officer, created_at);
  CREATE INDEX request_created ON request (created_at);
  -- The queue is filtered and counted in these two without touching the rows.
  CREATE INDEX request_open ON request (due_at, ref, status, issuer, kind, agency_type, assignee)
    WHERE status <> 'resolved';
  CREATE INDEX request_all ON request (due_at, ref, status, issuer, kind, agency_type, assignee);

  CREATE TABLE request_term (
    term TEXT NOT NULL,
    ref  TEXT NOT NULL,
    PRIMARY KEY (term, ref)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE request_thread (
    seq    INTEGER NOT NULL PRIMARY KEY,
    ref    TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    sealed TEXT    NOT NULL,
    UNIQUE (ref, id)
  ) STRICT;

  CREATE TABLE request_audit (
    seq    INTEGER NOT NULL PRIMARY KEY,
    ref    TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    by     TEXT    NOT NULL,
    action TEXT    NOT NULL,
    detail TEXT    NOT NULL, -- JSON object
    UNIQUE (ref, id)
  ) STRICT;

  -- What changed, for other processes that watch this file. Numbers are never used twice.
  CREATE TABLE request_change (
    seq     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ref     TEXT    NOT NULL,
    status  TEXT    NOT NULL,
    issuer  TEXT,
    version INTEGER NOT NULL
  ) STRICT;

  -- Messages to send, in the order of seq within a lane.
  CREATE TABLE outbox (
    seq         INTEGER NOT NULL PRIMARY KEY,
    lane        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    ref         TEXT,
    created_at  INTEGER NOT NULL,
    not_before  INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    interrupted INTEGER NOT NULL,
    leased      INTEGER NOT NULL, -- 1: belongs to the lane's present lease
    sealed      TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX outbox_lane ON outbox (lane);

  -- One row for each lane that has something to send.
  CREATE TABLE lane (
    lane   TEXT    NOT NULL PRIMARY KEY,
    worker TEXT,                 -- who has it; null: nobody
    due_at INTEGER NOT NULL      -- when it can be leased: its head is due, or the present lease runs out
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lane_due ON lane (due_at);

  CREATE TABLE dead_letter (
    seq        INTEGER NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    lane       TEXT    NOT NULL,
    ref        TEXT,
    created_at INTEGER NOT NULL,
    dead_at    INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    cause      TEXT    NOT NULL,
    sealed     TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX dead_letter_at ON dead_letter (dead_at);
  CREATE INDEX dead_letter_ref ON dead_letter (ref, dead_at) WHERE ref IS NOT NULL;

  CREATE TABLE staff (
    email                TEXT    NOT NULL PRIMARY KEY,
    role                 TEXT    NOT NULL,
    issuers              TEXT    NOT NULL, -- JSON array
    password_hash        TEXT,
    must_change_password INTEGER NOT NULL,
    created_at           INTEGER NOT NULL,
    disabled_at          INTEGER
  ) STRICT;

  CREATE TABLE staff_session (
    id_hash    TEXT    NOT NULL PRIMARY KEY,
    email      TEXT    NOT NULL,
    csrf       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX staff_session_expires ON staff_session (expires_at);

  CREATE TABLE api_token (
    hash       TEXT    NOT NULL PRIMARY KEY,
    email      TEXT    NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Texts that were not understood. In the order of a hash: nothing tells when in a day one came, or whose it is.
  CREATE TABLE unclear (
    id     TEXT NOT NULL PRIMARY KEY,
    day    TEXT NOT NULL,
    sealed TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX unclear_day ON unclear (day);

  CREATE TABLE tally (
    day   TEXT    NOT NULL,
    entry TEXT    NOT NULL,
    what  TEXT    NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, entry, what)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE teaching (
    version INTEGER NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    sealed  TEXT    NOT NULL
  ) STRICT;
  `,
  `
  -- Where else the event would be looked for: in a store that is parted. Null: taken before this was kept.
  ALTER TABLE consumed_event ADD COLUMN shard INTEGER;

  -- The oldest entry is found in the index alone.
  DROP INDEX outbox_lane;
  CREATE INDEX outbox_lane ON outbox (lane, seq, created_at);
  `,
  `
  -- Those of an officer who erases what they typed.
  CREATE INDEX dead_letter_lane ON dead_letter (lane);
  `,
  `
  -- LINE's id of what was sent to the officer: what they quote is found by it.
  ALTER TABLE request_thread ADD COLUMN line_id TEXT;
  `,
  `
  -- An entry and the leased ones of a lane are found without reading the lane.
  CREATE INDEX outbox_id ON outbox (id);
  CREATE INDEX outbox_leased ON outbox (lane, seq) WHERE leased = 1;
  `,
  `
  -- When the first attempt began whose outcome is not known; 0: each is known. 1 in what was kept before the time was.
  ALTER TABLE outbox RENAME COLUMN interrupted TO in_doubt_since;
  -- When the worker began with the first entry of the lane; null: it has not.
  ALTER TABLE lane ADD COLUMN begun_at INTEGER;
  UPDATE lane SET begun_at = 1 WHERE worker IS NOT NULL;
  `,
  `
  -- The last note of sending an entry to the officer: JSON, see DeliveryNote.
  ALTER TABLE request_thread ADD COLUMN delivery TEXT;
  `,
];
