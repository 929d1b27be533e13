import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFaq } from '../../src/faq/table.ts';
import { exportTeaching } from '../../src/learning/export.ts';

const fileOf = (name: string): string =>
  readFileSync(new URL(`../../flows/${name}`, import.meta.url), 'utf8');
const faq = fileOf('faq.yaml');
const concepts = fileOf('concepts.yaml');

test('what was taught is added to the examples, and nothing else of the file changes', () => {
  const taught = [
    { entry: 'manual', phrase: 'อยากอ่านวิธีใช้: ทีละขั้น # ขอด่วน' },
    { entry: 'human', phrase: 'ขอสายคน' },
    { entry: 'manual', phrase: '- "คู่มือ" อยู่ไหน' },
  ] as const;
  const { text, added } = exportTeaching(faq, taught);
  expect(added).toBe(3);
  const [before, after] = [readFaq(faq, concepts), readFaq(text, concepts)];
  for (const [at, entry] of before.entries.entries()) {
    const own = taught.filter((lesson) => lesson.entry === entry.id).map(({ phrase }) => phrase);
    expect(after.entries[at]).toEqual({ ...entry, examples: [...entry.examples, ...own] });
  }
  expect(after.outOfScope).toEqual(before.outOfScope);
  const kept = text.split('\n').filter((line) => !taught.some(({ phrase }) => line.trim() === phrase));
  expect(kept.join('\n')).toBe(faq);
});

test('what is an example already is not added again', () => {
  const [first] = readFaq(faq, concepts).entries;
  if (!first) throw new Error('there are no entries');
  const lesson = { entry: first.id, phrase: first.examples[0] ?? '' };
  expect(exportTeaching(faq, [lesson])).toEqual({ text: faq, added: 0 });
});

test('without lessons the file stays as it is', () => {
  expect(exportTeaching(faq, [])).toEqual({ text: faq, added: 0 });
});
