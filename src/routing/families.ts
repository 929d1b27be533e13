import type { AgencyType } from '../../flows/domain.ts';
import { agencyTypes } from '../../flows/domain.ts';
import type { Edges } from './edges.ts';
import type { Folded } from './fold.ts';
import { foldWord } from './fold.ts';
import type { Mention } from './mention.ts';
import { mentionOf } from './mention.ts';
import type { NameReader } from './name-end.ts';
import type { Family, Vocabulary } from './vocabulary.ts';

/** Reads `text` from letter `from` on as a name of a family whose word ends before letter `to`; null where it is none. */
export type FamilyReader = (
  text: Folded,
  from: number,
  to: number,
  family: Family,
  word: string,
) => Mention | null;

const shortWord = 4;

export function createFamilyReader(vocabulary: Vocabulary, edges: Edges, names: NameReader): FamilyReader {
  const hasNumber = new RegExp(vocabulary.hasNumber, 'u');
  const hasLevel = new RegExp(vocabulary.hasLevel, 'u');
  const settlers = new Map(
    vocabulary.families.map((family) => [family, patternsOf(family.settledBy)] as const),
  );
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

  /** Another word that only begins or ends alike: กรมธรรม์, ภาษาท้องถิ่น. */
  function isOtherWord(text: Folded, from: number, to: number, family: Family): boolean {
    const { not, before, except } = limits.get(family) ?? { not: [], before: [], except: [] };
    if (before.some((previous) => text.alike.endsWith(previous, from))) return true;
    return (
      not.some((next) => text.alike.startsWith(next, to)) &&
      !except.some((known) => text.alike.startsWith(known, from))
    );
  }

  /** An office whose subject no table knows still tells by its form whether it is a province's or a department's. */
  function byForm(mention: Mention, name: string, family: Family): Mention {
    const settled = { ...mention, isWeak: false, isPart: false };
    const { matched } = mention.reason;
    if (hasNumber.test(name))
      return { ...settled, types: ['central-government'], reason: { code: 'central-unit', matched } };
    if (family.inProvince && hasLevel.test(name)) {
      const code = family.inProvince.length === 1 ? 'regional-office' : 'in-province';
      return { ...settled, types: family.inProvince, reason: { code, matched } };
    }
    return mention;
  }

  function typesOf(family: Family, after: string): readonly AgencyType[] {
    if (family.type) return [family.type];
    const settled = settlers.get(family)?.find(({ pattern }) => pattern.test(after));
    return settled ? [settled.type] : (family.candidates ?? []);
  }

  function placeAt(text: Folded, to: number, family: Family): number | null {
    if (family.place === 'bangkok') return edges.bangkokDistrictAt(text, to);
    return family.role === 'place' ? edges.provinceAt(text, to) : null;
  }

  return (text, from, to, family, word) => {
    if (isOtherWord(text, from, to, family)) return null;
    // Short words and those of every day are in others: ราชการ, บุคลากรมหาวิทยาลัย.
    const isCommon = family.reason === 'form' || to - from <= shortWord;
    if (isCommon && !edges.isClearBefore(text, from)) return null;
    const placeLength = placeAt(text, to, family);
    if (family.place && placeLength === null) return null;
    const wordEnd = edges.endAfter(text, to);
    const headEnd = placeLength === null ? wordEnd : edges.endAfter(text, to + placeLength);
    let end = headEnd;
    if (!family.kind)
      end = placeLength === null ? names.nameEnd(text.plain, headEnd) : names.tailEnd(text.plain, headEnd);
    const isNamed = end > wordEnd;
    if (!isNamed && !family.alone) return null;
    const mention = mentionOf({
      start: text.at[from] ?? 0,
      headEnd,
      end,
      types: typesOf(family, text.plain.slice(headEnd)),
      reason: { code: family.reason, matched: word },
      isNamed,
      isWeak: family.weak,
      isPart: family.owner,
      role: family.role ?? null,
    });
    return family.weak ? byForm(mention, text.plain.slice(headEnd, end), family) : mention;
  };
}

function patternsOf(sources: Family['settledBy']): readonly { type: AgencyType; pattern: RegExp }[] {
  return agencyTypes.flatMap((type) => {
    const source = sources[type];
    return source === undefined ? [] : [{ type, pattern: new RegExp(source, 'u') }];
  });
}
