import { readdirSync } from 'node:fs';
import { analyse } from 'scslre';
import { beforeAll, expect, test } from 'vitest';

/** Start something of their own when they are imported, or run in a browser. */
const notImported = /^(?:main\.ts|commands\/|simulator\/page\/|console\/assets\/)|worker\.ts$/;

/** Whether some text makes the pattern take time that grows faster than the text. */
const isSuperLinear = (pattern: RegExp): boolean =>
  analyse(pattern, { reportTypes: { Move: true }, maxReports: 1 }).reports.length > 0;

/** By source: what the modules of `src` joined from words and tables while they were imported. Lint proves literals. */
const joined = new Map<string, RegExp>();

beforeAll(async () => {
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, given, newTarget) {
      const pattern = Reflect.construct(target, given, newTarget) as RegExp;
      const builder = new Error('where').stack?.split('\n')[2] ?? '';
      if (builder.includes('/src/') && !builder.includes('node_modules')) joined.set(pattern.source, pattern);
      return pattern;
    },
  });
  try {
    for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.ts') && !notImported.test(file))
        await import(new URL(`../src/${file}`, import.meta.url).pathname);
  } finally {
    globalThis.RegExp = Original;
  }
}, 120_000);

test('a pattern whose time grows faster than the text is recognised', () => {
  expect([/\s+$/, /(?:a|b|ab)*c/, /^a*a*$/].map(isSuperLinear)).toEqual([true, true, true]);
  expect([/(?<!\s)\s+$/, /^(?:a|b)*c/].map(isSuperLinear)).toEqual([false, false]);
});

test('every pattern that is joined when the program starts takes time linear in the text', () => {
  expect(joined.size).toBeGreaterThan(30);
  expect([...joined.values()].filter(isSuperLinear)).toEqual([]);
});
