import type { Intent } from '../../flows/domain.ts';
import { intents } from '../../flows/domain.ts';
import type { Happening } from '../../flows/events.ts';
import type { UnclearMessage } from '../learning/unclear.ts';
import type { Knowledge } from './readers/reader.ts';
import type { Saved } from './saved.ts';

/** How questions are understood, and the version of the consent notice in force. */
type Parts = Pick<Knowledge, 'understand'> & { readonly notice: string };

/** What is pressed within this time is about the last question. */
const soonMs = 15 * 60 * 1000;

/**
 * Questions that were not understood, as one turn finds them; only of officers who agreed to the notice that says
 * so. A form's answers, agencies' names and what is for staff are no questions.
 */
export class LearningLog {
  /** By message id. */
  readonly unclear = new Map<string, UnclearMessage>();
  /** Ids of messages whose texts have to go, should they be kept as not understood. */
  readonly gone = new Set<string>();
  readonly #saved: () => Saved;
  readonly #parts: Parts;

  constructor(saved: () => Saved, parts: Parts) {
    this.#saved = saved;
    this.#parts = parts;
  }

  noteUnclear(text: string, messageId: string, happenings: readonly Happening[], path: string): void {
    const unclear = happenings.find(
      (each) => 'reply' in each && (each.reply === 'choices' || each.reply === 'unknown'),
    );
    const isAnswer = path.startsWith('form.') || path.startsWith('issuer.');
    if (!unclear || isAnswer || !this.#mayLearn()) return;
    const offered = 'intents' in unclear ? unclear.intents : [];
    this.unclear.set(messageId, {
      messageId,
      text,
      outcome: 'intents' in unclear ? 'choices' : 'none',
      offered,
      chosen: null,
    });
  }

  /** A button pressed right after an unresolved question labels it. */
  noteChoice(action: string, at: number): void {
    const [head, name] = action.split(':');
    const chosen =
      head === 'none-of-these'
        ? 'none'
        : head === 'answer'
          ? intents.find((known) => known === name)
          : undefined;
    const asked = this.#lastAsked(at);
    if (!chosen || !asked) return;
    const { outcome, choices } = this.#parts.understand(asked.text);
    if (outcome === 'answer') return;
    this.unclear.set(asked.messageId, { ...asked, outcome, offered: choices, chosen });
  }

  noteWrongAnswer(entry: Intent, at: number): void {
    const asked = this.#lastAsked(at);
    if (!asked || this.#parts.understand(asked.text).intent !== entry) return;
    this.unclear.set(asked.messageId, { ...asked, outcome: 'answer', offered: [entry], chosen: null });
  }

  forget(messageIds: readonly (string | null)[]): void {
    for (const id of messageIds) {
      if (id === null) continue;
      this.unclear.delete(id);
      this.gone.add(id);
    }
  }

  /** The question that the officer's next doing is about; null when it was too long ago, or may not be learned from. */
  #lastAsked(at: number): { messageId: string; text: string } | null {
    const last = this.#saved().said.at(-1);
    if (!last?.messageId || !this.#mayLearn() || at - last.at > soonMs) return null;
    return { messageId: last.messageId, text: last.text };
  }

  #mayLearn(): boolean {
    return this.#saved().context.consent?.notice === this.#parts.notice;
  }
}
