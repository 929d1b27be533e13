import { readFileSync } from 'node:fs';
import { readIssuers } from './issuers.ts';
import { readLetter } from './letter.ts';
import type { Menu } from './menu.ts';
import { parentOf, readMenu } from './menu.ts';

/** What a fact is, which tells how it is shown and in which spellings somebody might write it down a second time. */
export type Fact =
  | { readonly kind: 'phone' | 'number' | 'email' | 'link' | 'letter' | 'key'; readonly is: string }
  /** Shown in per cent. */
  | { readonly kind: 'percent'; readonly is: number }
  | { readonly kind: 'count'; readonly is: number }
  /** ISO date; shown as `{{name, day}}`, in Thai with the month abbreviated, or `{{name, date}}`. */
  | { readonly kind: 'date'; readonly is: string }
  /** Any of them: shown with “or” between. */
  | { readonly kind: 'extensions'; readonly is: readonly string[] }
  /** One after the other. */
  | { readonly kind: 'keys'; readonly is: readonly string[] };

/** By the name that sentences show it under, which always has a dot: `dga.phone`, `letter.deadline`, `keys.usage`. */
export type Facts = ReadonlyMap<string, Fact>;

/**
 * Every fact that sentences show, each from the one table it stands in.
 * @param folder with `letter.yaml`, `issuers.yaml` and `menu.yaml`.
 * @throws {ZodError} that names each fault of a table.
 */
export function readFacts(folder = new URL('./', import.meta.url)): Facts {
  const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');
  const facts = new Map<string, Fact>();
  const add = (name: string, kind: Fact['kind'], is: unknown) => facts.set(name, { kind, is } as Fact);

  for (const [issuer, { phones, email }] of Object.entries(readIssuers(textOf('issuers.yaml')))) {
    const [phone] = phones;
    if (phone) add(`${issuer}.phone`, 'phone', phone.written);
    if (phone && phone.extensions.length > 0) add(`${issuer}.extensions`, 'extensions', phone.extensions);
    if (email !== null) add(`${issuer}.email`, 'email', email);
  }

  const { letter, opdc, guide, lawFaq, access } = readLetter(textOf('letter.yaml'));
  add('letter.number', 'letter', letter.number);
  add('letter.short', 'letter', shortNumber(letter.number));
  add('letter.date', 'date', letter.date);
  add('letter.deadline', 'date', letter.deadline);
  add('letter.agencies', 'count', letter.agencies);
  add('letter.percent', 'percent', letter.percent);
  add('letter.link', 'link', letter.link);
  add('opdc.phone', 'phone', opdc.phone);
  add('opdc.extensions', 'extensions', opdc.extensions);
  add('opdc.fax', 'phone', opdc.fax);
  add('opdc.email', 'email', opdc.email);
  add('opdc.postcode', 'number', opdc.postcode);
  add('guide.link', 'link', guide.link);
  add('guide.portal', 'link', guide.portal);
  add('lawFaq.date', 'date', lawFaq.date);
  add('access.date', 'date', access.date);
  add('access.link', 'link', access.link);

  const menu = readMenu(textOf('menu.yaml'));
  for (const node of Object.keys(menu.nodes)) {
    const keys = keysTo(node, menu);
    if (keys.length === 0) continue;
    add(`key.${node}`, 'key', keys.at(-1));
    add(`keys.${node}`, 'keys', keys);
  }
  for (const [key, action] of Object.entries(menu.chatKeys)) add(`chatKey.${action}`, 'key', key);
  return facts;
}

/** What people call a letter by: `ว` and its running number, at the end of its number. */
function shortNumber(number: string): string {
  return /ว\s?\d+$/.exec(number)?.[0].replaceAll(' ', '') ?? number;
}

/** The keys that lead from the root of the phone menu to a node, in order. */
export function keysTo(node: string, menu: Menu): string[] {
  const parent = parentOf(node, menu);
  if (parent === null) return [];
  const key = Object.entries(menu.nodes[parent]?.keys ?? {}).find(([, target]) => target === node)?.[0];
  return key === undefined ? [] : [...keysTo(parent, menu), key];
}
