import { z } from 'zod';
import type { Intent } from '../../flows/domain.ts';
import { intents } from '../../flows/domain.ts';
import type { Taught } from '../understanding/understand.ts';
import { mask } from '../privacy/masking.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store, TeachingRecord } from '../store/port.ts';

const content = z.union([
  z.object({ entry: z.enum(intents), phrase: z.string() }),
  z.object({ undoes: z.number() }),
]);

/** One phrase that was attached to an entry, with who did it and when, and the same of its undoing. */
export interface Lesson extends Taught {
  readonly version: number;
  /** Epoch ms. */
  readonly at: number;
  /** Staff e-mail. */
  readonly by: string;
  readonly undone: { readonly at: number; readonly by: string } | null;
}

export const maxPhraseLength = 200;

/** Why a phrase is not taught: codes of `console:answers.problem`. */
export type PhraseProblem = 'empty' | 'too-long' | 'personal-number' | 'already-taught' | 'busy';
export type UndoProblem = 'not-found' | 'already-undone' | 'busy';
export type Taken<Problem> = { ok: true } | { ok: false; problem: Problem };

interface TeachingParts {
  readonly store: Pick<Store, 'readTeaching' | 'addTeaching'>;
  readonly vault: Vault;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What supervisors taught the assistant: a log that is only added to. */
export interface Teaching {
  /** Newest first, the undone ones too. */
  lessons(): Promise<Lesson[]>;
  teach(by: string, entry: Intent, phrase: string): Promise<Taken<PhraseProblem>>;
  undo(by: string, version: number): Promise<Taken<UndoProblem>>;
}

/** Of two who change at once the later one decides again on what the earlier one did; so often at most. */
const mostAttempts = 5;

export function createTeaching({ store, vault, now }: TeachingParts): Teaching {
  /** Adds what `decide` makes of the lessons as they are. */
  async function change<Problem>(
    by: string,
    decide: (lessons: readonly Lesson[]) => z.infer<typeof content> | Problem,
    isProblem: (decision: z.infer<typeof content> | Problem) => decision is Problem,
    busy: Problem,
  ): Promise<Taken<Problem>> {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const records = await store.readTeaching();
      const decision = decide(openLessons(vault, records));
      if (isProblem(decision)) return { ok: false, problem: decision };
      const version = (records.at(-1)?.version ?? 0) + 1;
      const sealed = vault.seal(decision, place(version));
      if (await store.addTeaching({ version, at: now(), by, sealed })) return { ok: true };
    }
    return { ok: false, problem: busy };
  }

  return {
    lessons: async () => openLessons(vault, await store.readTeaching()).toReversed(),

    teach: (by, entry, typed) => {
      const phrase = asPhrase(typed);
      return change<PhraseProblem>(
        by,
        (lessons) => phraseProblem(phrase, entry, lessons) ?? { entry, phrase },
        (decision) => typeof decision === 'string',
        'busy',
      );
    },

    undo: (by, version) =>
      change<UndoProblem>(
        by,
        (lessons) => {
          const lesson = lessons.find((one) => one.version === version);
          if (!lesson) return 'not-found';
          return lesson.undone ? 'already-undone' : { undoes: version };
        },
        (decision) => typeof decision === 'string',
        'busy',
      ),
  };
}

/** On one line, without spaces at its ends. */
export function asPhrase(typed: string): string {
  return typed.replaceAll(/\s+/gu, ' ').trim();
}

/** What speaks against teaching a phrase; null when nothing does. @param phrase from `asPhrase`. */
export function phraseProblem(
  phrase: string,
  entry: Intent,
  lessons: readonly Lesson[],
): PhraseProblem | null {
  if (phrase === '') return 'empty';
  if (phrase.length > maxPhraseLength) return 'too-long';
  if (mask(phrase).found.length > 0) return 'personal-number';
  const isKnown = inForce(lessons).some((one) => one.entry === entry && one.phrase === phrase);
  return isKnown ? 'already-taught' : null;
}

/** What is in force, in the order it was taught. */
export function inForce(lessons: readonly Lesson[]): Taught[] {
  return lessons
    .filter(({ undone }) => undone === null)
    .toSorted((a, b) => a.version - b.version)
    .map(({ entry, phrase }) => ({ entry, phrase }));
}

/**
 * Oldest first. What a later version of the assistant wrote and this one cannot read is passed over.
 * @throws {Unreadable} when `DATA_KEYS` lacks the key.
 */
export function openLessons(vault: Vault, records: readonly TeachingRecord[]): Lesson[] {
  const lessons = new Map<number, Lesson>();
  for (const { version, at, by, sealed } of records) {
    const read = content.safeParse(vault.open(sealed, place(version)));
    if (!read.success) continue;
    if ('entry' in read.data) lessons.set(version, { ...read.data, version, at, by, undone: null });
    else {
      const lesson = lessons.get(read.data.undoes);
      if (lesson) lessons.set(lesson.version, { ...lesson, undone: { at, by } });
    }
  }
  return [...lessons.values()];
}

const place = (version: number) => `teaching:${version}`;
