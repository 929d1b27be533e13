import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { array, iso, object, strictObject, string, url, enum as oneOf } from 'zod';
import type { output } from 'zod';
import { extensions, phoneNumber } from './letter.ts';

const phone = strictObject({
  /** As the source writes it. */
  written: phoneNumber,
  /** Any of them, after the number has answered. */
  extensions,
}).transform((known) => ({
  ...known,
  /** As it is dialled, for a call button: digits alone. */
  dialled: known.written.replaceAll(' ', ''),
}));

const entry = strictObject({
  phones: array(phone),
  /** Null where the source gives none. */
  email: string().includes('@').nullable(),
  /** The node of the phone menu that the keys lead to once the call is answered; null without any. */
  keys: string().nullable(),
  links: array(url({ protocol: /^https$/ })),
  /** Locale keys below `routing.issuer.<issuer>.prepare`: what an officer should have at hand, from the sources only. */
  prepare: array(string()),
  /** What each part is known from; `document` is one of `flows/letter.yaml`. */
  sources: array(
    strictObject({ of: oneOf(['all', 'contact', 'prepare']), document: oneOf(['letter', 'guide']) }),
  ).min(1),
  /** The letter's own words, its spelling kept. */
  quote: string(),
  /** When a person last held the entry against its sources. */
  checkedOn: iso.date(),
});
const table = object({ dga: entry, parent: entry, dla: entry });

/** How to reach who gives out the Token, and where that is known from. Names and sentences stand in `routing.issuer.<issuer>`. */
export type IssuerEntry = output<typeof entry>;
export type IssuerTable = output<typeof table>;

/** @throws {ZodError} that names each fault of the table. */
export function readIssuers(yaml: string): IssuerTable {
  return table.parse(parse(yaml));
}

export const issuerTable: IssuerTable = readIssuers(
  readFileSync(new URL('issuers.yaml', import.meta.url), 'utf8'),
);
