import { globSync, readFileSync } from 'node:fs';
import type { Json } from '../../../flows/domain.ts';
import type { Words } from '../../base/words.ts';

/** What names a sentence: programs, tables, and sentences that hold another one (`$t(…)`). */
export function namingText(root: URL): string {
  const read = (pattern: string) =>
    globSync(pattern, { cwd: root }).map((file) => readFileSync(new URL(file, root), 'utf8'));
  const nested = read('locales/*/*.yaml').flatMap((text) => text.match(/\$t\([^)]*\)/g) ?? []);
  return [...read('{src,flows,scripts}/**/*.{ts,js,mjs}'), ...read('flows/*.yaml'), ...nested].join('\n');
}

/** Sentences that nothing names: one line each, with the file to take it out of. */
export function unusedFaults(words: Pick<Words, 'table' | 'namespaces'>, naming: string): string[] {
  return words.namespaces.flatMap((namespace) =>
    keysOf(words.table('th', namespace), '')
      .filter((key) => !isNamed(key, namespace, naming))
      .map((key) => `locales/*/${namespace}.yaml: ${key}: nothing says it; take it out`),
  );
}

function keysOf(value: Json, key: string): string[] {
  if (typeof value !== 'object' || value === null) return [key];
  return Object.entries(value).flatMap(([name, each]) => keysOf(each, key === '' ? name : `${key}.${name}`));
}

/** In quotes, with its namespace or without, or put together: what stands before a dot or dash, and then a value. */
function isNamed(key: string, namespace: string, naming: string): boolean {
  const whole = [key, `${namespace}:${key}`];
  const around = ["'", '`', '"'].map((quote) => [quote, quote] as const).concat([['(', ')']]);
  if (whole.some((name) => around.some(([before, after]) => naming.includes(`${before}${name}${after}`))))
    return true;
  const starts = [...key.matchAll(/[.-]/g)].map(({ index }) => key.slice(0, index + 1));
  return starts.some((start) => naming.includes(`${start}\${`) || naming.includes(`${start}{{`));
}
