import type { AgencyType } from '../../flows/domain.ts';
import type { AgencyEntry } from './agency-list.ts';
import type { Folded } from './fold.ts';
import { foldWord } from './fold.ts';
import type { NameReader } from './name-end.ts';
import { createNameReader } from './name-end.ts';
import { indexNearNames } from './near-names.ts';
import type { PhraseIndex } from './phrase-index.ts';
import { indexPhrases } from './phrase-index.ts';
import type { EnglishForm, Family, Vocabulary } from './vocabulary.ts';

/** A place in a text that says something of an agency. Positions are of `Folded.plain`. */
export interface Mention {
  readonly start: number;
  /** Where the word ends that was recognised; the name may go on. */
  readonly headEnd: number;
  readonly end: number;
  /** Best first; one when it is settled, none when it is no state agency. */
  readonly types: readonly AgencyType[];
  readonly reason: { readonly code: string; readonly matched: string };
  /** Names an agency rather than a kind of them. */
  readonly isNamed: boolean;
  /** One of those that give out Tokens: named more often as the place to ask than as one's own. */
  readonly isIssuer: boolean;
  /** Too general to count in the middle of a sentence. */
  readonly isWeak: boolean;
  /** Part of some other body and of its type, where that is named. */
  readonly isPart: boolean;
  /** `place`: tells where as often as who. `parent`: tells whose. */
  readonly role: 'place' | 'parent' | null;
}

/** What a word of the tables stands for. */
type Meaning =
  | { readonly is: 'entry'; readonly entry: AgencyEntry; readonly isIssuer: boolean }
  | { readonly is: 'family'; readonly family: Family; readonly word: string };
interface Filed {
  readonly meaning: Meaning;
  /** Letters of an abbreviation; 0 for a word. */
  readonly short: number;
}
type Office = Vocabulary['offices'][number];

export type MentionFinder = (text: Folded) => Mention[];

const standingBefore = /[เแโใไ]$/;
const hangingOn = /[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]/;
const dropped = /[\u0e47-\u0e4c]/;
const latin = /[a-z]/;
const thaiLetter = /[\u0e01-\u0e5b]/;
/** Finds what a text says of agencies, by the tables of `flows/agencies.yaml` and lists of names. */
export function createMentionFinder(vocabulary: Vocabulary, entries: readonly AgencyEntry[]): MentionFinder {
  const names = createNameReader(vocabulary);
  const hasNumber = new RegExp(vocabulary.hasNumber, 'u');
  const hasLevel = new RegExp(vocabulary.hasLevel, 'u');
  const { words, abbreviations, near } = fileWords(vocabulary, entries);
  const offices = createOfficeFinder(vocabulary, names);
  const provinces = indexPhrases(
    vocabulary.provinces.flat().map((name) => [foldWord(name).alike, name] as const),
  );
  const districts = indexPhrases(vocabulary.bangkok.map((name) => [foldWord(name).alike, name] as const));
  const english = vocabulary.english.map((form) => ({
    form,
    pattern: inEnglish(form, vocabulary.notOfAName),
  }));
  const touchesBefore = new RegExp(`${vocabulary.touches.before}$`, 'u');
  const touchesAfter = new RegExp(vocabulary.touches.after, 'uy');
  const endings = vocabulary.endings.flatMap(({ type, words }) =>
    words.map((word) => ({ type, word: foldWord(word).alike, shown: word })),
  );

  const parents = vocabulary.families.flatMap(({ role, words }) => (role === 'parent' ? words : []));
  const limits = new Map(
    vocabulary.families.map((family) => [
      family,
      {
        not: family.not.map((word) => foldWord(word).alike),
        before: family.before.map((word) => foldWord(word).alike),
        except: family.except.map((word) => foldWord(word).alike),
      },
    ]),
  );

  function startsWord(text: Folded, index: number): boolean {
    const at = text.at[index] ?? 0;
    const before = text.plain.slice(0, at);
    return !standingBefore.test(before) && !(latin.test(text.plain.charAt(at)) && /[a-z0-9]$/.test(before));
  }

  /** Just behind letter `index - 1`, marks that folding leaves out included. */
  function endAfter(text: Folded, index: number): number {
    let end = (text.at[index - 1] ?? -1) + 1;
    while (dropped.test(text.plain.charAt(end))) end++;
    return end;
  }

  function endsWord(text: Folded, index: number): boolean {
    const end = endAfter(text, index);
    const next = text.plain.charAt(end);
    if (latin.test(text.plain.charAt(end - 1))) return !/[a-z]/.test(next);
    return !hangingOn.test(next);
  }

  /** Whether letters without vowels stand for themselves here or are part of some word. */
  function standsAlone(text: Folded, from: number, to: number, short: number, mayGoOn: boolean): boolean {
    const start = text.at[from] ?? 0;
    const end = endAfter(text, to);
    const { plain } = text;
    if (latin.test(plain.charAt(start))) return true;
    const before = plain.slice(Math.max(0, start - 16), start);
    if (thaiLetter.test(before.slice(-1)) && !touchesBefore.test(before)) return false;
    const next = plain.charAt(end);
    const hasDot = next === '.' || plain.slice(start, end).includes('.');
    if (next === '.') return true;
    if (short <= 2) return hasDot || (mayGoOn && next === ' ' && /(?:^|\s)$/.test(before));
    if (!thaiLetter.test(next) || mayGoOn || next === 'ฯ') return true;
    touchesAfter.lastIndex = end;
    return touchesAfter.test(plain) || has(provinces, text.alike, to);
  }

  function read(text: Folded, from: number, to: number, { meaning, short }: Filed): Mention | null {
    if (!startsWord(text, from) || !endsWord(text, to)) return null;
    const start = text.at[from] ?? 0;
    const headEnd = endAfter(text, to);
    const isFamily = meaning.is === 'family';
    if (short > 0 && !standsAlone(text, from, to, short, isFamily)) return null;
    if (!isFamily) {
      const { entry, isIssuer } = meaning;
      const end = names.tailEnd(text.plain, headEnd);
      return {
        ...plainMention(start, headEnd, end),
        types: entry.type === 'none' ? [] : [entry.type],
        reason: { code: 'listed', matched: entry.name },
        isIssuer,
        // Two letters may stand for many things.
        isWeak: short > 0 && short <= 2,
        role: parents.some((word) => entry.name.startsWith(word)) ? 'parent' : null,
      };
    }
    return readFamily(text, from, to, meaning.family, meaning.word);
  }

  function readFamily(text: Folded, from: number, to: number, family: Family, word: string): Mention | null {
    const start = text.at[from] ?? 0;
    const headEnd = endAfter(text, to);
    const { not, before, except } = limits.get(family) ?? { not: [], before: [], except: [] };
    const isExcepted = except.some((known) => text.alike.startsWith(known, from));
    if (!isExcepted && not.some((next) => text.alike.startsWith(next, to))) return null;
    if (before.some((previous) => text.alike.endsWith(previous, from))) return null;
    let nameFrom = headEnd;
    let isNamed = false;
    const places = family.place === 'bangkok' ? districts : family.role === 'place' ? provinces : null;
    const place = places && firstOf(places, text.alike, to);
    if (place) {
      nameFrom = endAfter(text, to + place.length);
      isNamed = true;
    } else if (family.place) return null;
    const end = family.kind
      ? headEnd
      : place
        ? names.tailEnd(text.plain, nameFrom)
        : names.nameEnd(text.plain, headEnd);
    isNamed ||= end > headEnd && !family.kind;
    if (!isNamed && !family.alone) return null;
    const mention: Mention = {
      ...plainMention(start, place ? nameFrom : headEnd, end),
      types: family.type ? [family.type] : (family.candidates ?? []),
      reason: { code: family.reason, matched: word },
      isNamed,
      isWeak: family.weak,
      isPart: family.owner,
      role: family.role ?? null,
    };
    return family.weak ? strengthened(mention, text.plain.slice(headEnd, end), family) : mention;
  }

  /** An office whose subject no table knows still tells by its form whether it is a province's or a department's. */
  function strengthened(mention: Mention, name: string, family: Family): Mention {
    const settled = { ...mention, isWeak: false, isPart: false };
    if (hasNumber.test(name))
      return {
        ...settled,
        types: ['central-government'],
        reason: { ...mention.reason, code: 'central-unit' },
      };
    if (family.inProvince && hasLevel.test(name))
      return {
        ...settled,
        types: [family.inProvince],
        reason: { ...mention.reason, code: 'regional-office' },
      };
    return mention;
  }

  function findAt(text: Folded, index: number): Mention[] {
    const found: Mention[] = [];
    for (const [table, letters] of [
      [words, text.alike],
      [abbreviations, text.exact],
    ] as const)
      for (const { length, values } of table.at(letters, index))
        for (const filed of values) {
          const mention = read(text, index, index + length, filed);
          if (mention) found.push(mention);
        }
    const office = startsWord(text, index) ? offices(text, index, touchesBefore, provinces, endAfter) : null;
    if (office) found.push(office);
    return found;
  }

  return (text) => {
    const found: Mention[] = [];
    for (let index = 0; index < text.at.length; index++) found.push(...findAt(text, index));
    if (latin.test(text.plain))
      for (const { form, pattern } of english) found.push(...readEnglish(text.plain, form, pattern));
    let mentions = withoutOverlaps(found);
    if (!mentions.some((mention) => mention.role === null && !mention.isWeak && !mention.isIssuer))
      mentions = withoutOverlaps([...found, ...nearMentions(text)]);
    return mentions.map((mention) => settledByEnding(text, mention));
  };

  function nearMentions(text: Folded): Mention[] {
    const hit = near.nearest(text.alike);
    if (!hit) return [];
    const { meaning } = hit.value;
    const similar = (mention: Mention | null): Mention[] =>
      mention ? [{ ...mention, reason: { ...mention.reason, code: 'similar' } }] : [];
    if (!startsWord(text, hit.start)) return [];
    if (meaning.is === 'family')
      return similar(readFamily(text, hit.start, hit.end, meaning.family, meaning.word));
    return similar(read(text, hit.start, hit.end, { meaning, short: 0 }));
  }

  function settledByEnding(text: Folded, mention: Mention): Mention {
    const letters = foldWord(text.plain.slice(mention.start, mention.end + 24)).alike;
    const ending = endings.find(({ word }) => {
      const there = letters.indexOf(word);
      return there > 0 && there <= mention.end - mention.start;
    });
    if (!ending || mention.reason.code === 'kind' || mention.reason.code === 'listed') return mention;
    return {
      ...mention,
      types: [ending.type],
      isWeak: false,
      reason: { code: 'ending', matched: ending.shown },
    };
  }
}

function plainMention(start: number, headEnd: number, end: number): Mention {
  return {
    start,
    headEnd,
    end,
    types: [],
    reason: { code: 'listed', matched: '' },
    isNamed: true,
    isIssuer: false,
    isWeak: false,
    isPart: false,
    role: null,
  };
}

/** One mention a place: the longest; one within another's name only where that name is of a part. */
function withoutOverlaps(found: readonly Mention[]): Mention[] {
  const sorted = [...found].sort(
    (a, b) =>
      a.start - b.start || Number(a.isWeak) - Number(b.isWeak) || b.headEnd - a.headEnd || b.end - a.end,
  );
  const kept: Mention[] = [];
  for (const mention of sorted) {
    const outer = kept.at(-1);
    if (!outer || mention.start >= outer.end) {
      kept.push(mention);
      continue;
    }
    const isInner = mention.start >= outer.headEnd || outer.isWeak;
    const decides = mention.role === null && !mention.isWeak && mention.reason.code !== 'kind';
    if (isInner && decides && (outer.isPart || outer.isWeak))
      kept[kept.length - 1] = {
        ...mention,
        start: outer.start,
        end: Math.max(outer.end, mention.end),
        isNamed: true,
      };
  }
  return kept;
}

function fileWords(
  vocabulary: Vocabulary,
  entries: readonly AgencyEntry[],
): {
  readonly words: PhraseIndex<Filed>;
  readonly abbreviations: PhraseIndex<Filed>;
  readonly near: ReturnType<typeof indexNearNames<Filed>>;
} {
  const words: [string, Filed][] = [];
  const abbreviations: [string, Filed][] = [];
  const issuers = new Set(vocabulary.askedAt.map((name) => foldWord(name).alike));
  const file = (word: string, meaning: Meaning): void => {
    const { exact, alike } = foldWord(word);
    const short = shortness(word, exact, meaning.is);
    if (short > 0) abbreviations.push([exact, { meaning, short }]);
    else words.push([alike, { meaning, short }]);
  };
  for (const family of vocabulary.families)
    for (const word of family.words) file(word, { is: 'family', family, word });
  for (const entry of entries) {
    const known = [entry.name, ...entry.abbreviations];
    for (const [long, short] of vocabulary.shortForms)
      known.push(...known.filter((name) => name.includes(long)).map((name) => name.replace(long, short)));
    const isIssuer = known.some((name) => issuers.has(foldWord(name).alike));
    for (const name of new Set(known)) file(name, { is: 'entry', entry, isIssuer });
  }
  return {
    words: indexPhrases(words),
    abbreviations: indexPhrases(abbreviations),
    near: indexNearNames(words),
  };
}

/** How many letters an abbreviation has; 0 for a word. */
function shortness(word: string, exact: string, of: Meaning['is']): number {
  const isThai = word.endsWith('.') || (of === 'entry' && /^[ก-ฮ]{2,6}$/.test(exact));
  return isThai || (of === 'entry' && /^[A-Z][A-Za-z]{1,9}$/.test(word) && word === word.toUpperCase())
    ? exact.length
    : 0;
}

function has(index: PhraseIndex<unknown>, text: string, start: number): boolean {
  return firstOf(index, text, start) !== null;
}

function firstOf(
  index: PhraseIndex<unknown>,
  text: string,
  start: number,
): { readonly length: number } | null {
  return index.at(text, start).next().value ?? null;
}

/** Offices of a ministry in a province or district: [office word] subject [level] place. */
function createOfficeFinder(vocabulary: Vocabulary, names: NameReader) {
  const officeWords = indexPhrases(
    vocabulary.officeWords.map((word) => [foldWord(word).alike, word] as const),
  );
  const subjects = indexPhrases<{ office: Office; subject: string }>(
    vocabulary.offices.flatMap((office) =>
      office.subjects.map((subject) => [foldWord(subject).alike, { office, subject }] as const),
    ),
  );
  const hasNumber = new RegExp(vocabulary.hasNumber, 'u');
  const level = new RegExp(vocabulary.level, 'uy');
  const shortLevel = new RegExp(vocabulary.shortLevel, 'uy');

  return (
    text: Folded,
    index: number,
    touchesBefore: RegExp,
    provinces: PhraseIndex<string>,
    endAfter: (text: Folded, index: number) => number,
  ): Mention | null => {
    const start = text.at[index] ?? 0;
    const officeWord = firstOf(officeWords, text.alike, index);
    const subjectAt = index + (officeWord?.length ?? 0);
    for (const { length, values } of subjects.at(text.alike, subjectAt)) {
      const [value] = values;
      const after = subjectAt + length;
      if (!value) continue;
      const { office, subject } = value;
      const made = (headEnd: number, end: number, isNamed: boolean, central = false): Mention => ({
        ...plainMention(start, headEnd, end),
        types: [central ? 'central-government' : office.type],
        reason: { code: central ? 'central-unit' : office.reason, matched: subject },
        isNamed,
      });
      const levelEnd = levelAfter(text, after);
      if (levelEnd > after) {
        const headEnd = endAfter(text, levelEnd);
        const end = names.nameEnd(text.plain, headEnd);
        return made(headEnd, end, end > headEnd);
      }
      const glued =
        thaiLetter.test(text.plain.charAt(start - 1)) &&
        !touchesBefore.test(text.plain.slice(Math.max(0, start - 16), start));
      const isThere = has(provinces, text.alike, after);
      const subjectEnd = endAfter(text, after);
      if (!officeWord && (glued || !isThere)) continue;
      if (hangingOn.test(text.plain.charAt(subjectEnd))) continue;
      if (!isThere && /\s/.test(text.plain.charAt(subjectEnd))) continue;
      const end = names.nameEnd(text.plain, subjectEnd);
      if (end === subjectEnd) continue;
      return made(subjectEnd, end, true, hasNumber.test(text.plain.slice(subjectEnd, end)));
    }
    return null;

    function levelAfter(text: Folded, from: number): number {
      level.lastIndex = from;
      if (level.test(text.alike)) return level.lastIndex;
      shortLevel.lastIndex = from;
      if (!shortLevel.test(text.alike)) return from;
      const to = shortLevel.lastIndex;
      return text.plain.charAt(endAfter(text, to)) === '.' || has(provinces, text.alike, to) ? to : from;
    }
  };
}

function inEnglish(form: EnglishForm, notOfAName: string): RegExp {
  return new RegExp(`((?:\\b(?!(?:${notOfAName})\\b)[a-z][a-z'.&-]*\\s){0,4})(?:${form.pattern})`, 'gu');
}

function readEnglish(plain: string, form: EnglishForm, pattern: RegExp): Mention[] {
  return [...plain.matchAll(pattern)].map((match) => {
    const start = match.index;
    const matched = match[0].trimEnd();
    const isNamed = !form.kind && ((match[1] ?? '') !== '' || / of | in /.test(matched));
    return {
      ...plainMention(start, start + matched.length, start + matched.length),
      types: form.type ? [form.type] : (form.candidates ?? []),
      reason: { code: form.reason, matched: matched.slice((match[1] ?? '').length) },
      isNamed,
      isWeak: form.weak,
      isPart: form.owner,
      role: form.role ?? null,
    };
  });
}
