import { Worker } from 'node:worker_threads';
import type { Preview, PreviewTask } from './preview-worker.ts';

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
