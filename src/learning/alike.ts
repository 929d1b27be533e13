import { normalise } from '../text/normalise.ts';

/** Texts that say the same in much the same letters. */
export interface AlikeGroup<Item> {
  /** The text that the others are like: the most frequent, as it was written. */
  readonly lead: string;
  readonly items: readonly Item[];
}

/** In letters: texts are compared by their runs of so many. */
const runLength = 3;
/** Two texts are alike that have at least this share of their runs in common (Dice). */
const alike = 0.6;

/**
 * Groups texts by likeness. Texts of one comparable form (`normalise`, without spaces and punctuation) are one;
 * the forms, most frequent first, join the most similar form that leads a group, or lead one of their own.
 * The same texts make the same groups, in whatever order they come.
 * @returns the largest group first.
 */
export function groupAlike<Item>(items: readonly Item[], textOf: (item: Item) => string): AlikeGroup<Item>[] {
  const byForm = Map.groupBy(items, (item) => comparable(textOf(item)));
  const forms = [...byForm]
    .map(([form, own]) => ({ form, own, runs: runsOf(form) }))
    .sort((a, b) => b.own.length - a.own.length || order(a.form, b.form));
  const groups: { lead: string; items: Item[]; size: number }[] = [];
  const leadsWith = new Map<string, number[]>();
  for (const { own, runs } of forms) {
    const shared = new Map<number, number>();
    for (const run of runs)
      for (const at of leadsWith.get(run) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    const [best] = [...shared]
      .map(([at, common]) => ({ at, share: (2 * common) / (runs.size + (groups[at]?.size ?? 0)) }))
      .filter(({ share }) => share >= alike)
      .sort((a, b) => b.share - a.share || a.at - b.at);
    const joined = best && groups[best.at];
    if (joined) {
      joined.items.push(...own);
      continue;
    }
    for (const run of runs) leadsWith.set(run, [...(leadsWith.get(run) ?? []), groups.length]);
    groups.push({ lead: mostFrequent(own.map(textOf)), items: [...own], size: runs.size });
  }
  return groups
    .map(({ lead, items: all }) => ({ lead, items: all }))
    .sort((a, b) => b.items.length - a.items.length);
}

/** The one that is most like a text; undefined where there is none. */
export function likest<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  text: string,
): Item | undefined {
  const wanted = runsOf(comparable(text));
  const [best] = items
    .map((item) => {
      const own = runsOf(comparable(textOf(item)));
      return { item, share: (2 * own.intersection(wanted).size) / (own.size + wanted.size) };
    })
    .sort((a, b) => b.share - a.share);
  return best?.item;
}

function comparable(text: string): string {
  return normalise(text).replaceAll(/[\s\p{P}\p{S}]/gu, '');
}

/** With its two ends, so that a text of one letter has a run too. */
function runsOf(form: string): Set<string> {
  const bounded = `\u0002${form}\u0003`;
  return new Set(
    Array.from({ length: Math.max(1, bounded.length - runLength + 1) }, (_, at) =>
      bounded.slice(at, at + runLength),
    ),
  );
}

function mostFrequent(texts: readonly string[]): string {
  const [first] = [...Map.groupBy(texts, (text) => text.trim())].sort(
    ([a, many], [b, more]) => more.length - many.length || order(a, b),
  );
  return first?.[0] ?? '';
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
