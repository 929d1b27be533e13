import { expect, test } from 'vitest';
import { createEvidenceReader } from '../../src/faq/evidence.ts';
import { learnModel } from '../../src/faq/judge.ts';
import { compiledFaq } from '../../src/faq/table.ts';
import { compiledVocabulary } from '../../src/routing/vocabulary.ts';

// `npm run golden` writes both anew.
test('what is compiled of the FAQ is what its tables give', async () => {
  const text = compiledFaq((table) => learnModel(table, createEvidenceReader(table.concepts)));
  await expect(text).toMatchFileSnapshot('../../flows/compiled/faq.json');
});

test('what is compiled of the forms of names is what their tables give', async () => {
  await expect(compiledVocabulary()).toMatchFileSnapshot('../../flows/compiled/agencies.json');
});
