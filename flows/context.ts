import { z } from 'zod';
import { agencyTypes, languages } from './domain.ts';

/**
 * What a conversation remembers between turns. JSON only, each field with the value it has when a saved
 * conversation lacks it, so that a conversation saved by an earlier version is read without loss.
 */
const draft = z.object({
  agencyType: z.enum(agencyTypes).nullable().default(null),
  /** The issuer is not DGA, and the officer wants the contact center's help all the same. */
  assist: z.boolean().default(false),
  agencyName: z.string().nullable().default(null),
  parentAgency: z.string().nullable().default(null),
  name: z.string().nullable().default(null),
  position: z.string().nullable().default(null),
  phone: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  hasDigitalId: z.boolean().nullable().default(null),
  /** LINE message id that a field's text came from: an unsent message takes its text along. */
  sources: z.record(z.string(), z.string()).default({}),
});

const reading = z.object({
  type: z.enum(agencyTypes).nullable(),
  candidates: z.array(z.enum(agencyTypes)),
  reason: z.object({ code: z.string(), matched: z.string() }),
  name: z.string().nullable(),
});

export const contextSchema = z.object({
  language: z.enum(languages).default('th'),
  /** The officer chose the language by word or button; a question's own language no longer changes it. */
  languageChosen: z.boolean().default(false),
  consent: z.object({ notice: z.string(), at: z.number() }).nullable().default(null),
  /** What the officer wanted when consent had to be asked first. */
  pending: z.enum(['human', 'request-new']).nullable().default(null),
  /** Texts in a row that were not understood. */
  misses: z.number().default(0),
  /** What the type of agency is being settled for. */
  purpose: z.enum(['card', 'form']).default('card'),
  reading: reading.nullable().default(null),
  cardType: z.enum(agencyTypes).nullable().default(null),
  service: z.string().nullable().default(null),
  draft: draft.nullable().default(null),
  /** The request being looked at or written to. */
  ref: z.string().nullable().default(null),
});

export type Context = z.infer<typeof contextSchema>;
export type Draft = z.infer<typeof draft>;
export type Reading = z.infer<typeof reading>;

export const newContext = (): Context => contextSchema.parse({});
export const newDraft = (): Draft => draft.parse({});
