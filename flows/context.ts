import { z } from 'zod';
import { agencyTypes, answerIntents, languages } from './domain.ts';

/*
 * Every field has the value it gets when a saved conversation lacks it or has it in a shape of another version,
 * so that what an earlier flow remembered is read field by field: nothing unknown costs the rest.
 */
const words = z.string().nullable().catch(null);
const agencyType = z.enum(agencyTypes).nullable().catch(null);

const draft = z.object({
  agencyType,
  /** The issuer is not DGA, and the officer wants the contact center's help all the same. */
  assist: z.boolean().catch(false),
  /** The issuer's card was on screen when the form began; it need not come again. */
  cardShown: z.boolean().catch(false),
  agencyName: words,
  parentAgency: words,
  name: words,
  position: words,
  phone: words,
  email: words,
  hasDigitalId: z.boolean().nullable().catch(null),
  /** Type and parent agency came from the operator's list with the name, not from the officer. */
  listed: z.boolean().catch(false),
  /** LINE message id that a field's text came from: an unsent message takes its text along. */
  sources: z.record(z.string(), z.string()).catch({}),
});

const reading = z.object({
  type: agencyType,
  candidates: z.array(z.enum(agencyTypes)),
  reason: z.object({ code: z.string(), matched: z.string() }).nullable().catch(null),
  name: words,
  /** LINE message id that it was read in. */
  messageId: words,
});

/** Where an agency's name may be typed: as itself, as the parent agency, or when the type is asked. */
const named = ['agencyName', 'parentAgency', 'agencyType'] as const;

const offer = z.object({
  slot: z.enum(named),
  /** What the officer typed, to be kept where none of the names is meant. */
  typed: z.string(),
  /** Names of the operator's list that are like it. */
  names: z.array(z.string()),
  /** What there is to remark on what was typed, should it be kept. */
  flags: z.array(z.string()).catch([]),
  /** What was read in it, where the type was asked. */
  reading: reading.nullable().catch(null),
  /** LINE message id that it was typed in. */
  messageId: words,
});

/** What a conversation remembers between turns: JSON only. */
export const contextSchema = z.object({
  language: z.enum(languages).catch('th'),
  /** The officer chose the language by word or button; a question's own language no longer changes it. */
  languageChosen: z.boolean().catch(false),
  /** The language of the question under way where it is not the chosen one: what belongs to it is said in that. */
  aside: z.enum(languages).nullable().catch(null),
  consent: z.object({ notice: z.string(), at: z.number() }).nullable().catch(null),
  /** Version of the consent notice that the officer was shown last. */
  noticeShown: words,
  /** What the officer wanted when consent had to be asked first. */
  pending: z.enum(['human', 'request-new']).nullable().catch(null),
  /** Texts in a row that were not understood. */
  misses: z.number().catch(0),
  /** The answer that the officer was asked about, whether it helped, and has not said yet. */
  judging: z.enum(answerIntents).nullable().catch(null),
  /** What the type of agency is being settled for. */
  purpose: z.enum(['card', 'form']).catch('card'),
  reading: reading.nullable().catch(null),
  cardType: agencyType,
  service: words,
  /** Agencies of the operator's list that are offered for what was typed. */
  offer: offer.nullable().catch(null),
  draft: draft.nullable().catch(null),
  /** The request being looked at or written to. */
  ref: words,
});

export type Context = z.infer<typeof contextSchema>;
export type Draft = z.infer<typeof draft>;
export type Reading = z.infer<typeof reading>;
export type Offer = z.infer<typeof offer>;

export const newContext = (): Context => contextSchema.parse({});
export const newDraft = (): Draft => draft.parse({});
