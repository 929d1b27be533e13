import type { Intent } from '../../flows/domain.ts';
import type { Taught } from '../understanding/understand.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store } from '../store/port.ts';
import { groupAlike } from './alike.ts';
import type { AnswerFigures } from './figures.ts';
import { figuresOf } from './figures.ts';
import type { Preview } from './preview-worker.ts';
import type { FollowedUnderstanding } from './taught-understanding.ts';
import type { Lesson, Taken, PhraseProblem, Teaching, UndoProblem } from './teaching.ts';
import { asPhrase, phraseProblem } from './teaching.ts';
import type { KeptUnclear } from './unclear.ts';
import { openUnclear } from './unclear.ts';

/** Texts that are alike and still not understood. */
export interface UnclearGroup {
  readonly lead: string;
  readonly count: number;
  /** `YYYY-MM-DD`: the last day one came. */
  readonly latestDay: string;
  /** Other ways it was put, the most frequent first; some of them. */
  readonly others: readonly string[];
  /** Answers that were given and not meant. */
  readonly answeredWith: readonly Intent[];
  /** What officers chose then, the most frequent first; `none`: none of these. */
  readonly chosen: readonly { readonly entry: Intent; readonly count: number }[];
}

interface ReviewParts {
  readonly store: Pick<Store, 'listUnclear' | 'readTallies'>;
  readonly vault: Vault;
  readonly teaching: Teaching;
  readonly followed: Pick<FollowedUnderstanding, 'understand' | 'taught' | 'refresh'>;
  readonly preview: (task: {
    readonly taught: readonly Taught[];
    readonly lesson: Taught;
  }) => Promise<Preview>;
}

/** What supervisors see of how well officers are understood, and what they may do about it. */
export interface Review {
  /** Days `YYYY-MM-DD`, both included. */
  figures(from: string, to: string): Promise<AnswerFigures[]>;
  /** The newest first; `more`: those beyond the limit. */
  unclear(): Promise<{ readonly groups: readonly UnclearGroup[]; readonly more: number }>;
  lessons(): Promise<Lesson[]>;
  /** What teaching the phrase would come to. Nothing changes. */
  preview(entry: Intent, typed: string): Promise<{ ok: true; value: Preview } | Refused>;
  teach(by: string, entry: Intent, typed: string): Promise<Taken<PhraseProblem>>;
  undo(by: string, version: number): Promise<Taken<UndoProblem>>;
}

type Refused = { ok: false; problem: PhraseProblem };

/** The newest texts that are looked at; some hundredths of a second. */
const textsRead = 1_000;
const groupsShown = 30;
const othersShown = 3;

export function createReview({ store, vault, teaching, followed, preview }: ReviewParts): Review {
  /** Whether the chat would still not do better: what was taught meanwhile is not shown again. */
  function isUnclear(text: KeptUnclear): boolean {
    const { outcome, intent } = followed.understand(text.text);
    return text.outcome === 'answer' ? intent === text.offered[0] : outcome !== 'answer';
  }

  /** Taught or not, this process knows at once; the others follow. */
  async function andFollow<Problem>(change: Promise<Taken<Problem>>): Promise<Taken<Problem>> {
    const taken = await change;
    if (taken.ok) await followed.refresh();
    return taken;
  }

  return {
    figures: async (from, to) => figuresOf(await store.readTallies({ from, to })),

    async unclear() {
      const records = await store.listUnclear(textsRead);
      const texts = records.flatMap((record) => openUnclear(vault, record) ?? []);
      const groups = groupAlike(texts, ({ text }) => text)
        .map(({ lead, items }) => groupOf(lead, items))
        .sort((a, b) => (a.latestDay < b.latestDay ? 1 : a.latestDay > b.latestDay ? -1 : b.count - a.count));
      const shown: UnclearGroup[] = [];
      let at = 0;
      for (; at < groups.length && shown.length < groupsShown; at += 1) {
        const group = groups[at];
        const first = texts.find(({ text }) => text.trim() === group?.lead);
        if (group && first && isUnclear(first)) shown.push(group);
      }
      return { groups: shown, more: groups.length - at };
    },

    lessons: () => teaching.lessons(),

    async preview(entry, typed) {
      const lesson = { entry, phrase: asPhrase(typed) };
      const problem = phraseProblem(lesson.phrase, entry, await teaching.lessons());
      if (problem) return { ok: false, problem };
      return { ok: true, value: await preview({ taught: followed.taught(), lesson }) };
    },

    teach: (by, entry, typed) => andFollow(teaching.teach(by, entry, typed)),
    undo: (by, version) => andFollow(teaching.undo(by, version)),
  };
}

function groupOf(lead: string, items: readonly KeptUnclear[]): UnclearGroup {
  return {
    lead,
    count: items.length,
    latestDay: items.reduce((latest, { day }) => (day > latest ? day : latest), ''),
    others: byFrequency(items.map(({ text }) => text.trim()))
      .filter(([text]) => text !== lead)
      .slice(0, othersShown)
      .map(([text]) => text),
    answeredWith: [
      ...new Set(items.flatMap(({ outcome, offered }) => (outcome === 'answer' ? offered : []))),
    ],
    chosen: byFrequency(items.flatMap(({ chosen }) => chosen ?? [])).map(([entry, count]) => ({
      entry,
      count,
    })),
  };
}

function byFrequency<Value extends string>(values: readonly Value[]): [Value, number][] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, own]): [Value, number] => [value, own.length])
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}
