import type { Context, Held } from '../../../flows/context.ts';
import type { Language } from '../../../flows/domain.ts';
import type { Facts, Happening } from '../../../flows/events.ts';
import type { Understanding } from '../../../flows/understanding.ts';
import type { Masked } from '../../privacy/masking.ts';
import type { AgencyLister } from '../../routing/agency.ts';
import type { AgencyCompletion } from '../../routing/completion.ts';
import type { Words } from '../../base/words.ts';

/** Where the conversation stands when something arrives. */
export interface Situation {
  /** Path of the state, e.g. `form.phone`. */
  readonly path: string;
  readonly context: Context;
  readonly facts: Facts;
  /** Time since the officer's last event, ms. */
  readonly pauseMs: number;
  /** Actions of the choices that stand numbered in what the assistant said last, from 1 on. */
  readonly listed: readonly string[];
  /** Staff wrote after the assistant spoke last: a number or a yes is for them. */
  readonly staffSpokeLast: boolean;
  /** The request in whose thread the message stands that is quoted; null for any other message, or none. */
  readonly quotedRef: string | null;
  /** The request named by the receipt of the bubble before this one; null where something else came between. */
  readonly receipt: string | null;
}

/** A text as it is read: masked, with what was masked in it. */
export interface Text {
  readonly text: string;
  /** Without spaces, case and punctuation, as words and labels are compared. */
  readonly typed: string;
  readonly messageId: string;
  /** LINE's id of the message it quotes. */
  readonly quotes: string | null;
  readonly found: readonly Masked[];
  /** Worked out when it is first asked for: most commands and keys need none. */
  readonly understanding: () => Understanding;
}

export interface Knowledge {
  readonly understand: (text: string) => Understanding;
  /** The operator's list of agencies, where there is one: used where an agency's name is typed into the form. */
  readonly complete?: AgencyCompletion | undefined;
  /** The names of the agencies that a text puts side by side; none where it is left out. */
  readonly agenciesIn?: AgencyLister | undefined;
  readonly words: Words;
}

export interface Meaning {
  /** What it sets off, in order. */
  readonly happenings: readonly Happening[];
  /** The language of a question: its answer is said in that. */
  readonly language?: Language | null;
  /** The action of a choice that was typed instead of pressed. */
  readonly chosen?: string;
  /** A held message, to be read as an answer to the form once these happenings are through. */
  readonly thenForForm?: Held;
}

/** Says what a text means, or null where it is not this reader's to tell. Pure. */
export type Reader = (text: Text, at: Situation, knowledge: Knowledge) => Meaning | null;

export const means = (...happenings: readonly Happening[]): Meaning => ({ happenings });
