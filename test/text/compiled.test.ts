import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadFaq, readFaq } from '../../src/faq/table.ts';
import { readCompiled } from '../../src/text/compiled.ts';

const sources = ['faq.yaml', 'concepts.yaml'].map((file) =>
  readFileSync(new URL(`../../flows/${file}`, import.meta.url), 'utf8'),
);
const [faqText = '', conceptsText = ''] = sources;

test('what was compiled counts while the tables are those it was compiled of', () => {
  expect(readCompiled('faq', sources)).not.toBeNull();
  expect(readCompiled('faq', [`${faqText}\n`, conceptsText])).toBeNull();
  expect(readCompiled('nothing', sources)).toBeNull();
});

test('the table that a start reads is that of the files, with what was learned of it', () => {
  const { learned, ...table } = loadFaq();
  expect(learned?.forms.length).toBeGreaterThan(0);
  expect({ ...table, learned: null }).toEqual(readFaq(faqText, conceptsText));
});
