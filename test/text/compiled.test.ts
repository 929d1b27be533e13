import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCompiled } from '../../src/text/compiled.ts';

const sources = ['agencies.yaml', 'agency-sentences.yaml', 'agencies.csv'].map((file) =>
  readFileSync(new URL(`../../flows/${file}`, import.meta.url), 'utf8'),
);

test('what was compiled counts while the tables are those it was compiled of', () => {
  expect(readCompiled('agencies', sources)).not.toBeNull();
  expect(readCompiled('agencies', [...sources, '\n'])).toBeNull();
  expect(readCompiled('nothing', sources)).toBeNull();
});
