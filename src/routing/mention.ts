import type { AgencyType } from '../../flows/domain.ts';

/** A place in a text that says something of an agency. Positions are of `Folded.plain`. */
export interface Mention {
  readonly start: number;
  /** Where the word ends that was recognised; the name may go on. */
  readonly headEnd: number;
  readonly end: number;
  /** Best first; one when it is settled, none when it is no state agency. */
  readonly types: readonly AgencyType[];
  /** Locale key below `routing.reason`, and what goes into the sentence. */
  readonly reason: { readonly code: string; readonly matched: string };
  /** Names an agency rather than a kind of them. */
  readonly isNamed: boolean;
  /** One of those that give out Tokens: named more often as the place to ask than as one's own. */
  readonly isIssuer: boolean;
  /** Too general to count in the middle of a sentence. */
  readonly isWeak: boolean;
  /** A listed name that the text goes on from with letters no table knows: perhaps the beginning of another. */
  readonly isCutShort: boolean;
  /** Part of some other body and of its type, where that is named. */
  readonly isPart: boolean;
  /** `place`: tells where as often as who. `parent`: tells whose. */
  readonly role: 'place' | 'parent' | null;
}

/** A mention with nothing special about it. */
export function mentionOf(
  said: Pick<Mention, 'start' | 'headEnd' | 'end' | 'types' | 'reason'> & Partial<Mention>,
): Mention {
  return {
    isNamed: true,
    isIssuer: false,
    isWeak: false,
    isCutShort: false,
    isPart: false,
    role: null,
    ...said,
  };
}

/** One mention a place: the longest; one within another's name only where that name is of a part. */
export function withoutOverlaps(found: readonly Mention[]): Mention[] {
  if (found.length < 2) return [...found];
  const sorted = found.toSorted(
    (a, b) =>
      a.start - b.start ||
      Number(a.isWeak) - Number(b.isWeak) ||
      Number(a.isCutShort) - Number(b.isCutShort) ||
      b.headEnd - a.headEnd ||
      Number(b.reason.code === 'listed') - Number(a.reason.code === 'listed') ||
      b.end - a.end,
  );
  const kept: Mention[] = [];
  for (const mention of sorted) {
    const outer = kept.at(-1);
    if (!outer || mention.start >= outer.end) kept.push(mention);
    else if (decides(mention, outer))
      kept[kept.length - 1] = {
        ...mention,
        start: outer.start,
        end: Math.max(outer.end, mention.end),
        isNamed: true,
      };
  }
  return kept;
}

/** Whether what stands within a name tells more than the name's own beginning: `โรงพยาบาล|มหาวิทยาลัยพะเยา`. */
function decides(inner: Mention, outer: Mention): boolean {
  if (!outer.isPart && !outer.isWeak) return false;
  const isWithin = inner.start >= outer.headEnd || outer.isWeak;
  return isWithin && inner.role === null && !inner.isWeak && inner.reason.code !== 'kind';
}
