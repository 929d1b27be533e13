import type { AgencyEntry } from './agency-list.ts';
import { createEdges } from './edges.ts';
import { createEnglishFinder } from './english-forms.ts';
import { createFamilyReader } from './families.ts';
import type { Folded } from './fold.ts';
import { foldWord } from './fold.ts';
import type { Mention } from './mention.ts';
import { mentionOf, withoutOverlaps } from './mention.ts';
import { createNameReader } from './name-end.ts';
import type { Filed, FiledWord, Meaning } from './filed-words.ts';
import { isWord } from './filed-words.ts';
import type { NearNames, RunIndex } from './near-names.ts';
import { indexNearNames } from './near-names.ts';
import { createOfficeFinder } from './offices.ts';
import type { Found, PhraseIndex } from '../text/phrase-index.ts';
import { indexPhrases } from '../text/phrase-index.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Finds all that a text says of agencies, in its order, one mention a place. */
export type MentionFinder = (text: Folded) => Mention[];

interface Words {
  readonly words: PhraseIndex<Filed>;
  readonly abbreviations: PhraseIndex<Filed>;
  readonly near: NearNames<Filed>;
}

/** Fewer letters before ฯ are the beginning of too many names. */
const shortestCut = 5;

/** By the tables of `flows/agencies.yaml` and `flows/agency-sentences.yaml` and the words of both and of lists of names. */
export function createMentionFinder(
  vocabulary: Vocabulary,
  filed: readonly FiledWord[],
  runs?: RunIndex,
): MentionFinder {
  const edges = createEdges(vocabulary);
  const names = createNameReader(vocabulary);
  const readFamily = createFamilyReader(vocabulary, edges, names);
  const officeAt = createOfficeFinder(vocabulary, edges, names);
  const inEnglish = createEnglishFinder(vocabulary);
  const settledByEnding = createEndingReader(vocabulary);
  const { words, abbreviations, near } = indexWords(filed, runs);
  const inArea = new RegExp(vocabulary.inArea, 'uy');
  const otherEnglish = new RegExp(`\\b(?!(?:${vocabulary.notOfAName})\\b)[a-z]+ $`, 'u');

  function read(
    text: Folded,
    from: number,
    to: number,
    { meaning, letters, dotAfter }: Filed,
  ): Mention | null {
    if (!edges.isWord(text, from, to)) return null;
    if (dotAfter > 0 && text.plain.charAt(edges.endAfter(text, from + dotAfter)) !== '.') return null;
    const isFamily = meaning.is === 'family';
    if (letters > 0 && !edges.isAbbreviation(text, from, to, letters, isFamily)) return null;
    if (isFamily) return readFamily(text, from, to, meaning.family, meaning.word);
    return readEntry(text, from, to, meaning, letters);
  }

  function readEntry(
    text: Folded,
    from: number,
    to: number,
    { entry, isIssuer, role, isSubject }: Meaning & { is: 'entry' },
    letters: number,
  ): Mention | null {
    if (isSubject && !(edges.isClearBefore(text, from) && edges.isClearAfter(text, to))) return null;
    const start = text.at[from] ?? 0;
    const wordEnd = edges.endAfter(text, to);
    const headEnd = letters > 0 && text.plain.charAt(wordEnd) === '.' ? wordEnd + 1 : wordEnd;
    inArea.lastIndex = headEnd;
    const isInArea = (role === 'parent' || isDepartment(entry)) && inArea.test(text.plain);
    return mentionOf({
      start,
      headEnd,
      end: names.tailEnd(text.plain, headEnd),
      types: entry.type === 'none' ? [] : isInArea ? ['regional', entry.type] : [entry.type],
      reason: isInArea ? { code: 'subject', matched: entry.name } : { code: 'listed', matched: entry.name },
      isIssuer,
      // Two letters may stand for many things, and Bank of Thailand is the end of other banks' names.
      isWeak:
        isSubject ||
        (letters > 0 && letters <= 2) ||
        (letters === 0 && isEndOfAnother(text.plain, start, headEnd)),
      isCutShort: letters === 0 && !edges.isClearAfter(text, to),
      role,
    });
  }

  function isDepartment(entry: AgencyEntry): boolean {
    return vocabulary.department.some((word) => entry.name.startsWith(word));
  }

  function isEndOfAnother(plain: string, start: number, end: number): boolean {
    const name = plain.slice(start, end);
    return /^[a-z]/.test(name) && name.split(' ').length <= 3 && otherEnglish.test(plain.slice(0, start));
  }

  function addMentionsAt(text: Folded, index: number, found: Mention[]): void {
    // Nothing that is read below begins within a syllable.
    if (!edges.isBeginning(text, index)) return;
    const office = officeAt(text, index);
    if (office !== null) found.push(office);
    addRead(text, index, words.at(text.alike, index), found);
    addRead(text, index, abbreviations.at(text.exact, index), found);
  }

  function addRead(text: Folded, from: number, phrases: readonly Found<Filed>[], found: Mention[]): void {
    for (const { length, values } of phrases)
      for (const filed of values) {
        const mention = read(text, from, from + length, filed);
        if (mention !== null) found.push(mention);
      }
  }

  /** ฯ stands for the rest of a name: `ศูนย์มานุษย์ฯ` is the one listed name that begins so. */
  function cutNames(text: Folded): Mention[] {
    const found: Mention[] = [];
    for (let mark = text.plain.indexOf('ฯ'); mark >= 0; mark = text.plain.indexOf('ฯ', mark + 1)) {
      const runStart = text.plain.lastIndexOf(' ', mark) + 1;
      const to = text.at.findLastIndex((at) => at < mark) + 1;
      for (let from = text.at.findIndex((at) => at >= runStart); to - from >= shortestCut; from++) {
        const entry = edges.isClearBefore(text, from) && onlyEntry(text.alike.slice(from, to));
        if (!entry) continue;
        const start = text.at[from] ?? 0;
        found.push(
          mentionOf({
            start,
            headEnd: mark + 1,
            end: names.tailEnd(text.plain, mark + 1),
            types: entry.type === 'none' ? [] : [entry.type],
            reason: { code: 'listed', matched: entry.name },
          }),
        );
        break;
      }
    }
    return found;
  }

  function onlyEntry(beginning: string): AgencyEntry | null {
    const [first, ...others] = words.beginningWith(beginning).map(({ meaning }) => meaning);
    if (first?.is !== 'entry') return null;
    return others.every((other) => other.is === 'entry' && other.entry === first.entry) ? first.entry : null;
  }

  /** What a text comes near to, where it names no agency in so many letters. */
  function nearMention(text: Folded): Mention | null {
    const hit = near.nearest(text.alike);
    if (!hit || !edges.isClearBefore(text, hit.start)) return null;
    const mention = read(text, hit.start, hit.end, hit.value);
    return mention && { ...mention, reason: { ...mention.reason, code: 'similar' } };
  }

  /** A text that is a province's name and nothing else tells no more than where. */
  function placeOnly(text: Folded): Mention[] {
    if (edges.provinceAt(text, 0) !== text.alike.length) return [];
    return [
      mentionOf({
        start: 0,
        headEnd: text.plain.length,
        end: text.plain.length,
        types: ['province', 'regional', 'local'],
        reason: { code: 'place', matched: text.plain },
      }),
    ];
  }

  return (text) => {
    const found = [...inEnglish(text.plain), ...cutNames(text)];
    for (let index = 0; index < text.at.length; index++) addMentionsAt(text, index, found);
    let mentions = withoutOverlaps(found);
    if (mentions.every((mention) => mention.role !== null || mention.isWeak || mention.isIssuer)) {
      const close = nearMention(text);
      if (close !== null) mentions = withoutOverlaps([...found, close]);
    }
    if (mentions.length === 0) return placeOnly(text);
    return mentions.map((mention) => settledByEnding(text, mention));
  };
}

/** `(องค์การมหาชน)` makes a public organization of any name before it. */
function createEndingReader(vocabulary: Vocabulary): (text: Folded, mention: Mention) => Mention {
  const endings = vocabulary.endings.flatMap(({ type, words }) =>
    words.map((word) => ({ type, matched: word, letters: foldWord(word).alike })),
  );
  const longest = 24;
  return ({ plain, alike }, mention) => {
    if (mention.reason.code === 'kind' || mention.reason.code === 'listed') return mention;
    if (!endings.some(({ letters }) => alike.includes(letters))) return mention;
    const said = foldWord(plain.slice(mention.start, mention.end + longest)).alike;
    const ending = endings.find(({ letters }) => {
      const index = said.indexOf(letters);
      return index > 0 && index <= mention.end - mention.start;
    });
    if (!ending) return mention;
    const { type, matched } = ending;
    return { ...mention, types: [type], isWeak: false, reason: { code: 'ending', matched } };
  };
}

function indexWords(filed: readonly FiledWord[], runs: RunIndex | undefined): Words {
  const words = filed.filter(isWord);
  return {
    words: indexPhrases(words),
    abbreviations: indexPhrases(filed.filter((one) => !isWord(one))),
    near: indexNearNames(words, runs),
  };
}
