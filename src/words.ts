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
}

const folder = new URL('../locales/', import.meta.url);

/**
 * Reads `locales/{th,en}/*.yaml`; a file is a namespace. Values are inserted as they are (`{{name}}`): who
 * puts them into HTML escapes there. A key that English lacks is said in Thai.
 */
export function loadWords(): Words {
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
  return {
    say: (language, key, params) => i18n.t(key, { ...params, lng: language }),
    has: (language, key) => i18n.exists(key, { lng: language, fallbackLng: [] }),
    table: (language, namespace) => tables[language][namespace] ?? {},
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
