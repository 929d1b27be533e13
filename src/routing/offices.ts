import type { Edges } from './edges.ts';
import type { Folded } from './fold.ts';
import { foldWord } from './fold.ts';
import type { Mention } from './mention.ts';
import { mentionOf } from './mention.ts';
import type { NameReader } from './name-end.ts';
import { indexPhrases } from '../text/phrase-index.ts';
import type { Vocabulary } from './vocabulary.ts';

interface Subject {
  readonly office: Vocabulary['offices'][number];
  readonly subject: string;
}

/** Finds an office in a province or district that begins at a letter: [สำนักงาน] subject [จังหวัด] place. */
export type OfficeFinder = (text: Folded, index: number) => Mention | null;

export function createOfficeFinder(vocabulary: Vocabulary, edges: Edges, names: NameReader): OfficeFinder {
  const officeWords = indexPhrases(
    vocabulary.officeWords.map((word) => [foldWord(word).alike, word] as const),
  );
  const subjects = indexPhrases<Subject>(
    vocabulary.offices.flatMap((office) =>
      office.subjects.map((subject) => [foldWord(subject).alike, { office, subject }] as const),
    ),
  );
  const partWords = vocabulary.partWords.map((word) => foldWord(word).alike);
  const hasNumber = new RegExp(vocabulary.hasNumber, 'u');
  const numberNext = new RegExp(`\\s?(?:${vocabulary.hasNumber})`, 'uy');
  const level = new RegExp(vocabulary.level, 'uy');
  const shortLevel = new RegExp(vocabulary.shortLevel, 'uy');

  /** Behind `จังหวัด`, `จ.` and their like; `from` where none stands. */
  function levelAfter(text: Folded, from: number): number {
    level.lastIndex = from;
    if (level.test(text.alike)) return level.lastIndex;
    shortLevel.lastIndex = from;
    if (!shortLevel.test(text.alike)) return from;
    const to = shortLevel.lastIndex;
    const isWritten =
      text.plain.charAt(edges.endAfter(text, to)) === '.' || edges.provinceAt(text, to) !== null;
    return isWritten ? to : from;
  }

  /** Where the name begins, and where it ends; null where the subject is no office's here. */
  function extent(
    text: Folded,
    from: number,
    subjectTo: number,
    hasOfficeWord: boolean,
  ): [number, number] | null {
    const levelTo = levelAfter(text, subjectTo);
    if (levelTo > subjectTo) {
      const headEnd = edges.endAfter(text, levelTo);
      return [headEnd, names.nameEnd(text.plain, headEnd)];
    }
    // Without a level only a province, or a name right behind สำนักงาน and the subject, makes an office of it.
    if (!edges.isWord(text, from, subjectTo)) return null;
    const province = edges.provinceAt(text, subjectTo);
    if (province !== null && (hasOfficeWord || edges.isClearBefore(text, from))) {
      const headEnd = edges.endAfter(text, subjectTo + province);
      return [headEnd, names.tailEnd(text.plain, headEnd)];
    }
    const subjectEnd = edges.endAfter(text, subjectTo);
    numberNext.lastIndex = subjectEnd;
    if (numberNext.test(text.plain)) return [subjectEnd, names.tailEnd(text.plain, subjectEnd)];
    if (!hasOfficeWord || text.plain.charAt(subjectEnd) === ' ') return null;
    const end = names.nameEnd(text.plain, subjectEnd);
    return end > subjectEnd ? [subjectEnd, end] : null;
  }

  /** `อยู่ปศุสัตว์ค่ะ`: the department as likely as its office in a province. */
  function withoutPlace(
    text: Folded,
    from: number,
    to: number,
    { office, subject }: Subject,
  ): Mention | null {
    const isPart = partWords.some((word) => text.alike.endsWith(word, from));
    if (subject.endsWith('.') || isPart || !edges.isWord(text, from, to)) return null;
    if (!edges.isClearBefore(text, from) || !edges.isClearAfter(text, to)) return null;
    const end = edges.endAfter(text, to);
    return mentionOf({
      start: text.at[from] ?? 0,
      headEnd: end,
      end,
      types: office.type === 'regional' ? ['regional', 'central-government'] : [office.type],
      reason: { code: 'subject', matched: subject },
      isWeak: true,
    });
  }

  return (text, index) => {
    if (!edges.isBeginning(text, index)) return null;
    const officeWord = officeWords.at(text.alike, index)[0];
    const subjectFrom = index + (officeWord?.length ?? 0);
    const found = subjects.at(text.alike, subjectFrom);
    for (const { length, values } of found) {
      const to = subjectFrom + length;
      const place = extent(text, index, to, officeWord !== undefined);
      const [subject] = values;
      if (!place || !subject) continue;
      const [headEnd, end] = place;
      const isNumbered = hasNumber.test(text.plain.slice(edges.endAfter(text, to), end));
      return mentionOf({
        start: text.at[index] ?? 0,
        headEnd,
        end,
        types: [isNumbered ? 'central-government' : subject.office.type],
        reason: { code: isNumbered ? 'central-unit' : subject.office.reason, matched: subject.subject },
        isNamed: end > edges.endAfter(text, levelAfter(text, to)),
      });
    }
    const [longest] = found;
    const [subject] = longest?.values ?? [];
    return longest && subject ? withoutPlace(text, index, subjectFrom + longest.length, subject) : null;
  };
}
