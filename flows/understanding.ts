import type { AgencyType, Gap, Intent, Issuer, Language } from './domain.ts';

/** What a text says of an agency, and why that is believed. */
export interface AgencyReading {
  /** Set only when no question is needed to settle it. */
  readonly type: AgencyType | null;
  readonly issuer: Issuer | null;
  /** The types that are possible, best first, at most three: the buttons of the one question. Just `[type]` when `type` is set. */
  readonly candidates: readonly AgencyType[];
  /** Locale key below `routing.reason`, with what matched, e.g. `{ code: 'prefix', matched: 'อบต.' }`. */
  readonly reason: { readonly code: string; readonly matched: string };
  /** The agency's name as it stands in the text, for the form; null when the text names only a kind. */
  readonly name: string | null;
}

/** How a text is understood: the one result that the chat, the `ask` command and the evaluation share. */
export interface Understanding {
  /** `answer`: said or started at once. `choices`: up to three are offered. `none`: rephrase, then a person. */
  readonly outcome: 'answer' | 'choices' | 'none';
  /** The answer; null unless `outcome` is `answer`. */
  readonly intent: Intent | null;
  /** `choices`: the intents that are offered, best first. `answer`: what else the message asks, answered too. Else empty. */
  readonly choices: readonly Intent[];
  /** What the letter does not answer, where that is surely what is asked; null unless `outcome` is `none`. */
  readonly gap: Gap | null;
  /** 0 to 1: how sure, for the best entry. */
  readonly score: number;
  readonly agency: AgencyReading | null;
  /** The language the text is written in; null when mixed or too short to tell. */
  readonly language: Language | null;
  /** Reads like a question or a request for help, rather than a bare value typed into a form. */
  readonly isQuestion: boolean;
  /** For people who tune the retrieval: what matched, with the runner-up. Contains words of the text: not for logs. */
  readonly why: string;
}
