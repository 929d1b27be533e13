/** What did not come in time. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * The result of `work`, if it comes within `timeoutMs`. What comes later is dropped, a failure too.
 * @throws {TimedOut}
 */
export async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
