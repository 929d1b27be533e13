import { wordStarts } from '../text/segment.ts';
import { soundOf } from '../text/sound.ts';
import { endWithSlips, lacking, lettersOf } from './slips.ts';

/** What stands for a concept: words as they are rightly written, normalised, and patterns over normalised text for what is not a word. */
export interface ConceptForms {
  readonly words: readonly string[];
  readonly patterns: readonly RegExp[];
}

/** A word of the text that stands for something. */
export interface FoundWord {
  readonly concepts: readonly string[];
  /** Where it stands in the text that was read. */
  readonly start: number;
  readonly end: number;
  /** Letters that had to be added, left out or changed to recognise it. */
  readonly slips: number;
}

export interface LexiconReading {
  /** In the order of the text; only what a pattern found may overlap others. */
  readonly words: readonly FoundWord[];
  /** The stretches of letters that no known word explains. */
  readonly unknown: readonly { readonly start: number; readonly end: number }[];
}

/** Words that sound alike, as they can be kept. */
export interface WordForm {
  /** As they sound. */
  readonly key: string;
  /** The concepts of each, by its spelling. */
  readonly spellings: readonly (readonly [spelling: string, concepts: readonly string[]])[];
}

interface Form extends WordForm {
  readonly letters: number;
}

/** The forms by their first letters, so that few are compared at each place. */
interface Index {
  /** By the first three letters, or as many as there are, as `beginningOf` counts them. */
  readonly byBeginning: ReadonlyMap<number, readonly Form[]>;
  readonly longByLetter: ReadonlyMap<number, readonly Form[]>;
  readonly patterns: readonly { readonly concept: string; readonly shape: RegExp }[];
}

/** A text on its way: its sound, and where words begin in it. */
interface Page {
  readonly text: string;
  readonly key: string;
  readonly at: Uint16Array;
  readonly starts: ReadonlySet<number>;
}

interface Edge {
  readonly concepts: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly slips: number;
  readonly cost: number;
  /** A short word with no boundary seen before it, or behind it: believed beside another word only. */
  readonly isOpenBefore: boolean;
  readonly isOpenBehind: boolean;
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

const cannotStart = new Set('ะาำัีืูๅ');
const otherLetter = /[\p{L}\p{M}]/u;
const trailing = /[^\p{L}\p{M}\p{N}]+$/u;

const none: readonly never[] = [];

/** Up to this many letters of sound, a Thai word counts only when spelt as it should be, and better where a word is seen to begin and end. */
const shortWord = 3;
/** From this many letters on, one slip is forgiven; from `veryLong` on, two. */
const long = 7;
const veryLong = 9;

/** Forms are listed by so many of their first letters. */
const beginning = 3;

const costOfWord = 0.3;
const costOfSlip = 1.4;
const costOfUnseenBoundary = 0.6;
const costOfUnknownLetter = 1;
const costOfDigit = 0.5;

/**
 * Finds known words in running text, with or without spaces, by sound and with slips of the finger: of all ways to
 * cut the text into known words, the one that leaves the fewest letters unexplained in the fewest words.
 */
export function createLexicon(
  concepts: ReadonlyMap<string, ConceptForms>,
  forms: readonly WordForm[] = formsOf(concepts),
): (text: string) => LexiconReading {
  const index = indexOf(concepts, forms);
  return (text) => {
    const page: Page = { text, ...soundOf(text), starts: wordStarts(text) };
    const { key, at } = page;
    const edges = Array.from({ length: key.length }, (_, from) =>
      canStart(key, from) ? exact(index, page, from) : [],
    );
    let path = cheapest(key, edges);
    const gaps = gapsIn(key, path);
    if (gaps.length > 0) {
      for (const from of startsNear(gaps))
        if (canStart(key, from)) edges[from]?.push(...close(index, page, from));
      path = cheapest(key, edges);
    }
    const unknown = gapsIn(key, path);
    const firm = path.filter(
      ({ from, to, isOpenBefore, isOpenBehind }) =>
        !(isOpenBefore && unknown.some((gap) => gap.to === from)) &&
        !(isOpenBehind && unknown.some((gap) => gap.from === to)),
    );
    const words = firm.map(({ concepts: found, from, to, slips }) => {
      const start = at[from] ?? 0;
      return {
        concepts: found,
        start,
        end: start + text.slice(start, at[to]).replace(trailing, '').length,
        slips,
      };
    });
    return {
      words: [...words, ...patternsIn(index, text)].sort((one, other) => one.start - other.start),
      unknown: gapsIn(key, firm).map(({ from, to }) => ({ start: at[from] ?? 0, end: at[to] ?? 0 })),
    };
  };
}

/** The words of the concepts, by sound. */
export function formsOf(concepts: ReadonlyMap<string, ConceptForms>): WordForm[] {
  const forms = new Map<string, Map<string, string[]>>();
  for (const [concept, { words }] of concepts)
    for (const word of words) {
      addForm(forms, word, concept);
      if (word.includes(' ')) addForm(forms, word.replaceAll(' ', ''), concept);
    }
  return Array.from(forms, ([key, bySpelling]) => ({ key, spellings: [...bySpelling] }));
}

function indexOf(concepts: ReadonlyMap<string, ConceptForms>, forms: readonly WordForm[]): Index {
  const byBeginning = new Map<number, Form[]>();
  const longByLetter = new Map<number, Form[]>();
  for (const { key, spellings } of forms) {
    const form = { key, spellings, letters: lettersOf(key) };
    listed(byBeginning, beginningOf(form.key, 0, Math.min(beginning, form.key.length))).push(form);
    if (form.key.length >= long) listed(longByLetter, form.key.charCodeAt(0)).push(form);
  }
  const patterns = [...concepts].flatMap(([concept, { patterns: shapes }]) =>
    shapes.map((shape) => ({ concept, shape })),
  );
  return { byBeginning, longByLetter, patterns };
}

function addForm(forms: Map<string, Map<string, string[]>>, word: string, concept: string): void {
  const key = soundOf(word).key.trim();
  if (key === '') return;
  let bySpelling = forms.get(key);
  if (bySpelling === undefined) forms.set(key, (bySpelling = new Map()));
  const spelling = bare(word);
  const known = bySpelling.get(spelling);
  if (known === undefined) bySpelling.set(spelling, [concept]);
  else if (!known.includes(concept)) known.push(concept);
}

/** So many letters, of three at most, as one small number: different for letters of Thai and Latin, ten bits each. */
function beginningOf(key: string, from: number, length: number): number {
  let number = 0;
  for (let index = from; index < from + length; index += 1)
    number = (number << 10) | (key.charCodeAt(index) & 0x3ff);
  return number;
}

function listed<T>(lists: Map<number, T[]>, name: number): T[] {
  let list = lists.get(name);
  if (list === undefined) lists.set(name, (list = []));
  return list;
}

function isShortThai(key: string, from: number, to: number): boolean {
  return to - from <= shortWord && !isLatin(key.charAt(from)) && !isDigit(key.charAt(from));
}

function bare(text: string): string {
  return text.replaceAll(/[.\s\-/]/g, '');
}

/** What counts as unexplained: any letter or mark, of whatever script. */
function isLetter(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
  return (unit >= 0x0e01 && unit <= 0x0e4e) || otherLetter.test(String.fromCharCode(unit));
}

function isLatin(char: string): boolean {
  return char >= 'a' && char <= 'z';
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Whether a word may be cut off between two letters. */
function isSeam(before: string, after: string): boolean {
  return (
    !cannotStart.has(after) && !(isLatin(before) && isLatin(after)) && !(isDigit(before) && isDigit(after))
  );
}

function canStart(key: string, from: number): boolean {
  return key.charAt(from) !== ' ' && isSeam(key.charAt(from - 1), key.charAt(from));
}

function exact(index: Index, page: Page, from: number): Edge[] {
  const { key } = page;
  const found: Edge[] = [];
  for (let length = 1; length <= beginning && from + length <= key.length; length += 1)
    for (const form of index.byBeginning.get(beginningOf(key, from, length)) ?? none) {
      if (!key.startsWith(form.key, from)) continue;
      const edge = edgeFor(page, form, from, from + form.key.length, 0);
      if (edge !== null) found.push(edge);
    }
  return found;
}

/** Words that begin here but for slips; the first letter is right. */
function close(index: Index, page: Page, from: number): Edge[] {
  const { key } = page;
  const found: Edge[] = [];
  const ahead = letterSetsFrom(key, from);
  for (const form of index.longByLetter.get(key.charCodeAt(from)) ?? none) {
    const allowed = form.key.length >= veryLong ? 2 : 1;
    const among = ahead[Math.min(ahead.length - 1, form.key.length + allowed)] ?? 0;
    if (lacking(form.letters, among) > allowed) continue;
    const match = endWithSlips(form.key, key, from, allowed);
    if (match === null || match.slips === 0) continue;
    const edge = edgeFor(page, form, from, match.end, match.slips);
    if (edge !== null) found.push(edge);
  }
  return found;
}

/** For each length the letters that stand in so much of the text from here on. */
function letterSetsFrom(key: string, from: number): number[] {
  const sets = [0];
  for (let index = from; index < key.length && sets.length <= 48; index += 1)
    sets.push((sets.at(-1) ?? 0) | lettersOf(key.charAt(index)));
  return sets;
}

/** The edge for a word between two places, or null where it cannot be that word. */
function edgeFor(
  { text, key, at, starts }: Page,
  { spellings }: Form,
  from: number,
  to: number,
  slips: number,
): Edge | null {
  if (!isSeam(key.charAt(to - 1), key.charAt(to))) return null;
  const start = at[from] ?? 0;
  const end = at[to] ?? 0;
  const written = bare(text.slice(start, end));
  const spelt = spellings.find(([spelling]) => spelling === written)?.[1];
  const edge = { from, to, slips, isOpenBefore: false, isOpenBehind: false };
  const cost = costOfWord + slips * costOfSlip;
  if (!isShortThai(key, from, to)) {
    const concepts = spelt ?? [...new Set(spellings.flatMap(([, ids]) => ids))];
    return { ...edge, concepts, cost };
  }
  if (spelt === undefined) return null;
  const isOpenBefore = !starts.has(start);
  const isOpenBehind = !starts.has(end) && !starts.has(end - 1);
  if (isOpenBefore && isOpenBehind) return null;
  return {
    ...edge,
    concepts: spelt,
    isOpenBefore,
    isOpenBehind,
    cost: cost + (isOpenBefore || isOpenBehind ? costOfUnseenBoundary : 0),
  };
}

/** What a pattern finds counts beside the words it is made of. */
function patternsIn({ patterns }: Index, text: string): FoundWord[] {
  const found: FoundWord[] = [];
  for (const { concept, shape } of patterns) {
    shape.lastIndex = 0;
    for (let match = shape.exec(text); match !== null; match = shape.exec(text)) {
      const start = match.index;
      const end = start + match[0].length;
      if (end > start) found.push({ concepts: [concept], start, end, slips: 0 });
      else shape.lastIndex += 1;
    }
  }
  return found;
}

/** The cheapest way through the text. */
function cheapest(key: string, edges: readonly (readonly Edge[])[]): Edge[] {
  const cost = new Float64Array(key.length + 1).fill(Infinity);
  const through: (Edge | null)[] = [];
  cost[0] = 0;
  for (let from = 0; from < key.length; from += 1) {
    const here = cost[from] ?? 0;
    const skipped = here + costOfSkipping(key.charAt(from));
    if (skipped < (cost[from + 1] ?? 0)) {
      cost[from + 1] = skipped;
      through[from + 1] = null;
    }
    for (const edge of edges[from] ?? []) {
      const reached = here + edge.cost;
      if (reached < (cost[edge.to] ?? 0)) {
        cost[edge.to] = reached;
        through[edge.to] = edge;
      }
    }
  }
  const path: Edge[] = [];
  for (let to = key.length; to > 0;) {
    const edge = through[to] ?? null;
    if (edge !== null) path.push(edge);
    to = edge === null ? to - 1 : edge.from;
  }
  return path.toReversed();
}

function costOfSkipping(char: string): number {
  return isLetter(char.charCodeAt(0)) ? costOfUnknownLetter : isDigit(char) ? costOfDigit : 0;
}

function gapsIn(key: string, path: readonly Edge[]): Gap[] {
  const gaps: Gap[] = [];
  let at = 0;
  for (const { from, to } of [...path, { from: key.length, to: key.length }]) {
    let open = -1;
    for (let index = at; index <= from; index += 1) {
      const inside = index < from && isLetter(key.charCodeAt(index));
      if (inside && open < 0) open = index;
      if (!inside && open >= 0) {
        gaps.push({ from: open, to: index });
        open = -1;
      }
    }
    at = to;
  }
  return gaps;
}

/** A misspelt word begins in a gap, or a few letters before, where a shorter word was taken for its beginning. */
function startsNear(gaps: readonly Gap[]): Iterable<number> {
  const starts = new Set<number>();
  for (const { from, to } of gaps)
    for (let index = Math.max(0, from - long); index < to; index += 1) starts.add(index);
  return starts;
}
