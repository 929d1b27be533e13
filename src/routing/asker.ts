import type { Mention } from './mention.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface AskerChooser {
  /** Of all agencies that a text names, the one that the officer asks for; null when it names others only. */
  readonly choose: (plain: string, mentions: readonly Mention[]) => Mention | null;
  /**
   * Those that may be the officer's own, each with its owner as one, in the order of the text: neither the office where
   * one asks (`ขอกับ สพร.`) nor another that it is named beside.
   */
  readonly own: (plain: string, mentions: readonly Mention[]) => Mention[];
}

/** How far before an agency the words stand that tell what it is there for. */
const reach = 48;
/** Of a place: said to be the agency, not where it is. */
const settled = 1;
/** Only spoken of. */
const other = -6;
/** Too unlikely to be the officer's own. */
const least = -3;

export function createAskerChooser(vocabulary: Vocabulary): AskerChooser {
  const atEnd = (sources: readonly string[]): RegExp => new RegExp(`(?:${sources.join('|')})[\\s"']*$`, 'u');
  const belongs = atEnd(vocabulary.belongs);
  const mayBelong = atEnd(vocabulary.mayBelong);
  const contacts = atEnd(vocabulary.contacts);
  const isIn = atEnd([vocabulary.isIn]);
  const joins = new RegExp(`^[\\s.]*${vocabulary.joins}\\s*$`, 'u');
  const partOf = new RegExp(`^[\\s.]*(?:${vocabulary.partOf}[\\s.]*)*$`, 'u');
  const around = new RegExp(`^${vocabulary.around}$`, 'u');
  const opening = new RegExp(`^${vocabulary.opens}$`, 'u');
  const asks = new RegExp(`^[\\s.]*${vocabulary.asks}`, 'u');
  const sentence = new RegExp(vocabulary.sentence, 'u');

  function isBare(plain: string, { start, end }: Mention): boolean {
    if (start === 0 && !sentence.test(plain)) return true;
    return around.test(plain.slice(0, start)) && around.test(plain.slice(end));
  }

  /** Above 0: more likely the officer's own; far below: only spoken of. */
  function likelihood(
    plain: string,
    mention: Mention,
    previous: Mention | undefined,
    ofPrevious: number,
  ): number {
    const before = plain.slice(0, mention.start);
    const left = before.slice(-reach);
    const isOwn = belongs.test(left);
    const bare = isBare(plain, mention);
    const opens = opening.test(before);
    const isAsking = asks.test(plain.slice(mention.end));
    if (previous && joins.test(plain.slice(previous.end, mention.start)))
      if (ofPrevious <= other || mention.isIssuer) return other;
    // รัฐวิสาหกิจสังกัดกระทรวงคมนาคม, หน่วยงานภูมิภาคของกรมปศุสัตว์: whose it is, not what.
    if (previous && isOwnerOf(plain, previous, mention)) return other;

    let score = -1;
    if (bare) score = 6;
    else if (isOwn) score = 4;
    else if (contacts.test(left)) return other;
    else if (opens || mayBelong.test(left)) score = 2;
    if (isAsking) score += 1;
    if (mention.isNamed) score += 1;
    if (mention.role === 'place') score -= mention.isNamed ? 2.5 : 2;
    if (mention.role === 'parent') score -= 1;
    const isCertain = bare || isOwn || (opens && isAsking);
    return (mention.isIssuer || mention.isWeak) && !isCertain ? score - 8 : score;
  }

  function isOwnerOf(plain: string, part: Mention, mention: Mention): boolean {
    const between = plain.slice(part.end, mention.start);
    return partOf.test(between) && (mention.role === 'parent' || (!part.isNamed && between.trim() !== ''));
  }

  /** `รพ.สต.บ้านกลาง สังกัด อบจ.ลำพูน` is one agency, of its owner's type. */
  function withOwners(plain: string, mentions: readonly Mention[]): Mention[] {
    const merged: Mention[] = [];
    for (const mention of mentions) {
      const part = merged.at(-1);
      const owner =
        part?.isPart && isOwner(mention) && partOf.test(plain.slice(part.end, mention.start))
          ? mention
          : null;
      if (part && owner) merged[merged.length - 1] = belongingTo(part, owner, plain);
      else merged.push(mention);
    }
    return merged;
  }

  /** `อยู่จังหวัดน่าน` tells where an officer works as well as for whom. */
  function unsettledPlace(plain: string, place: Mention, score: number): Mention {
    if (score >= settled && !isIn.test(plain.slice(Math.max(0, place.start - reach), place.start)))
      return place;
    const isProvince = place.types.includes('province');
    return {
      ...place,
      types: isProvince ? ['province', 'regional', 'local'] : ['regional', 'local'],
      reason: { code: 'place', matched: place.reason.matched },
    };
  }

  function scoresOf(plain: string, mentions: readonly Mention[]): number[] {
    const scores: number[] = [];
    for (const [index, mention] of mentions.entries())
      scores.push(likelihood(plain, mention, mentions[index - 1], scores[index - 1] ?? 0));
    return scores;
  }

  function own(plain: string, all: readonly Mention[]): Mention[] {
    const mentions = withOwners(plain, all);
    const scores = scoresOf(plain, mentions);
    const owned: Mention[] = [];
    for (const [index, mention] of mentions.entries()) {
      const previous = mentions[index - 1];
      // `ขอ Token ให้กรมที่ดินกับ…`: กับ joins two of one's own, though one asks กับ an office, too.
      const isBeside =
        previous !== undefined &&
        previous === owned.at(-1) &&
        (scores[index - 1] ?? other) > settled &&
        !mention.isIssuer &&
        mention.role === null &&
        joins.test(plain.slice(previous.end, mention.start));
      if (isBeside) scores[index] = scores[index - 1] ?? other;
      if ((scores[index] ?? other) > least) owned.push(mention);
    }
    return owned;
  }

  function choose(plain: string, all: readonly Mention[]): Mention | null {
    const mentions = withOwners(plain, all);
    const scores = scoresOf(plain, mentions);
    const best = Math.max(...scores);
    const first = best > least ? mentions[scores.indexOf(best)] : undefined;
    if (!first) return null;
    // อยู่มหาวิทยาลัยของรัฐ ให้กองกลางทำ: a section tells less than the body that is spoken of as one's own.
    const body =
      first.isPart && first.isWeak
        ? mentions.find((mention, index) => !mention.isPart && (scores[index] ?? other) > settled)
        : undefined;
    const likeliest = body ?? first;
    // `รัฐวิสาหกิจอย่าง ขสมก.`: the one of that kind that is named.
    const named = mentions.find(
      (mention, index) =>
        mention.isNamed &&
        (scores[index] ?? other) > least &&
        mention.types.join() === likeliest.types.join(),
    );
    const chosen = likeliest.isNamed ? likeliest : (named ?? likeliest);
    return chosen.role === 'place' ? unsettledPlace(plain, chosen, best) : chosen;
  }

  return { choose, own };
}

function isOwner(mention: Mention): boolean {
  return (
    mention.role !== 'place' &&
    mention.types.length > 0 &&
    (!mention.isWeak || mention.reason.code === 'listed')
  );
}

/** A ministry and its offices leave a part what it is, and settle that it is no local one. */
function belongingTo(part: Mention, owner: Mention, plain: string): Mention {
  // A section is no agency of its own: กองการศึกษา อบจ.ภูเก็ต.
  if (part.isWeak) return { ...owner, isWeak: false };
  const withoutLocal = part.types.filter((type) => type !== 'local');
  const types = owner.role === 'parent' && withoutLocal.length > 0 ? withoutLocal : owner.types;
  return {
    ...part,
    end: owner.end,
    types,
    isWeak: false,
    isPart: false,
    isNamed: part.isNamed || owner.isNamed,
    reason: { code: 'part', matched: plain.slice(owner.start, owner.end) },
  };
}
