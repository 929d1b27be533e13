import { expect, test } from 'vitest';
import { compiledKnown } from '../../src/routing/known.ts';

// `npm run golden` writes it anew.
test('what is compiled of the names of agencies is what their tables give', async () => {
  await expect(compiledKnown()).toMatchFileSnapshot('../../flows/compiled/agencies.json');
});
