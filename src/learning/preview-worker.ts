// Runs in a thread of its own; see preview.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { loadFaq } from '../understanding/tables.ts';
import { createUnderstanding } from '../understanding/understand.ts';
import { createAgencyReader } from '../routing/agency.ts';
import { goldenChanges, goldenQuestions, outcomeOf } from './golden.ts';
import type { Preview, PreviewTask } from './preview.ts';

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
