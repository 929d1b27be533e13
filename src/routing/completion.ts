import type { AgencyEntry } from './agency-list.ts';
import { foldWord } from './fold.ts';
import { gramsOf, placeOf } from './near-names.ts';
import { longForm, sameAgencyName } from './same-agency.ts';

/** What a list of agencies has for the name that was typed. */
interface Completion {
  /** The one agency of this name, short form or abbreviation. */
  readonly match: AgencyEntry | null;
  /** Where there is none: agencies whose names have what was typed, or nearly; the likeliest first. */
  readonly near: readonly AgencyEntry[];
}

/** Looks a typed name up in a list. Deterministic, without I/O. */
export type AgencyCompletion = (typed: string) => Completion;

/** As many as are offered. */
const mostOffered = 5;
/** What more names than this have in them says nothing. */
const tooMany = 30;
/** So many letters at least tell a part of a name from any two. */
const shortestPart = 3;
/** Names looked at for a slip, those first that share most with what was typed. */
const mostCompared = 24;
/** A run of letters in more than this share of many names tells none of them from the others. */
const commonShare = 1 / 8;
const fewNames = 64;
/** Letters that may be wrong, by how many runs of letters tell the name from others. */
const allowedErrors = (telling: number): number => (telling >= 12 ? 2 : telling >= 4 ? 1 : 0);

const nothing: Completion = { match: null, near: [] };

/** @param entries those of type `none` are no agencies and never offered. */
export function createAgencyCompletion(entries: readonly AgencyEntry[]): AgencyCompletion {
  const comparable = (name: string): string => foldWord(longForm(name)).alike;
  const agencies = entries.filter(({ type }) => type !== 'none');
  const names = agencies.map(({ name }) => comparable(name));
  const byForm = new Map<string, number[]>();
  for (const [at, { name, abbreviations }] of agencies.entries())
    for (const form of new Set([name, ...abbreviations].map(comparable))) {
      const there = byForm.get(form);
      if (there) there.push(at);
      else byForm.set(form, [at]);
    }
  const { namesWith, isCommon } = indexRuns(names);
  const shared = new Uint8Array(names.length);

  /** Names by how many of the runs they have, most first; only those that are worth a look. */
  function sharing(runs: readonly number[], least: number): number[] {
    const touched: number[] = [];
    for (const run of runs)
      for (const at of namesWith.get(run) ?? []) {
        if (shared[at] === 0) touched.push(at);
        shared[at] = (shared[at] ?? 0) + 1;
      }
    const enough = touched
      .filter((at) => (shared[at] ?? 0) >= least)
      .map((at) => ({ at, count: shared[at] ?? 0 }));
    for (const at of touched) shared[at] = 0;
    return enough.toSorted((a, b) => b.count - a.count || a.at - b.at).map(({ at }) => at);
  }

  function near(part: string): number[] {
    if (part.length < shortestPart) return [];
    const telling = [...gramsOf(part)].filter((run) => !isCommon(run));
    const runs = telling.filter((run) => namesWith.has(run));
    const within = (runs.length < telling.length ? [] : sharing(runs, runs.length)).filter((at) =>
      (names[at] ?? '').includes(part),
    );
    if (within.length > tooMany) return [];
    if (within.length > 0)
      return within.toSorted((a, b) => rank(a, part) - rank(b, part) || lengthOf(a) - lengthOf(b) || a - b);
    const errors = allowedErrors(telling.length);
    if (errors === 0) return [];
    return sharing(runs, Math.max(1, telling.length - 3 * errors))
      .slice(0, mostCompared)
      .flatMap((at) => {
        const place = placeOf(part, names[at] ?? '', errors);
        return place ? [{ at, errors: place.errors }] : [];
      })
      .toSorted((a, b) => a.errors - b.errors || lengthOf(a.at) - lengthOf(b.at) || a.at - b.at)
      .map(({ at }) => at);
  }

  /** A name is begun with, or known by its last part, rather than by what stands in its middle. */
  function rank(at: number, part: string): number {
    const name = names[at] ?? '';
    return name.startsWith(part) ? 0 : name.endsWith(part) ? 1 : 2;
  }

  const lengthOf = (at: number): number => names[at]?.length ?? 0;
  const agenciesAt = (places: readonly number[]): AgencyEntry[] =>
    places.slice(0, mostOffered).flatMap((at) => agencies[at] ?? []);

  return (typed) => {
    const part = comparable(typed);
    const same = agenciesAt(byForm.get(part) ?? []);
    // Two names may differ by a tone mark alone.
    const match = same.length === 1 ? same[0] : same.find(({ name }) => sameAgencyName(name, typed));
    if (match) return { match, near: [] };
    if (same.length > 0) return { match: null, near: same };
    return part === '' ? nothing : { match: null, near: agenciesAt(near(part)) };
  };
}

/** The names that have a run of letters, without the runs that too many have to tell any from the others. */
function indexRuns(names: readonly string[]): {
  readonly namesWith: ReadonlyMap<number, Uint32Array>;
  readonly isCommon: (run: number) => boolean;
} {
  const lists = new Map<number, number[]>();
  for (const [at, name] of names.entries())
    for (const run of gramsOf(name)) {
      const list = lists.get(run);
      if (list) list.push(at);
      else lists.set(run, [at]);
    }
  const most = Math.max(fewNames, names.length * commonShare);
  const common = new Set([...lists].flatMap(([run, list]) => (list.length > most ? [run] : [])));
  return {
    namesWith: new Map(
      [...lists].filter(([run]) => !common.has(run)).map(([run, list]) => [run, Uint32Array.from(list)]),
    ),
    isCommon: (run) => common.has(run),
  };
}
