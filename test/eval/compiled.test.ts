import { expect, test } from 'vitest';
import { learnTable } from '../../src/faq/judge.ts';
import { compiledFaq } from '../../src/faq/table.ts';
import { compiledKnown } from '../../src/routing/known.ts';

// `npm run golden` writes both anew.
test('what is compiled of the FAQ is what its tables give', async () => {
  await expect(compiledFaq(learnTable)).toMatchFileSnapshot('../../flows/compiled/faq.json');
});

test('what is compiled of the names of agencies is what their tables give', async () => {
  await expect(compiledKnown()).toMatchFileSnapshot('../../flows/compiled/agencies.json');
});
