// Runs in a thread of its own; see preview.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { AgencyEntry } from '../routing/agency-list.ts';
import type { Taught } from '../understanding/understand.ts';
import { loadFaq } from '../understanding/tables.ts';
import { createUnderstanding } from '../understanding/understand.ts';
import { createAgencyReader } from '../routing/agency.ts';
import type { GoldenChange, Outcome } from './golden.ts';
import { goldenChanges, goldenQuestions, outcomeOf } from './golden.ts';

/** What teaching a phrase would come to. */
export interface Preview {
  /** How the phrase itself is understood now, and would be. */
  readonly before: Outcome;
  readonly after: Outcome;
  /** Golden questions that would be understood in another way. */
  readonly changes: readonly GoldenChange[];
  /** How many golden questions were asked. */
  readonly asked: number;
}

/** What the worker is given. */
export interface PreviewTask {
  readonly taught: readonly Taught[];
  readonly lesson: Taught;
  readonly agencies: readonly AgencyEntry[];
}

const { taught, lesson, agencies } = workerData as PreviewTask;
const read = createAgencyReader(agencies);
const readings = new Map<string, ReturnType<typeof read>>();
/** Each question is read twice. */
const readAgency: typeof read = (text) => {
  if (!readings.has(text)) readings.set(text, read(text));
  return readings.get(text) ?? null;
};
const before = createUnderstanding({ readAgency, taught });
const after = createUnderstanding({ readAgency, taught: [...taught, lesson] });
const questions = goldenQuestions(loadFaq());
const preview: Preview = {
  before: outcomeOf(before(lesson.phrase)),
  after: outcomeOf(after(lesson.phrase)),
  changes: goldenChanges(questions, before, after),
  asked: questions.length,
};
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window's
parentPort?.postMessage(preview);
