import type { AgencyReading } from '../../flows/understanding.ts';
import type { AgencyEntry } from './agency-list.ts';
import { createAskerChooser } from './asker.ts';
import { asTyped, fold } from './fold.ts';
import { issuerOf } from './issuer.ts';
import { filedWords, readKnown } from './known.ts';
import type { Mention } from './mention.ts';
import { createMentionFinder } from './mentions.ts';

/** What a text says of the officer's agency; null when it says nothing of one. Deterministic, without I/O. */
export type AgencyReader = (text: string) => AgencyReading | null;

/** In letters; longer ones are told in sentences. */
const longestName = 120;

/**
 * A reader that knows our list of agencies and the operator's own, whose entries win where both have a name.
 * Builds its indexes once, which takes a few hundred milliseconds at most.
 */
export function createAgencyReader(ownEntries: readonly AgencyEntry[] = []): AgencyReader {
  const known = readKnown();
  const { vocabulary } = known;
  const find = createMentionFinder(
    vocabulary,
    filedWords(known, ownEntries),
    ownEntries.length === 0 ? known.runs : undefined,
  );
  const choose = createAskerChooser(vocabulary);
  const sentence = new RegExp(vocabulary.sentence, 'u');
  const section = new RegExp(`^(?:(?:${vocabulary.partWords.join('|')}).*)?$`, 'u');

  /** A text that is no sentence is a name as a whole, with the section and the branch that no table knows. */
  function nameIn(text: string, plain: string, { isNamed, start, end, reason }: Mention): string | null {
    const isWhole =
      !sentence.test(plain) && plain.length <= longestName && section.test(plain.slice(0, start));
    if (isWhole && (isNamed || plain.length > reason.matched.length + 2)) return asTyped(text, plain);
    return isNamed ? asTyped(text, plain.slice(start, end)) : null;
  }

  return (text) => {
    const folded = fold(text);
    const mention = choose(folded.plain, find(folded));
    const [type] = mention?.types ?? [];
    if (!mention || !type) return null;
    const isSettled = mention.types.length === 1;
    return {
      type: isSettled ? type : null,
      issuer: isSettled ? issuerOf(type) : null,
      candidates: mention.types.slice(0, 3),
      reason: mention.reason,
      name: nameIn(text, folded.plain, mention),
    };
  };
}

let shared: AgencyReader | undefined;

/** `createAgencyReader()` without an operator's list, built at the first question. */
export const readAgency: AgencyReader = (text) => {
  shared ??= createAgencyReader();
  return shared(text);
};
