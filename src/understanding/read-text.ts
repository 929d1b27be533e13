import type { AgencyReading } from '../../flows/understanding.ts';
import { normalise } from '../text/normalise.ts';
import type { ConceptFinder, FoundWord, HeardText } from './find-concepts.ts';
import { hear } from './find-concepts.ts';
import { languageOf } from '../text/language.ts';
import type { Concept } from './tables.ts';
import { asMeant } from '../text/wrong-layout.ts';

/** A text with all that is needed to weigh it. */
export interface ReadText {
  /** Normalised. */
  readonly text: string;
  readonly agency: AgencyReading | null;
  /** All words of concepts, those of an agency's name among them. */
  readonly words: readonly FoundWord[];
  /** The words that count: without courtesies and what an agency's name is made of. */
  readonly telling: readonly FoundWord[];
  /** The sound of what counts, an agency as `@`, between `^` and `$`. */
  readonly sound: string;
  /** Share of the letters of `sound` that no word explains, 0 to 1. */
  readonly unexplained: number;
  /** Letters in a row that no word explains, at most. */
  readonly longestRun: number;
  /** The text is an agency's name and nothing else. */
  readonly isBareName: boolean;
}

export interface TextReader {
  read(typed: string): ReadText;
  /** The same text with fewer words known, by their numbers. */
  reread(text: ReadText, without: ReadonlySet<number>): ReadText;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Longer texts are read at their beginning and their end, where greetings and questions stand. */
const longestRead = { head: 300, tail: 700 };
/** So many letters without explanation, and the keyboard's other layout is tried. */
const puzzling = 3;
/** What is left of a number that was masked for privacy. */
const masked = /(?<![\dx-])[\dx-]*xx[\dx-]*/g;
/** Stands for an agency in the sound. */
const agencySign = '@';
/** After the word for a kind of agency: asks for one rather than naming it. */
const asksWhich = /^\s*(?:ของ\s*)?(?:ไหน|ใด|อะไร|ใคร(?!่))/;

/** At the end of a name without a space; what asks of the agency there is none. */
const aSyllable = /^(?!(?:ล่?ะ|ไหม|มั้ย|บ้าง|ด้วย|หน่อย|ที|ไง|ไหน|ใด|นะ)$)[ก-๎]{1,4}$/;

/** @param readAgency what a text says of an agency. */
export function createTextReader(
  concepts: readonly Concept[],
  finder: ConceptFinder,
  readAgency: (text: string) => AgencyReading | null,
): TextReader {
  const hasRole = ({ concepts: ids }: FoundWord, role: Concept['role']): boolean =>
    ids.some((id) => concepts[id]?.role === role);

  function readAs(text: string, said: AgencyReading | null, without?: ReadonlySet<number>): ReadText {
    const heard = hear(text);
    const words = finder.find(heard, without);
    const agency = said !== null && isAgency(text, said) ? withWholeName(text, said) : null;
    const name = agency === null ? null : nameSpan(text, agency, words);
    const isOffice = name !== null && words.some((word) => hasRole(word, 'office') && isWithin(word, name));
    const agencies = [
      ...(name === null || isOffice ? [] : [name]),
      ...words.filter((word) => hasRole(word, 'kind')),
    ];
    const courtesies = words.filter((word) => hasRole(word, 'courtesy'));
    const left = lettersOutside(heard, [...agencies, ...courtesies]);
    const cut = left > 0 || agencies.length > 0 ? courtesies : [];
    const telling = words.filter(
      (word) => !cut.includes(word) && !(name !== null && !isOffice && isWithin(word, name)),
    );
    const { sound, explained, letters, longestRun } = soundWithout(heard, agencies, cut, telling);
    return {
      text,
      agency,
      words,
      telling,
      sound,
      unexplained: letters === 0 ? 0 : 1 - explained / letters,
      longestRun,
      isBareName: name !== null && (agency?.name ?? null) !== null && lettersOutside(heard, [name]) === 0,
    };
  }

  /** Where an agency's name stands; of a name with a question in it only what was recognised. */
  function nameSpan(text: string, agency: AgencyReading, words: readonly FoundWord[]): Span | null {
    const span = spanOf(text, agency.name ?? agency.reason.matched);
    const asks = words.some((word) => {
      const isAsking = word.concepts.some((id) => concepts[id]?.interrogative === true);
      return isAsking && span !== null && isWithin(word, span);
    });
    const isSentence = span !== null && text.slice(span.start, span.end).includes(' ');
    return asks && isSentence ? spanOf(text, agency.reason.matched) : span;
  }

  /** Whether a stretch of a text consists of known words alone. */
  function isKnown(run: string): boolean {
    const heard = hear(run);
    const words = finder.find(heard);
    return words.length > 0 && lettersOutside(heard, words) === 0;
  }

  return {
    read(typed) {
      const raw = excerpt(typed);
      const said = readAgency(raw);
      const text = normalise(raw.replaceAll(masked, ' '));
      const read = readAs(text, said);
      if (read.unexplained * read.sound.length < puzzling) return read;
      const meant = asMeant(raw, isKnown);
      return meant === raw ? read : readAs(normalise(meant), said);
    },
    reread: ({ text, agency }, without) => readAs(text, agency, without),
  };
}

/** The parts of long texts where greetings and questions stand. */
function excerpt(text: string): string {
  const { head, tail } = longestRead;
  return text.length <= head + tail ? text : `${text.slice(0, head)} ${text.slice(-tail)}`;
}

/** Asking which department is naming none, nor is "our office"; a listed name is one, whatever it sounds like. */
function isAgency(text: string, { name, reason }: AgencyReading): boolean {
  if (reason.code === 'listed') return true;
  const normal = normalise(name ?? '');
  const matched = normalise(reason.matched);
  const behind = text.indexOf(matched) + matched.length;
  if (matched !== '' && text.includes(matched) && asksWhich.test(text.slice(behind))) return false;
  if (normal === text || languageOf(text) !== 'en') return true;
  return name === null ? reason.code !== 'form' : /[a-z]{3}/i.test(name);
}

/** A text that is a name and a syllable more names a place that sounds like asking: อบต.สระใคร, เทศบาลตำบลบ้านขอ. */
function withWholeName(text: string, agency: AgencyReading): AgencyReading {
  const name = normalise(agency.name ?? '');
  if (name === '' || !text.startsWith(name) || !aSyllable.test(text.slice(name.length))) return agency;
  return { ...agency, name: `${agency.name}${text.slice(name.length)}` };
}

function spanOf(text: string, name: string): Span | null {
  const said = normalise(name);
  const start = said === '' ? -1 : text.indexOf(said);
  return start < 0 ? null : { start, end: start + said.length };
}

function isWithin({ start, end }: Span, outer: Span): boolean {
  return start >= outer.start && end <= outer.end;
}

/** How many letters and digits that are heard stand outside of all spans. */
function lettersOutside({ text, key, at }: HeardText, spans: readonly Span[]): number {
  const inside = coverOf(text, spans);
  let letters = 0;
  for (let index = 0; index < key.length; index += 1)
    if (inside[at[index] ?? 0] === 0 && !/[\p{P}\p{S}]/u.test(key.charAt(index))) letters += 1;
  return letters;
}

/** For each place of the text 1 where one of the spans is, else 0. */
function coverOf(text: string, spans: readonly Span[]): Uint8Array {
  const cover = new Uint8Array(text.length + 1);
  for (const { start, end } of spans) cover.fill(1, start, end);
  return cover;
}

/** Agencies as one sign, courtesies left out. */
function soundWithout(
  { text, key, at }: HeardText,
  agencies: readonly Span[],
  cut: readonly Span[],
  telling: readonly Span[],
): {
  readonly sound: string;
  readonly explained: number;
  readonly letters: number;
  readonly longestRun: number;
} {
  const [isAgencys, isCut, isTelling] = [agencies, cut, telling].map((spans) => coverOf(text, spans));
  let sound = '^';
  let [explained, letters, run, longestRun] = [0, 0, 0, 0];
  for (let index = 0; index < key.length; index += 1) {
    const place = at[index] ?? 0;
    if (isAgencys?.[place] === 1) {
      if (!sound.endsWith(agencySign)) sound += agencySign;
      continue;
    }
    if (isCut?.[place] === 1) continue;
    sound += key.charAt(index);
    letters += 1;
    run = isTelling?.[place] === 1 ? 0 : run + 1;
    if (run === 0) explained += 1;
    longestRun = Math.max(longestRun, run);
  }
  return { sound: `${sound}$`, explained, letters, longestRun };
}
