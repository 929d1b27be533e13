import type { TallyCount } from '../store/port.ts';

/** How often an answer was given and how it was judged, over some days. */
export interface AnswerFigures {
  readonly entry: string;
  readonly answered: number;
  readonly helped: number;
  readonly notHelped: number;
}

/** One row for each entry, the most given first. */
export function figuresOf(counts: readonly TallyCount[]): AnswerFigures[] {
  return [...Map.groupBy(counts, ({ entry }) => entry)]
    .map(([entry, own]) => {
      const sum = (what: TallyCount['what']): number =>
        own.filter((each) => each.what === what).reduce((total, { count }) => total + count, 0);
      return { entry, answered: sum('answered'), helped: sum('helped'), notHelped: sum('not-helped') };
    })
    .sort((a, b) => b.answered - a.answered || (a.entry < b.entry ? -1 : 1));
}
