/** What goes over the wire: the schemas that requests are checked with and that the description is made of. */
import { z } from 'zod';
import {
  agencyTypes,
  dispositions,
  issuers,
  languages,
  requestKinds,
  requestStatuses,
} from '../../flows/domain.ts';
import { staffMoves } from '../requests/lifecycle.machine.ts';
import { deliveryStates } from '../requests/delivery-state.ts';
import { entryKinds } from '../requests/request.ts';
import { maxMessageLength, maxNoteLength, maxReasonLength } from '../requests/staff-moves.ts';
import { problemCodes } from './problems.ts';

const text = z.string().nullable();
const time = z.iso.datetime();
const count = z.int().min(0);

export const contactSchema = z.object({
  name: text,
  position: text,
  phone: text.describe('As it is written in Thailand: `0 2123 4567 ต่อ 12`'),
  email: text,
});

export const requestSchema = z
  .object({
    ref: z
      .string()
      .regex(/^\d{9}$/)
      .describe('Nine digits; the last one is a check digit (Damm)'),
    kind: z.enum(requestKinds),
    status: z.enum(requestStatuses),
    issuer: z.enum(issuers).nullable(),
    agencyType: z.enum(agencyTypes).nullable(),
    agencyName: text,
    parentAgency: text,
    contact: contactSchema,
    hasDigitalId: z.boolean().nullable(),
    attachments: z.array(z.unknown()).max(0).describe('Always empty in this version'),
    assignee: text.describe('E-mail of who holds it; of a resolved request, of who held it last'),
    createdAt: time,
    dueAt: time,
    claimedAt: time.nullable().describe('When somebody first took it'),
    resolvedAt: time.nullable(),
    disposition: z.enum(dispositions).nullable(),
    note: text.describe('Among staff'),
    reason: text.describe('Why it ended so, as the officer read it'),
    subject: text.describe('What the officer said a question is about'),
    unread: z
      .boolean()
      .describe(
        'The officer wrote something that the account of the token has not read: the thread reads it',
      ),
    lang: z.enum(languages).describe('The language that the officer is written to in'),
    version: z.int().min(1).describe('Counts up with every change; the ETag in quotes'),
    unreadable: z
      .literal(true)
      .optional()
      .describe('No data key opens what is personal, which is null then; left out otherwise'),
  })
  .describe('A request. Times are UTC.');

export const pageSchema = z.object({
  items: z.array(requestSchema),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last'),
  total: count.describe('All that match, over all pages'),
});

const deliverySchema = z
  .object({
    state: z
      .enum(deliveryStates)
      .describe(
        '`pending`: not tried yet; `accepted`: LINE took it; `retrying`: LINE did not yet; `failed`: given up, can be sent again; `dropped`: staff gave it up',
      ),
    via: z.enum(['reply', 'push']).nullable().describe('How LINE took it; a push counts against the quota'),
    code: text.describe('What went wrong'),
    since: time,
  })
  .describe('What became of a message to the officer. LINE never tells that it was read');

const attachmentSchema = z.object({
  name: text.describe('As the officer called the file'),
  size: count.nullable().describe('Bytes'),
});

const threadEntrySchema = z.object({
  id: z.string(),
  at: time,
  from: z.enum(['officer', 'staff', 'system']),
  by: text.describe('E-mail of the member of staff'),
  kind: z.enum(entryKinds).describe('`event`: what happened to the request'),
  text: text.describe(
    'Of what is no text, its caption and file name. Null where the officer unsent it or withdrew consent',
  ),
  quotes: text.describe('`id` of the entry that it quotes; null also where it quotes a message of elsewhere'),
  attachment: attachmentSchema.nullable().describe('Of a picture, film, sound or file'),
  delivery: deliverySchema.nullable().describe('Of what staff wrote to the officer'),
  code: text.describe('What a system entry says, whatever the language of `text`'),
});

export const threadSchema = z.object({
  items: z.array(threadEntrySchema).describe('Oldest first'),
});

const historyEntrySchema = z.object({
  id: z.string(),
  at: time,
  by: z.string().describe('E-mail of the member of staff, `officer` or `system`'),
  action: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const historySchema = z.object({
  items: z.array(historyEntrySchema).describe('Oldest first'),
});

const durationsSchema = z.object({
  count: count.describe('Requests that were timed'),
  median: z.number().min(0).nullable(),
  p90: z.number().min(0).nullable(),
});

export const statsSchema = z
  .object({
    from: time,
    to: time,
    total: count,
    kind: z.record(z.enum(requestKinds), count),
    status: z.record(z.enum(requestStatuses), count),
    issuer: z.record(z.enum([...issuers, 'none']), count),
    agencyType: z.record(z.enum([...agencyTypes, 'none']), count),
    disposition: z.record(z.enum([...dispositions, 'none']), count),
    secondsToClaim: durationsSchema.describe('From filing to the first claim'),
    secondsToResolve: durationsSchema.describe('From filing to the resolution that stands'),
  })
  .describe('Of the requests filed in `from <= createdAt < to`');

export const problemSchema = z
  .object({
    type: z.string().describe('`/api/problems/` and the code; answers with what it means'),
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes),
    detail: z.string().optional(),
    allowed: z.array(z.enum(staffMoves)).optional().describe('The moves that the lifecycle has instead'),
    assignee: z.string().optional().describe('Who holds the request'),
    version: z.int().optional().describe('The present version'),
    errors: z
      .array(
        z.object({
          in: z.enum(['query', 'header', 'body']),
          field: z.string(),
          reason: z.string(),
        }),
      )
      .optional(),
  })
  .describe('RFC 9457');

export const listQuery = z.strictObject({
  status: z
    .preprocess(splitList, z.array(z.enum(requestStatuses)).min(1))
    .optional()
    .describe('One or several, with commas between them or given again'),
  kind: z.enum(requestKinds).optional(),
  issuer: z.enum(issuers).optional(),
  agencyType: z.enum(agencyTypes).optional(),
  assignee: z
    .union([z.literal('me'), z.literal('none'), z.email()])
    .optional()
    .describe('`me`, `none`, or an e-mail'),
  q: z.string().max(200).optional().describe("A reference, or words of the agency's name"),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(1).max(100))
    .default(20),
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
});

export const deadLettersQuery = z.strictObject({
  limit: listQuery.shape.limit,
  cursor: listQuery.shape.cursor,
});

export const deadLetterSchema = z.object({
  id: z.string(),
  ref: text.describe('The request that the message was about; null for an answer of the assistant'),
  createdAt: time,
  deadAt: time.describe('When it was given up'),
  attempts: count,
  cause: z.string().describe('What went wrong last, as a code'),
});

export const deadLettersSchema = z.object({
  items: z.array(deadLetterSchema).describe('Newest first'),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last'),
});

/** The plus of an offset arrives as a space where the caller did not escape it. */
const moment = z.preprocess(
  (given) => (typeof given === 'string' ? given.replace(' ', '+') : given),
  z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'must be a date or a date and time of ISO 8601',
  }),
);

export const statsQuery = z.strictObject({
  from: moment.optional().describe('A date begins at midnight of the office. 30 days before `to` by default'),
  to: moment.optional().describe('Not included. Now by default'),
});

export const emptyQuery = z.strictObject({});

export const assignBody = z.strictObject({
  to: z.email().describe('The account it goes to'),
});

export const messageBody = z.strictObject({
  text: z.string().min(1).max(maxMessageLength).describe('What the officer reads in LINE'),
});

export const resolveBody = z.strictObject({
  disposition: z
    .enum(dispositions)
    .describe('`issued` and `declined` are of a `token`, `answered` of a `question`, the others of both'),
  reason: z
    .string()
    .max(maxReasonLength)
    .nullable()
    .optional()
    .describe('The officer reads it; `declined`, `referred` and `other` need one'),
  note: z
    .string()
    .max(maxNoteLength)
    .nullable()
    .optional()
    .describe('For staff; the officer does not see it'),
});

export const emptyBody = z.strictObject({}).optional();

function splitList(value: unknown): unknown {
  const given = Array.isArray(value) ? value : [value];
  return given.flatMap((one) => (typeof one === 'string' ? one.split(',') : [one]));
}
