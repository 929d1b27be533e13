import { shardOf } from '../shards.ts';
import type { ConsentRecord, Loaded, OfficerKey, OutboxEntry, TurnResult, TurnWrite } from '../port.ts';
import type { Database } from './database.ts';
import type { Lanes, Lease } from './lanes.ts';
import type { Learning } from './learning.ts';
import type { Requests } from './requests.ts';

/** Writes turns: each is accepted or refused by itself, inside the transaction of the batch. */
export function prepareTurns(db: Database, lanes: Lanes, requests: Requests, learning: Learning) {
  const eventSeen = db.statement<{ id: string }>('SELECT id FROM consumed_event WHERE id = ?');
  const consumeEvent = db.statement('INSERT OR IGNORE INTO consumed_event (id, at, shard) VALUES (?, ?, ?)');
  const conversationVersion = db.statement<{ version: number }>(
    'SELECT version FROM conversation WHERE officer = ?',
  );
  const saveConversation = db.statement(
    `INSERT INTO conversation (officer, version, updated_at, sealed) VALUES (?, ?, ?, ?)
     ON CONFLICT (officer) DO UPDATE
     SET version = excluded.version, updated_at = excluded.updated_at, sealed = excluded.sealed`,
  );
  const moveConversation = db.statement('UPDATE conversation SET version = version + 1 WHERE officer = ?');
  const addConsent = db.statement('INSERT INTO consent (officer, at, action, notice) VALUES (?, ?, ?, ?)');

  /** Null when the turn can be applied. Looks only, so that a refused turn leaves nothing. */
  function refusal(turn: TurnWrite): TurnResult | null {
    const consumed = seen(turn.eventIds);
    if (consumed.length > 0) return { ok: false, reason: 'duplicate', eventIds: consumed };
    const { conversation } = turn;
    if (conversation && (conversationVersion.get(turn.officer)?.version ?? 0) !== conversation.expected)
      return { ok: false, reason: 'stale' };
    const reason = requests.refusal(turn.requests);
    return reason ? { ok: false, reason } : null;
  }

  function seen(eventIds: readonly string[]): string[] {
    return eventIds.filter((id) => eventSeen.get(id));
  }

  function apply(turn: TurnWrite, lease: Lease | null): readonly OutboxEntry[] {
    for (const id of turn.eventIds) consumeEvent.run(id, turn.at, shardOf(turn.officer));
    const { conversation } = turn;
    if (conversation)
      saveConversation.run(turn.officer, conversation.expected + 1, turn.at, conversation.sealed);
    else if (turn.requests.length > 0) moveConversation.run(turn.officer);
    for (const write of turn.requests) requests.apply(write);
    for (const consent of turn.consents)
      addConsent.run(turn.officer, consent.at, consent.action, consent.notice);
    learning.apply(turn);
    if (turn.undeliveredGone) lanes.forgetUndelivered(turn.officer, turn.at);
    for (const id of turn.lettersGone ?? []) lanes.dropLetter(turn.officer, id);
    return lanes.append(turn.officer, turn.outbox, turn.at, lease);
  }

  const findConversation = db.statement<{ version: number; updated_at: number; sealed: string }>(
    'SELECT version, updated_at, sealed FROM conversation WHERE officer = ?',
  );
  const readConsents = db.statement<ConsentRecord>(
    'SELECT at, action, notice FROM consent WHERE officer = ? ORDER BY at, seq',
  );

  return {
    commit(turn: TurnWrite, lease: Lease | null): TurnResult {
      return refusal(turn) ?? { ok: true, leased: apply(turn, lease) };
    },

    load(officer: OfficerKey, eventIds: readonly string[]): Loaded {
      const row = findConversation.get(officer);
      return {
        conversation: row ? { version: row.version, updatedAt: row.updated_at, sealed: row.sealed } : null,
        requests: requests.ofOfficer(officer),
        seen: seen(eventIds),
      };
    },

    consents: (officer: OfficerKey): ConsentRecord[] => readConsents.all(officer).map((row) => ({ ...row })),
  };
}
