import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { playTalk } from './support/talk.ts';
import { talksOf } from './support/talk-script.ts';

const folder = fileURLToPath(new URL('talks/', import.meta.url));
const textsIn = (path: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
    .map((name) => ({ name, talks: talksOf(readFileSync(`${path}${name}`, 'utf8')) }));

/** Whole conversations, then a short one for each rule with several inputs of its kind. */
describe.each([...textsIn(folder), ...textsIn(`${folder}cases/`)])('$name', ({ talks }) => {
  test.each(talks.map((talk) => [talk.title, talk] as const))('%s', async (_title, talk) => {
    const { failed, transcript } = await playTalk(talk);
    expect(failed === 0 ? 'holds' : transcript).toBe('holds');
  });
});
