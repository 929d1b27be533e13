/** Resolves for all who entered it in one round of the event loop at once, at the end of that round. */
export type Stage = () => Promise<void>;

/**
 * A stage of work that is done for many side by side. Who enters it waits for the end of the round, and then all go
 * on in a row, in the order in which they came: thirty turns are decided one after another, then sealed one after
 * another, and each finds the code and tables of that stage in the processor's caches. A turn that is taken through
 * everything at once finds them cold at each step, which costs more than the work does
 * (`docs/decisions/0012-stages.md`). Who is alone goes on at once.
 * @see https://www.usenix.org/legacy/events/usenix02/larus.html on cohort scheduling
 */
export function createStage(): Stage {
  let cohort: Promise<void> | null = null;
  return async () => {
    cohort ??= new Promise((goOn) => {
      setImmediate(() => {
        cohort = null;
        goOn();
      });
    });
    return cohort;
  };
}
