import { readdirSync, readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { parse } from 'yaml';
import type { Json, Language } from '../flows/domain.ts';
import { languages } from '../flows/domain.ts';

/** Every word a person reads comes through here: `say(language, 'namespace:key', params)`. */
export interface Words {
  say(language: Language, key: string, params?: { readonly [name: string]: Json | undefined }): string;
  has(language: Language, key: string): boolean;
  /** The raw table of one namespace, for content that is checked or listed. */
  table(language: Language, namespace: string): { readonly [key: string]: Json };
  /** In either language. */
  readonly namespaces: readonly string[];
}

/** Thai dates are in the Buddhist era, with Arabic digits as on screens; English ones day first. */
const calendars: Record<Language, string> = { th: 'th-TH-u-ca-buddhist-nu-latn', en: 'en-GB' };

const folder = new URL('../locales/', import.meta.url);

/**
 * Reads `locales/{th,en}/*.yaml`; a file is a namespace. Values are inserted as they are (`{{name}}`): who
 * puts them into HTML escapes there. `{{at, date}}` and `{{at, dateTime}}` write epoch milliseconds as people
 * read them, in Thai in the Buddhist era; `{{ref, ref}}` groups a reference. A key that English lacks is said
 * in Thai.
 * @param timeZone IANA name, of the dates that people read.
 */
export function loadWords(timeZone = 'Asia/Bangkok'): Words {
  const tables = Object.fromEntries(languages.map((language) => [language, readTables(language)])) as Record<
    Language,
    Record<string, { [key: string]: Json }>
  >;
  const i18n = createInstance();
  void i18n.init({
    resources: tables,
    fallbackLng: 'th',
    ns: Object.keys(tables.th),
    initAsync: false,
    returnEmptyString: true,
    interpolation: { escapeValue: false },
  });
  const dates = new Map(
    languages.map((language) => [
      language as string,
      {
        date: new Intl.DateTimeFormat(calendars[language], { dateStyle: 'long', timeZone }),
        dateTime: new Intl.DateTimeFormat(calendars[language], {
          dateStyle: 'long',
          timeStyle: 'short',
          timeZone,
        }),
      },
    ]),
  );
  const { formatter } = i18n.services;
  const written = (kind: 'date' | 'dateTime') => (value: unknown, language: string | undefined) =>
    typeof value === 'number' ? (dates.get(language ?? 'th')?.[kind].format(value) ?? '') : String(value);
  formatter?.add('date', written('date'));
  formatter?.add('dateTime', written('dateTime'));
  formatter?.add('ref', (value: unknown) => String(value).replaceAll(/\d{3}(?=\d)/g, '$&-'));
  /** What has no place for a value, by language and key: most labels and answers, again and again; null for the others. */
  const fixed = new Map(languages.map((language) => [language, new Map<string, string | null>()]));
  const sayFixed = (language: Language, key: string): string | null => {
    const known = fixed.get(language)?.get(key);
    if (known !== undefined) return known;
    const sentence = i18n.t(key, { lng: language, skipInterpolation: true });
    const said = /\{\{|\$t\(/.test(sentence) ? null : sentence;
    fixed.get(language)?.set(key, said);
    return said;
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

function readTables(language: Language): Record<string, { [key: string]: Json }> {
  const home = new URL(`${language}/`, folder);
  const tables: Record<string, { [key: string]: Json }> = {};
  for (const file of readdirSync(home).sort()) {
    if (file.endsWith('.yaml'))
      tables[file.slice(0, -'.yaml'.length)] = parse(readFileSync(new URL(file, home), 'utf8')) as {
        [key: string]: Json;
      };
  }
  return tables;
}
