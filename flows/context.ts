import { z } from 'zod';
import { agencyTypes, languages } from './domain.ts';

/*
 * Every field has the value it gets when a saved conversation lacks it or has it in a shape of another version,
 * so that what an earlier flow remembered is read field by field: nothing unknown costs the rest.
 */
const words = z.string().nullable().catch(null);
const agencyType = z.enum(agencyTypes).nullable().catch(null);

/** What the form asks, in this order; the state `form.SLOT` asks for each. */
export const slots = [
  'agencyName',
  'parentAgency',
  'name',
  'position',
  'phone',
  'email',
  'hasDigitalId',
] as const;
/** Questions of the form that may be left out. */
export const optionalSlots = ['position', 'email'] as const;

/** Answers of a filed request that its officer can correct. The agency decides who is asked, so that a new request is needed for another. */
export const correctable = ['name', 'position', 'phone', 'email'] as const;

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
  /** Questions that the officer chose to leave out. */
  skipped: z.array(z.enum(optionalSlots)).catch([]),
  /** Whether the officer was asked to use the contact details of an earlier request, or none could be offered. */
  contactAsked: z.boolean().catch(false),
  /** Type and parent agency came from the operator's list with the name, not from the officer. */
  listed: z.boolean().catch(false),
  /** LINE message id that a field's text came from: an unsent message takes its text along. */
  sources: z.record(z.string(), z.string()).catch({}),
  /** Slots whose answer went with a message that was unsent, until they are filled again. */
  unsent: z.array(z.enum(slots)).catch([]),
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
  /** What the officer typed, to be kept where none of the names is meant; empty where it can be no name. */
  typed: z.string(),
  /** Names that may be meant: of the operator's list, or the several that one text named. */
  names: z.array(z.string()),
  /** One text named all of these; otherwise they are only like what was typed. */
  several: z.boolean().catch(false),
  /** What there is to remark on what was typed, should it be kept. */
  flags: z.array(z.string()).catch([]),
  /** What was read in it, where the type was asked. */
  reading: reading.nullable().catch(null),
  /** LINE message id that it was typed in. */
  messageId: words,
});

/** A message whose addressee is not settled yet, or that did not reach the request it was meant for. */
const held = z.object({
  text: z.string(),
  messageId: words,
  quotes: words,
  /** The request that it may be for. */
  ref: z.string(),
});

/** What a conversation remembers between turns: JSON only. What is a state of the flow is not repeated here. */
export const contextSchema = z.object({
  language: z.enum(languages).catch('th'),
  /** The officer chose the language by word or button; a question's own language no longer changes it. */
  languageChosen: z.boolean().catch(false),
  /** The language of the question under way where it is not the chosen one: its answer is said in that. */
  aside: z.enum(languages).nullable().catch(null),
  consent: z.object({ notice: z.string(), at: z.number() }).nullable().catch(null),
  /** Version of the consent notice that the officer was shown last. */
  noticeShown: words,
  /** What was read of an agency, while its type is settled or its issuer shown. */
  reading: reading.nullable().catch(null),
  /** The type whose issuer was shown last. */
  cardType: agencyType,
  /** The other service that was asked about. */
  service: words,
  /** Agencies that may be meant by what was typed. */
  offer: offer.nullable().catch(null),
  draft: draft.nullable().catch(null),
  /** The request being looked at or written to. */
  ref: words,
  /** What of a filed request is being corrected. */
  slot: z.enum(correctable).nullable().catch(null),
  held: held.nullable().catch(null),
  /** When staff wrote the message that the officer's next answers to the form are not meant for, epoch ms. */
  formFirst: z.number().nullable().catch(null),
});

export type Context = z.infer<typeof contextSchema>;
export type Draft = z.infer<typeof draft>;
export type Reading = z.infer<typeof reading>;
export type Offer = z.infer<typeof offer>;
export type Held = z.infer<typeof held>;

/** Never written to, as no context is: XState asks for one at every transition. */
const emptyContext = contextSchema.parse({});
export const newContext = (): Context => emptyContext;
export const newDraft = (): Draft => draft.parse({});
