import type { AgencyReading } from '../../flows/understanding.ts';
import type { AgencyEntry } from './agency-list.ts';
import { createAskerChooser } from './asker.ts';
import { asTyped, fold } from './fold.ts';
import { issuerOf } from './issuer.ts';
import { filedWords, readKnown } from './known.ts';
import type { Mention } from './mention.ts';
import { createMentionFinder } from './mentions.ts';
import { agencyKey } from './same-agency.ts';

/** What a text says of the officer's agency; null when it says nothing of one. Deterministic, without I/O. */
export type AgencyReader = (text: string) => AgencyReading | null;

/** In letters; longer ones are told in sentences. */
const longestName = 120;

/**
 * The names of the agencies that a text puts side by side, as typed and in its order: `อบต.บางปู และเทศบาลเมืองบางพลี`. What belongs to
 * an agency before it (`กรมที่ดิน กระทรวงมหาดไทย`) and where it is are no further ones.
 */
export type AgencyLister = (text: string) => string[];

export interface AgencyReaders {
  readonly readAgency: AgencyReader;
  readonly agenciesIn: AgencyLister;
}

/** What two agencies are put side by side with. */
const joint = /และ|กับ|หรือ|ส่วน|พร้อม|รวมทั้ง|[,/;+&]|\b(?:and|or)\b/;

/** No local body belongs to another. */
const isLocal = ({ types, role }: Mention): boolean => types[0] === 'local' && role === null;

/** `createAgencyReaders` where one agency is asked about. */
export function createAgencyReader(ownEntries: readonly AgencyEntry[] = []): AgencyReader {
  return createAgencyReaders(ownEntries).readAgency;
}

/**
 * Readers that know our list of agencies and the operator's own, whose entries win where both have a name.
 * Builds their indexes once, which takes a few hundred milliseconds at most.
 */
export function createAgencyReaders(ownEntries: readonly AgencyEntry[] = []): AgencyReaders {
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

  function readAgency(text: string): AgencyReading | null {
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
  }

  function agenciesIn(text: string): string[] {
    // A new line parts as a comma does.
    const folded = fold(text.replaceAll(/[\r\n]+/g, ', '));
    const mentions = find(folded).filter(
      ({ isNamed, isWeak, role }) => isNamed && !isWeak && role !== 'place',
    );
    const names = new Map<string, string>();
    for (const [index, mention] of mentions.entries()) {
      const { start, end } = mention;
      const before = mentions[index - 1];
      const areBesides = before && isLocal(before) && isLocal(mention);
      if (before && !areBesides && !joint.test(folded.plain.slice(before.end, start))) continue;
      const name = asTyped(text, folded.plain.slice(start, end).trim());
      if (!names.has(agencyKey(name))) names.set(agencyKey(name), name);
    }
    return [...names.values()];
  }

  return { readAgency, agenciesIn };
}
