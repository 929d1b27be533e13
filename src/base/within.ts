/** What did not come in time. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * The result of `work`, if it comes within `timeoutMs`. What comes later is dropped, a failure too.
 * @throws {TimedOut}
 */
export async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimedOut(`no answer in ${timeoutMs} ms`)), timeoutMs);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (fault: unknown) => {
        clearTimeout(timer);
        // oxlint-disable-next-line prefer-promise-reject-errors -- whatever it was
        reject(fault);
      },
    );
  });
}
