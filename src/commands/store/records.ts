import { z } from 'zod';
import { agencyTypes, dispositions, issuers, requestKinds, requestStatuses } from '../../../flows/domain.ts';
import type { StoreRecord, StoreRecordKind, StoreRecords } from '../../store/port.ts';
import { staffRoles, tallied } from '../../store/port.ts';

const text = z.string();
const time = z.int();
const count = z.int().nonnegative();
const version = z.int().positive();

const thread = z.strictObject({ id: text, at: time, sealed: text, lineId: text.optional() });
const audit = z.strictObject({
  id: text,
  at: time,
  by: text,
  action: text,
  detail: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
});
const request = z.strictObject({
  ref: text.regex(/^\d{9}$/),
  officer: text,
  kind: z.enum(requestKinds),
  status: z.enum(requestStatuses),
  issuer: z.enum(issuers).nullable(),
  agencyType: z.enum(agencyTypes).nullable(),
  assignee: text.nullable(),
  createdAt: time,
  dueAt: time,
  claimedAt: time.nullable(),
  resolvedAt: time.nullable(),
  disposition: z.enum(dispositions).nullable(),
  updatedAt: time,
  version,
  terms: z.array(text),
  sealed: text,
});
const entry = z
  .strictObject({
    id: text,
    ref: text.nullable(),
    sealed: text,
    lane: text,
    createdAt: time,
    notBefore: time,
    attempts: count,
    inDoubtSince: time.nullable().optional(),
    /** Of versions that kept no time. */
    interrupted: z.boolean().optional(),
  })
  .transform(({ interrupted = false, inDoubtSince = interrupted ? 1 : null, ...rest }) => ({
    ...rest,
    inDoubtSince,
  }));
const letter = z.strictObject({
  id: text,
  lane: text,
  ref: text.nullable(),
  createdAt: time,
  deadAt: time,
  attempts: count,
  cause: text,
  sealed: text,
});

/** The shapes of a backup file's lines: a file may have been written by another version, or by hand. */
const shapes: { readonly [Kind in StoreRecordKind]: z.ZodType<StoreRecords[Kind]> } = {
  meta: z.strictObject({ key: text, value: text }),
  staff: z.strictObject({
    email: text,
    role: z.enum(staffRoles),
    issuers: z.array(z.enum(issuers)),
    passwordHash: text.nullable(),
    mustChangePassword: z.boolean(),
    createdAt: time,
    disabledAt: time.nullable(),
  }),
  token: z.strictObject({ hash: text, email: text, createdAt: time }),
  session: z.strictObject({ idHash: text, email: text, csrf: text, createdAt: time, expiresAt: time }),
  teaching: z.strictObject({ version, at: time, by: text, sealed: text }),
  tally: z.strictObject({ day: text, entry: text, what: z.enum(tallied), count }),
  unclear: z.strictObject({ id: text, day: text, sealed: text }),
  event: z.strictObject({ id: text, at: time, shard: count.nullable() }),
  conversation: z.strictObject({ officer: text, version, sealed: text, updatedAt: time }),
  consents: z.strictObject({
    officer: text,
    consents: z.array(
      z.strictObject({ at: time, action: z.enum(['given', 'refused', 'withdrawn']), notice: text }),
    ),
  }),
  request: z.strictObject({ record: request, thread: z.array(thread), audit: z.array(audit) }),
  lane: z.strictObject({ lane: text, entries: z.array(entry) }),
  letter,
};

/** The record that parsed JSON stands for; null where it is none. */
export function readRecord(line: unknown): StoreRecord | null {
  if (typeof line !== 'object' || line === null || !('kind' in line) || !('value' in line)) return null;
  const { kind, value } = line;
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return null;
  const read = shapes[kind as StoreRecordKind].safeParse(value);
  return read.success ? ({ kind, value: read.data } as StoreRecord) : null;
}
