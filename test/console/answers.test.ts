import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kanda, prasert } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, words } from './house.ts';
import { learnFromDays, puzzle } from './lessons.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs } from './visitor.ts';

const page = '/console/answers';
const phrase = 'กุหลาบน้ำเงินสิบห้าดอก';
const said = (key: string, params?: { [name: string]: string | number }): string =>
  words.say('th', `console:answers.${key}`, params);

let house: House;
let visitor: Visitor;
beforeEach(async () => {
  house = await openHouse();
  await house.addStaff(kanda, prasert);
  visitor = await visitorAs(house.origin, prasert);
});
afterEach(() => house.close());

const groupsOf = (text: string): string[] =>
  [...text.matchAll(/<h3>([^<]*)<\/h3>/g)].map((match) => match[1] ?? '');
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/<tr>\s*<th scope="row">(.*?)<\/tr>/gs)].map((match) =>
    (match[1] ?? '')
      .replaceAll(/<[^>]*>/g, ' ')
      .trim()
      .split(/\s{2,}/),
  );

describe('who may see it', () => {
  test('agents neither see the page nor its link, and can do nothing there', async () => {
    const agent = await visitorAs(house.origin, kanda);
    expect((await agent.get('/console')).text).not.toContain(page);
    expect((await agent.get(page)).status).toBe(404);
    for (const step of ['preview', 'teach', 'undo']) {
      const answer = await agent.post(`${page}/${step}`, { phrase, entry: 'manual', version: '1' });
      expect(answer.status).toBe(404);
    }
    expect(await house.desk.store.teachingVersion()).toBe(0);
  });

  test('supervisors find it in the head of every page', async () => {
    expect((await visitor.get('/console')).text).toContain(`href="${page}"`);
  });

  test('a form of another origin or another session changes nothing', async () => {
    const lesson = { phrase, entry: 'manual' };
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await visitor.post(`${page}/teach`, lesson, foreign)).status).toBe(403);
    expect((await visitor.post(`${page}/teach`, lesson, { csrf: 'other' })).status).toBe(403);
    expect(await house.desk.store.teachingVersion()).toBe(0);
  });
});

test('nothing kept yet is said so', async () => {
  const { text } = await visitor.get(page);
  expect(text).toContain(said('unclear-empty'));
  expect(text).toContain(said('figures-empty'));
  expect(text).toContain(said('lessons-empty'));
});

describe('after some days', () => {
  beforeEach(() => learnFromDays(house.desk));

  test('questions that are alike stand together, the newest first, with what showed what was meant', async () => {
    const { text } = await visitor.get(page);
    expect(groupsOf(text)).toHaveLength(3);
    expect(groupsOf(text)[0]).toMatch(/^กุหลาบน้ำเงิน/);
    expect(text).toContain(said('seen', { count: 3, day: '23 พฤศจิกายน 2569' }));
    expect(text).toContain(said('chose', { title: words.say('th', 'faq:title.token-request'), count: 2 }));
    expect(text).toContain(said('chose-none', { count: 1 }));
    expect(text).toContain(said('answered-with', { title: words.say('th', 'faq:title.token-request') }));
  });

  test('each answer has its figures of the last thirty days', async () => {
    const { text } = await visitor.get(page);
    expect(rowsOf(text)).toEqual([
      [words.say('th', 'faq:title.digital-id'), '15', '8', '1'],
      [words.say('th', 'faq:title.deadline'), '4', '0', '2'],
    ]);
  });

  test('a preview tells what would change, and changes nothing', async () => {
    const { status, text } = await visitor.post(`${page}/preview`, { phrase, entry: 'token-request' });
    expect(status).toBe(200);
    expect(text).toContain(said('outcome.none'));
    expect(text).toContain(said('outcome.answer', { title: words.say('th', 'faq:title.token-request') }));
    expect(text).not.toContain(said('no-effect'));
    expect(text).toMatch(new RegExp(said('changes', { count: 0, asked: 7 }).replace(/0.*7/, '\\d+.*\\d\\d')));
    expect(await house.desk.store.teachingVersion()).toBe(0);
  });

  test('a preview warns of golden questions that get worse, and of a phrase that stays unclear', async () => {
    const harmful = await visitor.post(`${page}/preview`, { phrase: 'ขอโทเคนได้ที่ไหน', entry: 'manual' });
    expect(harmful.text).toContain(said('verdict.worse'));
    const useless = await visitor.post(`${page}/preview`, { phrase: 'กรมสรรพากร', entry: 'manual' });
    expect(useless.text).toContain(said('no-effect'));
  });

  test('what is taught is understood at once, leaves the list, says who taught it when, and can be undone', async () => {
    const taught = await visitor.post(`${page}/teach`, { phrase, entry: 'token-request' });
    expect(taught.status).toBe(303);
    const after = await visitor.get(page);
    expect(after.text).toContain(words.say('th', 'console:done.teach'));
    expect(groupsOf(after.text)).not.toContainEqual(expect.stringContaining('กุหลาบน้ำเงิน'));
    expect(after.text).toContain(`${prasert.email} · 23 พ.ย. 2569`);

    expect((await visitor.post(`${page}/undo`, { version: '1' })).status).toBe(303);
    const undone = await visitor.get(page);
    expect(undone.text).toContain(said('undone-by', { by: prasert.email, at: '23 พ.ย. 2569' }));
    expect(groupsOf(undone.text)).toContainEqual(expect.stringContaining('กุหลาบน้ำเงิน'));
    const again = await visitor.post(`${page}/undo`, { version: '1' });
    expect(again.status).toBe(422);
    expect(again.text).toContain(said('problem.already-undone'));
  });
});

test.each([
  ['no-entry', { phrase, entry: '' }],
  ['no-entry', { phrase, entry: 'token-local' }],
  ['empty', { phrase: '  ', entry: 'manual' }],
  ['personal-number', { phrase: 'บัตร 3100600445635 ขอโทเคน', entry: 'manual' }],
])('a lesson that cannot be taken says %s and keeps what was typed', async (problem, lesson) => {
  for (const step of ['preview', 'teach']) {
    const { status, text } = await visitor.post(`${page}/${step}`, lesson);
    expect(status).toBe(422);
    expect(text).toContain(said(`problem.${problem}`));
    expect(text).toContain(`value="${lesson.phrase.trim()}"`);
  }
  expect(await house.desk.store.teachingVersion()).toBe(0);
});

test('what officers typed is written as text', async () => {
  await puzzle(house.desk, '<script>alert(1)</script> "ขอ', '2026-11-23');
  const { text } = await visitor.get(page);
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;script&gt;');
});
