import { Worker } from 'node:worker_threads';
import type { Taught } from '../understanding/understand.ts';
import type { AgencyEntry } from '../routing/agency-list.ts';
import type { GoldenChange, Outcome } from './golden.ts';

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

/** Learning twice and asking hundreds of questions takes a second or more. */
const timeoutMs = 60_000;

/** Asks every golden question with and without the lesson, in a thread of its own: questions of officers do not wait. */
export function previewLesson(task: PreviewTask): Promise<Preview> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { workerData: task });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new Error(`a preview took more than ${timeoutMs} ms`));
    }, timeoutMs);
    worker.once('message', (preview: Preview) => resolve(preview));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`a preview ended with exit code ${code} and no result`));
    });
  });
}
