import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { array, record, string } from 'zod';
import { sameCharacters } from '../text/normalise.ts';

interface ShortForm {
  readonly long: string;
  readonly pattern: RegExp;
}

/** Of three letters and more also without the dot at the end; the others would begin too many words. */
const shortestWithoutDot = 3;

const shortForms = readShortForms();

function readShortForms(): readonly ShortForm[] {
  const table = record(string(), array(string().min(2)).min(1)).parse(
    parse(readFileSync(new URL('../../flows/agency-short-forms.yaml', import.meta.url), 'utf8')),
  );
  return Object.entries(table)
    .flatMap(([long, shorts]) => shorts.map((short) => ({ long, letters: short.replaceAll('.', '') })))
    .toSorted((a, b) => b.letters.length - a.letters.length)
    .map(({ long, letters }) => {
      const lastDot = letters.length >= shortestWithoutDot ? '\\.?' : '\\.';
      return { long, pattern: new RegExp(`^${Array.from(letters).join('\\.? ?')}${lastDot} ?(?=.)`, 'u') };
    });
}

/** An agency's name with the long form in the place of a short one that it begins with, in one spelling. */
export function longForm(name: string): string {
  const plain = sameCharacters(name).replaceAll(/\s+/g, ' ').trim();
  const found = shortForms.find(({ pattern }) => pattern.test(plain));
  return found ? plain.replace(found.pattern, found.long) : plain;
}

/** Where an agency is, in short. */
const places: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\s(])จ\./g, 'จังหวัด'],
  [/(?<=[\s(])อ\./g, 'อำเภอ'],
  [/(?<=[\s(])ต\./g, 'ตำบล'],
];
/** Written or left out as one likes. */
const legalForm = /\(องค์การมหาชน\)/g;
const unheard = /[\s.\-'"ฯ(),_:;]/g;

/**
 * What two spellings of one agency's name have in common: short forms in full (`อบต.บางพลีใหญ่`), without spaces, dots and
 * brackets, marks and digits in one spelling. A tone mark or a letter more makes another agency.
 */
export function agencyKey(name: string): string {
  let long = longForm(name).replaceAll(legalForm, ' ');
  for (const [short, place] of places) long = long.replaceAll(short, place);
  return long.replaceAll(unheard, '');
}

/** Whether two names are of one agency, however each is spelt. An empty name is of none. */
export function sameAgencyName(one: string, other: string): boolean {
  const key = agencyKey(one);
  return key !== '' && key === agencyKey(other);
}
