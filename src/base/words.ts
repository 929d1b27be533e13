import { readdirSync, readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { parse } from 'yaml';
import type { Json, Language } from '../../flows/domain.ts';
import { languages } from '../../flows/domain.ts';
import type { Fact, Facts } from '../../flows/facts.ts';
import { readFacts } from '../../flows/facts.ts';

/** Every word a person reads comes through here: `say(language, 'namespace:key', params)`. */
export interface Words {
  say(language: Language, key: string, params?: { readonly [name: string]: Json | undefined }): string;
  has(language: Language, key: string): boolean;
  /** The table of one namespace with the facts filled in, for content that is checked or listed. */
  table(language: Language, namespace: string): { readonly [key: string]: Json };
  /** In either language. */
  readonly namespaces: readonly string[];
}

/** What sentences show of this installation's settings. */
export interface SiteFacts {
  /** The origin that browsers reach, without a slash at its end. */
  readonly publicUrl: string;
  /** Days that questions without an answer are kept. */
  readonly unclearKeepDays: number;
}

type Table = { [key: string]: Json };
type DateStyle = 'date' | 'day' | 'dateTime';

/** Thai dates are in the Buddhist era, with Arabic digits as on screens; English ones day first. */
const calendars: Record<Language, string> = { th: 'th-TH-u-ca-buddhist-nu-latn', en: 'en-GB' };
const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  date: { dateStyle: 'long' },
  day: { dateStyle: 'long' },
  dateTime: { dateStyle: 'long', timeStyle: 'short' },
};
const anyOf: Record<Language, Intl.ListFormat> = {
  th: new Intl.ListFormat('th', { type: 'disjunction' }),
  en: new Intl.ListFormat('en', { type: 'disjunction' }),
};
/** A Buddhist year is 543 ahead; no date here is of the years from 2400 in the Christian era. */
const buddhist = { ahead: 543, from: 2400 };

const localesFolder = new URL('../../locales/', import.meta.url);
const localSite: SiteFacts = { publicUrl: 'http://localhost:3000', unclearKeepDays: 90 };

/**
 * Reads `locales/{th,en}/*.yaml`; a file is a namespace. Values are inserted as they are (`{{name}}`): who
 * puts them into HTML escapes there. `{{at, date}}`, `{{at, day}}` and `{{at, dateTime}}` write epoch milliseconds
 * or an ISO date as people read them, in Thai in the Buddhist era; `{{ref, ref}}` groups a reference. A value whose
 * name has a dot is a fact (`flows/facts.ts`) and stands in every sentence without being given: `{{dga.phone}}`,
 * `{{letter.deadline, day}}`. A key that English lacks is said in Thai.
 * @param timeZone IANA name, of the dates that people read.
 */
export function loadWords(
  timeZone = 'Asia/Bangkok',
  site: SiteFacts = localSite,
  facts: Facts = readFacts(),
): Words {
  const known = new Map([...facts, ...siteFacts(site)]);
  const tables = Object.fromEntries(
    languages.map((language) => [language, withFacts(readTables(language), known, language)]),
  ) as Record<Language, Record<string, Table>>;
  const i18n = createInstance();
  void i18n.init({
    resources: tables,
    fallbackLng: 'th',
    ns: Object.keys(tables.th),
    initAsync: false,
    returnEmptyString: true,
    interpolation: { escapeValue: false },
  });
  const { formatter } = i18n.services;
  for (const style of ['date', 'day', 'dateTime'] as const) {
    const writers = new Map(languages.map((language) => [language, dateWriter(language, style, timeZone)]));
    formatter?.add(style, (value: unknown, language) =>
      typeof value === 'number' || typeof value === 'string'
        ? (writers.get(language as Language)?.(value) ?? '')
        : String(value),
    );
  }
  formatter?.add('ref', (value: unknown) => String(value).replaceAll(/\d{3}(?=\d)/g, '$&-'));
  /** What has no place for a value, by language and key: most labels and answers, again and again; null for the others. */
  const fixed = new Map(languages.map((language) => [language, new Map<string, string | null>()]));
  const sayFixed = (language: Language, key: string): string | null => {
    const said = fixed.get(language)?.get(key);
    if (said !== undefined) return said;
    const sentence = i18n.t(key, { lng: language, skipInterpolation: true });
    const whole = /\{\{|\$t\(/.test(sentence) ? null : sentence;
    fixed.get(language)?.set(key, whole);
    return whole;
  };
  return {
    say: (language, key, params) => {
      const fixedWords = sayFixed(language, key);
      if (fixedWords !== null) return fixedWords;
      const { safe, restore } = withoutTemplates(params ?? {});
      return restore(i18n.t(key, { ...safe, lng: language }));
    },
    has: (language, key) => i18n.exists(key, { lng: language, fallbackLng: [] }),
    table: (language, namespace) => tables[language][namespace] ?? {},
    namespaces: [...new Set(languages.flatMap((language) => Object.keys(tables[language])))],
  };
}

type Params = { readonly [name: string]: Json | undefined };

/** What i18next would read as a template within a value. */
const template = /\{\{|\}\}|\$t\(/;
/** Stands for a value while a sentence is put together; no sentence and no message has it. */
const firstStandIn = 0xf0000;

/**
 * Values with braces or `$t(` in them, as an officer may type them, are left out while the sentence is put together and inserted
 * afterwards: i18next would read them, or leave the sentence's own references unread because of them.
 */
function withoutTemplates(params: Params): { safe: Params; restore: (sentence: string) => string } {
  const typed = Object.entries(params).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && template.test(entry[1]),
  );
  if (typed.length === 0) return { safe: params, restore: (sentence) => sentence };
  const standIns = typed.map(([name], index) => [name, String.fromCodePoint(firstStandIn + index)]);
  return {
    safe: { ...params, ...Object.fromEntries(standIns) },
    restore: (sentence) =>
      sentence.replaceAll(
        /[\u{f0000}-\u{f00ff}]/gu,
        (standIn) => typed[(standIn.codePointAt(0) ?? 0) - firstStandIn]?.[1] ?? standIn,
      ),
  };
}

/** A value whose name has a dot, with how it is to be written. */
export const factHole = /\{\{\s*([A-Za-z]+\.[\w.-]+)\s*(?:,\s*(\w+)\s*)?\}\}/g;

function siteFacts({ publicUrl, unclearKeepDays }: SiteFacts): [string, Fact][] {
  return [
    ['site.privacy', { kind: 'link', is: `${publicUrl}/privacy` }],
    ['keep.unclear', { kind: 'count', is: unclearKeepDays }],
  ];
}

/** Every name that a sentence may show without being given it. */
export const factNames = (facts: Facts): ReadonlySet<string> =>
  new Set([...facts.keys(), ...siteFacts(localSite).map(([name]) => name)]);

function withFacts<T extends Json>(value: T, facts: Facts, language: Language): T {
  if (typeof value === 'string')
    return value.replaceAll(factHole, (hole, name: string, style: string | undefined) => {
      const fact = facts.get(name);
      return fact ? writeFact(fact, style, language) : hole;
    }) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withFacts(each, facts, language)]),
  ) as T;
}

/** A fact as people read it. */
function writeFact(fact: Fact, style: string | undefined, language: Language): string {
  switch (fact.kind) {
    case 'date':
      // A day of the calendar, the same wherever it is read.
      return dateWriter(language, style === 'date' ? 'date' : 'day', 'UTC')(fact.is);
    case 'extensions':
      return anyOf[language].format(fact.is);
    case 'keys':
      return fact.is.join(', ');
    default:
      return String(fact.is);
  }
}

/** Writes epoch milliseconds, or an ISO date of either era; any other text stays as it is. */
function dateWriter(
  language: Language,
  style: DateStyle,
  timeZone: string,
): (value: number | string) => string {
  const options = dateStyles[style];
  const at = new Intl.DateTimeFormat(calendars[language], { ...options, timeZone });
  const on = new Intl.DateTimeFormat(calendars[language], { ...options, timeZone: 'UTC' });
  return (value) => {
    if (typeof value === 'number') return at.format(value);
    const [, year, rest] = /^(\d{4})(-\d{2}-\d{2})$/.exec(value) ?? [];
    if (year === undefined || rest === undefined) return value;
    const christian = Number(year) >= buddhist.from ? Number(year) - buddhist.ahead : Number(year);
    return on.format(Date.parse(`${christian}${rest}T00:00:00Z`));
  };
}

function readTables(language: Language): Record<string, Table> {
  const home = new URL(`${language}/`, localesFolder);
  const tables: Record<string, Table> = {};
  for (const file of readdirSync(home).sort()) {
    if (file.endsWith('.yaml'))
      tables[file.slice(0, -'.yaml'.length)] = parse(readFileSync(new URL(file, home), 'utf8')) as Table;
  }
  return tables;
}
