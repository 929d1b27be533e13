import type { PhraseIndex } from '../text/phrase-index.ts';
import { indexPhrases } from '../text/phrase-index.ts';
import { wordStarts } from '../text/segment.ts';
import { soundOf } from '../text/sound.ts';
import { endWithSlips, lacksMore, letterOf, lettersOf } from './slips.ts';

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
  /** What was read, by its sound. */
  readonly sound: string;
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

/** Words long enough to be known with slips; what most are told apart by stands beside them, in lists of the same order. */
interface LongForms {
  readonly forms: WordForm[];
  readonly lengths: number[];
  /** The letters of each, as `lettersOf` has them. */
  readonly letters: number[];
}

interface Index {
  readonly byKey: PhraseIndex<WordForm>;
  /** Few are compared at each place: those with its first letter. */
  readonly longByLetter: ReadonlyMap<number, LongForms>;
  readonly patterns: readonly { readonly concept: string; readonly shape: RegExp }[];
  /** Most texts have none of the patterns, which is seen at once. */
  readonly anyPattern: RegExp;
}

/** A text on its way: its sound, and where words begin in it. */
interface Page {
  readonly text: string;
  readonly key: string;
  readonly at: readonly number[];
  /** For each place in the key, and its end, whether a word may be cut off there. */
  readonly seams: Uint8Array;
  /** Looked up only where a short word asks for it: the dictionary of Thai words is dear. */
  starts: Uint8Array | null;
}

interface Edge {
  readonly form: WordForm;
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

const otherLetter = /[\p{L}\p{M}]/u;
const trailing = /[^\p{L}\p{M}\p{N}]+$/u;
const joints = /[.\s\-/]/g;
const space = 0x20;

/** What may not be parted from a letter of its kind before it, and what from no letter. */
const kinds = { other: 0, latin: 1, digit: 2, hanging: 3 } as const;
const kindOf = new Uint8Array(0x0e80);
for (const digit of '0123456789') kindOf[digit.charCodeAt(0)] = kinds.digit;
for (const letter of 'abcdefghijklmnopqrstuvwxyz') kindOf[letter.charCodeAt(0)] = kinds.latin;
for (const vowel of 'ะาำัีืูๅ') kindOf[vowel.charCodeAt(0)] = kinds.hanging;

const none: readonly never[] = [];

/** Up to this many letters of sound, a Thai word counts only when spelt as it should be, and better where a word is seen to begin and end. */
const shortWord = 3;
/** From this many letters on, one slip is forgiven; from `veryLong` on, two. */
const long = 7;
const veryLong = 9;

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
    const page = pageOf(text);
    const { key, at } = page;
    const edges: (readonly Edge[])[] = [];
    for (let from = 0; from < key.length; from += 1)
      edges.push(canStart(page, from) ? exact(index, page, from) : none);
    let path = cheapest(key, edges);
    let unknown = gapsIn(key, path);
    if (unknown.length > 0) {
      addNear(unknown, edges, index, page);
      path = cheapest(key, edges);
      unknown = gapsIn(key, path);
    }
    const firm = path.filter(
      ({ from, to, isOpenBefore, isOpenBehind }) =>
        !(isOpenBefore && unknown.some((gap) => gap.to === from)) &&
        !(isOpenBehind && unknown.some((gap) => gap.from === to)),
    );
    const words = firm.map((edge): FoundWord => {
      const start = at[edge.from] ?? 0;
      const end = at[edge.to] ?? 0;
      return {
        concepts: conceptsOf(edge.form, text, start, end),
        start,
        end: endOfLetters(text, start, end),
        slips: edge.slips,
      };
    });
    const shapes = patternsIn(index, text);
    if (firm.length < path.length) unknown = gapsIn(key, firm);
    return {
      sound: key,
      words:
        shapes.length === 0 ? words : [...words, ...shapes].sort((one, other) => one.start - other.start),
      unknown: unknown.map(({ from, to }) => ({ start: at[from] ?? 0, end: at[to] ?? 0 })),
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
  const longByLetter = new Map<number, LongForms>();
  for (const form of forms) {
    if (form.key.length < long) continue;
    const first = form.key.charCodeAt(0);
    let there = longByLetter.get(first);
    if (there === undefined) longByLetter.set(first, (there = { forms: [], lengths: [], letters: [] }));
    there.forms.push(form);
    there.lengths.push(form.key.length);
    there.letters.push(lettersOf(form.key));
  }
  const patterns = [...concepts].flatMap(([concept, { patterns: shapes }]) =>
    shapes.map((shape) => ({ concept, shape })),
  );
  return {
    byKey: indexPhrases(forms.map((form) => [form.key, form] as const)),
    longByLetter,
    patterns,
    anyPattern: new RegExp(patterns.map(({ shape }) => `(?:${shape.source})`).join('|'), 'u'),
  };
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

function bare(text: string): string {
  return text.replaceAll(joints, '');
}

/** A reading never waits, so all share one list of seams. */
let seams = new Uint8Array(1024);

function pageOf(text: string): Page {
  const { key, at } = soundOf(text);
  if (seams.length <= key.length) seams = new Uint8Array(2 * key.length);
  let before: number = kinds.other;
  for (let place = 0; place <= key.length; place += 1) {
    const kind = kindOf[key.charCodeAt(place)] ?? kinds.other;
    seams[place] = kind === kinds.hanging || (kind !== kinds.other && kind === before) ? 0 : 1;
    before = kind;
  }
  return { text, key, at, seams, starts: null };
}

/** What counts as unexplained: any letter or mark, of whatever script. */
function isLetter(unit: number): boolean {
  if (unit < 0x80) return isLatin(unit);
  return (unit >= 0x0e01 && unit <= 0x0e4e) || otherLetter.test(String.fromCharCode(unit));
}

function isLatin(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function canStart({ key, seams }: Page, from: number): boolean {
  return seams[from] === 1 && key.charCodeAt(from) !== space;
}

function exact({ byKey }: Index, page: Page, from: number): readonly Edge[] {
  const words = byKey.at(page.key, from);
  if (words.length === 0) return none;
  const found: Edge[] = [];
  for (const { length, values } of words)
    for (const form of values) {
      const edge = edgeFor(page, form, from, from + length, 0);
      if (edge !== null) found.push(edge);
    }
  return found;
}

/** A misspelt word begins in a gap, or a few letters before, where a shorter word was taken for its beginning. */
function addNear(gaps: readonly Gap[], edges: (readonly Edge[])[], index: Index, page: Page): void {
  let done = 0;
  for (const gap of gaps) {
    for (let from = Math.max(done, gap.from - long); from < gap.to; from += 1) {
      if (!canStart(page, from)) continue;
      const found = close(index, page, from);
      if (found.length > 0) edges[from] = [...(edges[from] ?? none), ...found];
    }
    done = gap.to;
  }
}

/** Words that begin here but for slips; the first letter is right. */
function close({ longByLetter }: Index, page: Page, from: number): readonly Edge[] {
  const { key } = page;
  const words = longByLetter.get(key.charCodeAt(from));
  if (words === undefined) return none;
  const { forms, lengths, letters } = words;
  const found: Edge[] = [];
  const furthest = readAhead(key, from);
  for (let word = 0; word < forms.length; word += 1) {
    const length = lengths[word] ?? 0;
    const allowed = length >= veryLong ? 2 : 1;
    if (lacksMore(letters[word] ?? 0, ahead[Math.min(furthest, length + allowed)] ?? 0, allowed)) continue;
    const form = forms[word];
    const match = form === undefined ? null : endWithSlips(form.key, key, from, allowed);
    if (form === undefined || match === null || match.slips === 0) continue;
    const edge = edgeFor(page, form, from, match.end, match.slips);
    if (edge !== null) found.push(edge);
  }
  return found;
}

/** For each length the letters that stand in so much of the text from some place on; a comparison never waits, so all share them. */
const ahead = new Int32Array(49);

/** Fills `ahead`. @returns the greatest length in it. */
function readAhead(key: string, from: number): number {
  const furthest = Math.min(key.length - from, ahead.length - 1);
  for (let length = 1; length <= furthest; length += 1)
    ahead[length] = (ahead[length - 1] ?? 0) | letterOf(key.charCodeAt(from + length - 1));
  return furthest;
}

/** The edge for a word between two places, or null where it cannot be that word. */
function edgeFor(page: Page, form: WordForm, from: number, to: number, slips: number): Edge | null {
  if (page.seams[to] !== 1) return null;
  let cost = costOfWord + slips * costOfSlip;
  let isOpenBefore = false;
  let isOpenBehind = false;
  if (isShortThai(page.key, from, to)) {
    const { text, at } = page;
    const start = at[from] ?? 0;
    const end = at[to] ?? 0;
    if (asSpelt(form, text, start, end) === undefined) return null;
    const starts = (page.starts ??= wordStarts(text));
    isOpenBefore = starts[start] !== 1;
    isOpenBehind = starts[end] !== 1 && starts[end - 1] !== 1;
    if (isOpenBefore && isOpenBehind) return null;
    if (isOpenBefore || isOpenBehind) cost += costOfUnseenBoundary;
  }
  return { form, from, to, slips, cost, isOpenBefore, isOpenBehind };
}

function isShortThai(key: string, from: number, to: number): boolean {
  if (to - from > shortWord) return false;
  const first = key.charCodeAt(from);
  return !isLatin(first) && !isDigit(first);
}

/** The concepts of a word spelt like this; undefined where no word is. */
function asSpelt(
  { spellings }: WordForm,
  text: string,
  start: number,
  end: number,
): readonly string[] | undefined {
  for (const [spelling, concepts] of spellings) if (isSpelt(spelling, text, start, end)) return concepts;
  return undefined;
}

/** Whether a stretch, but for joints, is a spelling. */
function isSpelt(spelling: string, text: string, start: number, end: number): boolean {
  let at = 0;
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === spelling.charCodeAt(at)) at += 1;
    else if (!isJoint(unit)) return false;
  }
  return at === spelling.length;
}

/** Of those that `joints` has, normalised text knows these. */
function isJoint(unit: number): boolean {
  return unit === space || unit === 0x2e || unit === 0x2d || unit === 0x2f;
}

/** All that sounds so, where nothing is spelt so. */
function conceptsOf(form: WordForm, text: string, start: number, end: number): readonly string[] {
  const [only, another] = form.spellings;
  if (only !== undefined && another === undefined) return only[1];
  return asSpelt(form, text, start, end) ?? [...new Set(form.spellings.flatMap(([, ids]) => ids))];
}

/** Behind the last letter or digit of a stretch. */
function endOfLetters(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && text.charCodeAt(last - 1) === space) last -= 1;
  const unit = text.charCodeAt(last - 1);
  if (isLatin(unit) || isDigit(unit) || (unit >= 0x0e01 && unit <= 0x0e3a)) return last;
  return start + text.slice(start, last).replace(trailing, '').length;
}

/** What a pattern finds counts beside the words it is made of. */
function patternsIn({ patterns, anyPattern }: Index, text: string): readonly FoundWord[] {
  if (!anyPattern.test(text)) return none;
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

/** What it costs to come to each place of the text, and by what: a reading never waits, so all share them. */
let costs = new Float64Array(1024);
const through: (Edge | null)[] = [];

/** The cheapest way through the text. */
function cheapest(key: string, edges: readonly (readonly Edge[])[]): Edge[] {
  if (costs.length <= key.length) costs = new Float64Array(2 * key.length);
  costs.fill(Infinity, 0, key.length + 1);
  costs[0] = 0;
  for (let from = 0; from < key.length; from += 1) {
    const here = costs[from] ?? 0;
    const skipped = here + costOfSkipping(key.charCodeAt(from));
    if (skipped < (costs[from + 1] ?? 0)) {
      costs[from + 1] = skipped;
      through[from + 1] = null;
    }
    for (const edge of edges[from] ?? none) {
      const reached = here + edge.cost;
      if (reached < (costs[edge.to] ?? 0)) {
        costs[edge.to] = reached;
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

function costOfSkipping(unit: number): number {
  if (isLetter(unit)) return costOfUnknownLetter;
  return isDigit(unit) ? costOfDigit : 0;
}

function gapsIn(key: string, path: readonly Edge[]): Gap[] {
  const gaps: Gap[] = [];
  let at = 0;
  for (let next = 0; next <= path.length; next += 1) {
    const { from, to } = path[next] ?? { from: key.length, to: key.length };
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
