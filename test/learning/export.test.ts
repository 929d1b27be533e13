import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Example } from '../../src/understanding/tables.ts';
import { readFaq, tableFiles } from '../../src/understanding/tables.ts';
import { exportTeaching } from '../../src/learning/export.ts';

const faq = readFileSync(new URL('../../flows/faq.yaml', import.meta.url), 'utf8');

function examplesOf(faqText: string): readonly Example[] {
  const files = tableFiles().filter(({ path }) => !path.startsWith('flows/examples/'));
  return readFaq(files.map((file) => (file.path === 'flows/faq.yaml' ? { ...file, text: faqText } : file)))
    .examples;
}

test('what was taught is added to the examples, and nothing else of the file changes', () => {
  const taught = [
    { entry: 'manual', phrase: 'อยากอ่านวิธีใช้: ทีละขั้น # ขอด่วน' },
    { entry: 'human', phrase: 'ขอสายคน' },
    { entry: 'manual', phrase: '- "คู่มือ" อยู่ไหน' },
  ] as const;
  const { text, added } = exportTeaching(faq, taught);
  expect(added).toBe(3);
  const before = examplesOf(faq);
  const lessons = taught.map(({ entry, phrase }) =>
    expect.objectContaining({ text: phrase, meaning: entry, also: [] }),
  );
  const after = examplesOf(text);
  expect(after).toEqual(expect.arrayContaining([...before, ...lessons]));
  expect(after.length).toBe(before.length + taught.length);
  const kept = text.split('\n').filter((line) => !taught.some(({ phrase }) => line.trim() === phrase));
  expect(kept.join('\n')).toBe(faq);
});

test('what is an example already is not added again', () => {
  const first = examplesOf(faq).find(({ meaning }) => meaning === 'manual');
  const lesson = { entry: 'manual', phrase: first?.text ?? '' } as const;
  expect(exportTeaching(faq, [lesson])).toEqual({ text: faq, added: 0 });
});

test('without lessons the file stays as it is', () => {
  expect(exportTeaching(faq, [])).toEqual({ text: faq, added: 0 });
});
