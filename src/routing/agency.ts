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

/** What puts two agencies side by side; ขึ้นกับ tells whose the first is. */
const joining = 'และ|(?<!ขึ้น)กับ|หรือ|ส่วน|พร้อม|รวมทั้ง|[,/;+&]|\\b(?:and|or)\\b';
const joint = new RegExp(joining, 'g');
/** All that stands between two of them: a particle before the word that joins them, or what they are there for behind it. */
const onlyJoint = new RegExp(
  `^[\\s.]*(?:(?:ด้วย|ครับ|คับ|ค่ะ|คะ)\\s*)?(?:${joining})[\\s,]*(?:(?:อีก(?:ของ|ให้|ทาง|ที่|เป็น)?|ของ|ให้|ทาง|ที่|เป็น)\\s*)?$`,
);

/** A municipality, a subdistrict's or a province's administration: none of them belongs to another. */
const isLocal = ({ types, reason }: Mention): boolean => types[0] === 'local' && reason.code === 'prefix';

/** Two names of one agency: `กฟภ. / PEA`. */
const isSame = (one: Mention, other: Mention): boolean =>
  one.reason.code === 'listed' &&
  other.reason.code === 'listed' &&
  one.reason.matched === other.reason.matched;

/** With the bracket that closes the name, which names are found without: `… จำกัด (มหาชน)`. */
function nameBetween(plain: string, start: number, end: number): string {
  const name = plain.slice(start, end);
  const isOpen = name.lastIndexOf('(') > name.lastIndexOf(')');
  return isOpen ? name + (/^\s*\)/.exec(plain.slice(end))?.[0] ?? '') : name;
}

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
  const { choose, own } = createAskerChooser(vocabulary);
  const sentence = new RegExp(vocabulary.sentence, 'u');
  const section = new RegExp(`^(?:(?:${vocabulary.partWords.join('|')}).*)?$`, 'u');

  /** A text that is no sentence is a name as a whole, with the section and the branch that no table knows. */
  function nameIn(text: string, plain: string, { isNamed, start, end, reason }: Mention): string | null {
    const isWhole =
      !sentence.test(plain) && plain.length <= longestName && section.test(plain.slice(0, start));
    if (isWhole && (isNamed || plain.length > reason.matched.length + 2)) return asTyped(text, plain);
    return isNamed ? asTyped(text, nameBetween(plain, start, end)) : null;
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
    const mentions = own(folded.plain, find(folded)).filter(
      ({ isNamed, isWeak, role }) => isNamed && !isWeak && role !== 'place',
    );
    const names = new Map<string, string>();
    for (const [index, mention] of mentions.entries()) {
      const { start, end } = mention;
      const before = mentions[index - 1];
      const areBesides = before && isLocal(before) && isLocal(mention);
      if (before && !areBesides && !onlyJoint.test(folded.plain.slice(before.end, start))) continue;
      if (before && isSame(before, mention)) continue;
      const said = nameBetween(folded.plain, start, end);
      for (const part of isLocal(mention) ? parted(said) : [said]) {
        const name = asTyped(text, part.trim());
        if (!names.has(agencyKey(name))) names.set(agencyKey(name), name);
      }
    }
    return [...names.values()];
  }

  /**
   * The names in one that no table ends. Without a space a local body's name runs on into the next agency:
   * `อบต.บางพลีกับอบต.บางปู`.
   */
  function parted(name: string): string[] {
    for (const { 0: word, index } of name.matchAll(joint)) {
      const rest = name.slice(index + word.length);
      const [next] = find(fold(rest));
      if (index > 0 && next?.start === 0 && next.isNamed && !next.isWeak && next.role !== 'place')
        return [name.slice(0, index), ...parted(rest)];
    }
    return [name];
  }

  return { readAgency, agenciesIn };
}
