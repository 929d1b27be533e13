type Listener = () => void;

/** Tells its listeners whenever anything in it has changed. */
export class Watched {
  readonly #listeners = new Set<Listener>();

  /** Calls the listener whenever anything here has changed. @returns what stops it. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Waits until `find` finds something, looking whenever anything changes.
   * @param what named in the error when it does not come in time.
   */
  waitFor<T>(what: string, find: () => T | undefined | null | false, timeoutMs = 60_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined || found === null || found === false) return;
        stop();
        resolve(found);
      };
      const stopListening = this.onChange(look);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Not seen within ${timeoutMs} ms: ${what}`));
      }, timeoutMs);
      const stop = (): void => {
        clearTimeout(timer);
        stopListening();
      };
      look();
    });
  }
}
