import { readAnswerIds, readGapIds } from './answer-ids.ts';

/**
 * The closed sets everything else is written in. The names are the outside's: the staff API, the queue
 * filters, the evaluation files and the metrics use them as they stand here.
 */

export const languages = ['th', 'en'] as const;
export type Language = (typeof languages)[number];

/** The nine kinds of agency that the letter names, in question 3. */
export const agencyTypes = [
  'central-government',
  'province',
  'state-enterprise',
  'public-organization',
  'state-university',
  'new-form-agency',
  'other-state-agency',
  'regional',
  'local',
] as const;
export type AgencyType = (typeof agencyTypes)[number];

/** Who gives out the 15-digit Token: DGA, the parent agency, or the Department of Local Administration. */
export const issuers = ['dga', 'parent', 'dla'] as const;
export type Issuer = (typeof issuers)[number];

/** What an officer may want to know, answered from the letter: the entries of `flows/faq.yaml` that have a source. */
export const answerIntents = readAnswerIds();
/** What starts something rather than answers. */
const actionIntents = ['human', 'request-new', 'request-status'] as const;
export const intents = [...answerIntents, ...actionIntents] as const;
/** An id of `flows/faq.yaml`: which there are is content, so that types do not list them. */
export type AnswerIntent = string;
export type Intent = string;

/** What officers ask and the letter does not answer: the entries of `flows/gap-answers.yaml`, said as `faq:gap.ID`. */
export const gaps = readGapIds();
export type Gap = string;

export const requestKinds = ['token', 'question'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestStatuses = ['new', 'claimed', 'waiting', 'resolved'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export const dispositions = [
  'issued',
  'answered',
  'referred',
  'declined',
  'unreachable',
  'withdrawn',
  'duplicate',
  'other',
] as const;
export type Disposition = (typeof dispositions)[number];

/** What a value may be that has to survive storage: no `Date`, no `undefined`, no class. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
