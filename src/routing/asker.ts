import type { Mention } from './mentions.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Chooses, of all agencies that a text names, the one that the officer asks for; null when it names others only. */
export type AskerChooser = (plain: string, mentions: readonly Mention[]) => Mention | null;

/** How far before an agency the words stand that tell what it is there for. */
const reach = 48;
export function createAskerChooser(vocabulary: Vocabulary): AskerChooser {
  const atEnd = (sources: readonly string[]): RegExp => new RegExp(`(?:${sources.join('|')})[\\s"']*$`, 'u');
  const belongs = atEnd(vocabulary.belongs);
  const mayBelong = atEnd(vocabulary.mayBelong);
  const contacts = atEnd(vocabulary.contacts);
  const joins = new RegExp(`^[\\s.]*${vocabulary.joins}\\s*$`, 'u');
  const partOf = new RegExp(`^[\\s.]*(?:${vocabulary.partOf}[\\s.]*)*$`, 'u');
  const around = new RegExp(`^${vocabulary.around}$`, 'u');
  const opening = new RegExp(`^${vocabulary.opens}$`, 'u');
  const isIn = atEnd([vocabulary.isIn]);
  const asks = new RegExp(`^[\\s.]*${vocabulary.asks}`, 'u');

  /** Above 0: more likely the officer's own; far below: only spoken of. */
  function likelihood(
    plain: string,
    mentions: readonly Mention[],
    index: number,
    earlier: readonly number[],
  ): number {
    const mention = mentions[index];
    if (!mention) return -Infinity;
    const left = plain.slice(Math.max(0, mention.start - reach), mention.start);
    const right = plain.slice(mention.end);
    const isBare = around.test(plain.slice(0, mention.start)) && around.test(right);
    const opens = opening.test(plain.slice(0, mention.start));
    const previous = mentions[index - 1];
    const isJoined = previous !== undefined && joins.test(plain.slice(previous.end, mention.start));
    if (isJoined && (earlier[index - 1] ?? 0) <= -6) return -6;
    if (isJoined && mention.isIssuer) return -6;
    const isOwn = belongs.test(left);
    let score = 0;
    if (isBare) score += 6;
    else if (isOwn) score += 4;
    else if (contacts.test(left)) return -6;
    else if (opens) score += 2;
    else if (mayBelong.test(left)) score += 2;
    else score -= 1;
    if (asks.test(right)) score += 1;
    if (mention.isNamed) score += 0.5;
    if (mention.role === 'place') score -= 2;
    if (mention.role === 'parent') score -= 1;
    if (mention.isIssuer && !isBare && !isOwn && !(opens && asks.test(right))) score -= 6;
    if (mention.isWeak && !isBare && !isOwn && !(opens && asks.test(right))) score -= 4;
    return score;
  }

  /** A part of a body takes the type of the body that it is said to belong to. */
  function withOwner(plain: string, mentions: readonly Mention[], chosen: Mention): Mention {
    if (!chosen.isPart) return chosen;
    const owner = mentions.find(
      (other) =>
        other.start >= chosen.end &&
        other.role !== 'place' &&
        !other.isWeak &&
        partOf.test(plain.slice(chosen.end, other.start)),
    );
    if (!owner || owner.types.length === 0) return chosen;
    // A ministry and its provincial offices leave the part what it is; what could be either is settled by them.
    const types = owner.role === 'parent' ? chosen.types.filter((type) => type !== 'local') : owner.types;
    return types.length === 0
      ? chosen
      : { ...chosen, types, reason: { code: 'part', matched: plain.slice(owner.start, owner.end) } };
  }

  return (plain, mentions) => {
    const scores: number[] = [];
    for (const index of mentions.keys()) scores.push(likelihood(plain, mentions, index, scores));
    let best = -1;
    for (const [index, score] of scores.entries())
      if (score > -3 && (best === -1 || score > (scores[best] ?? 0))) best = index;
    const chosen = mentions[best];
    if (!chosen) return null;
    if (chosen.role === 'place') return unsettledPlace(plain, chosen, isIn, scores[best] ?? 0);
    return withOwner(plain, mentions, chosen);
  };
}

/** `อยู่จังหวัดน่าน` tells where an officer works as well as for whom. */
function unsettledPlace(plain: string, place: Mention, isIn: RegExp, score: number): Mention {
  const left = plain.slice(Math.max(0, place.start - reach), place.start);
  if (!isIn.test(left) && score >= 0) return place;
  const [type] = place.types;
  const types =
    type === 'province' ? (['province', 'regional', 'local'] as const) : (['regional', 'local'] as const);
  return { ...place, types, reason: { code: 'place', matched: place.reason.matched } };
}
