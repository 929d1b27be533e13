import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { array, iso, object, strictObject, string, url } from 'zod';
import type { output } from 'zod';
import type { AgencyType, Issuer } from '../../flows/domain.ts';

/** Who gives the Token to agencies of a type (letter นร 1200/ว63, question 3). */
export function issuerOf(type: AgencyType): Issuer {
  if (type === 'regional') return 'parent';
  return type === 'local' ? 'dla' : 'dga';
}

const phone = strictObject({
  /** As the source writes it. */
  written: string(),
  /** As it is dialled, for a call button. */
  dialled: string().regex(/^0\d{8,9}$/),
  /** Any of them, after the number has answered. */
  extensions: array(string().regex(/^\d+$/)),
});
const entry = strictObject({
  phones: array(phone),
  /** Null where the source gives none. */
  email: string().includes('@').nullable(),
  /** Keys to press once the call is answered, in order; what each is for stands below `routing.issuer.<issuer>.key`. */
  keys: array(string().regex(/^\d$/)),
  links: array(url({ protocol: /^https$/ })),
  /** Locale keys below `routing.issuer.<issuer>.prepare`: what an officer should have at hand, from the sources only. */
  prepare: array(string()),
  source: strictObject({
    letter: string(),
    date: iso.date(),
    /** The letter's own words, its spelling kept. */
    quote: string(),
    /** Further sources of what stands here. */
    links: array(url({ protocol: /^https$/ })),
  }),
  checkedOn: iso.date(),
});
const card = object({ dga: entry, parent: entry, dla: entry });

/** How to reach who gives out the Token, and where we know it from. Names and sentences stand in `routing.issuer.<issuer>`. */
export type IssuerEntry = output<typeof entry>;

let cards: output<typeof card> | undefined;

/** @throws {ZodError} when `flows/issuers.yaml` is not as it should be. */
export function issuerCard(issuer: Issuer): IssuerEntry {
  cards ??= card.parse(parse(readFileSync(new URL('../../flows/issuers.yaml', import.meta.url), 'utf8')));
  return cards[issuer];
}
