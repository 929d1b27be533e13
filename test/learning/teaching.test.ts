import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { followTeaching } from '../../src/learning/taught-understanding.ts';
import { createTeaching, inForce } from '../../src/learning/teaching.ts';
import { readAgency } from '../support/agency-readers.ts';
import type { Store } from '../../src/store/port.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { morning } from '../store/builders.ts';
import { waitFor } from '../support/wait.ts';

const vault = new Vault([{ id: 'test', secret: Buffer.alloc(32, 7) }], Buffer.alloc(32, 9));
const somsri = 'somsri@dga.or.th';
const prasert = 'prasert@dga.or.th';
const phrase = 'กุหลาบน้ำเงินสิบห้าดอก';

let store: Store;
beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' });
});
afterEach(() => store.close());

const open = () => createTeaching({ store, vault, now: () => morning });

describe('teaching', () => {
  test('leaves who taught what, and when, and who undid it', async () => {
    const teaching = open();
    expect(await teaching.teach(somsri, 'token-request', `  ${phrase}\n`)).toEqual({ ok: true });
    expect(await teaching.teach(somsri, 'deadline', 'ต้องส่งเมื่อไหร่')).toEqual({ ok: true });
    expect(await teaching.undo(prasert, 1)).toEqual({ ok: true });
    const first = { version: 1, at: morning, by: somsri, entry: 'token-request', phrase };
    expect(await open().lessons()).toEqual([
      {
        version: 2,
        at: morning,
        by: somsri,
        entry: 'deadline',
        phrase: 'ต้องส่งเมื่อไหร่',
        undone: null,
      },
      { ...first, undone: { at: morning, by: prasert } },
    ]);
    expect(inForce(await teaching.lessons())).toEqual([{ entry: 'deadline', phrase: 'ต้องส่งเมื่อไหร่' }]);
  });

  test('of two supervisors at once loses neither', async () => {
    const phrases = ['หนึ่งสอง', 'สามสี่', 'ห้าหก', 'เจ็ดแปด'];
    const taken = await Promise.all(phrases.map((each) => open().teach(somsri, 'manual', each)));
    expect(taken).toEqual(phrases.map(() => ({ ok: true })));
    expect((await open().lessons()).map((lesson) => lesson.phrase).toSorted()).toEqual(phrases.toSorted());
  });

  test.each([
    ['empty', '  \n '],
    ['too-long', 'ก'.repeat(201)],
    ['personal-number', 'บัตร 3100600445635 ขอโทเคน'],
  ])('refuses a phrase that is %s', async (problem, typed) => {
    expect(await open().teach(somsri, 'manual', typed)).toEqual({ ok: false, problem });
    expect(await store.teachingVersion()).toBe(0);
  });

  test('refuses what is taught already, and undoing what is not', async () => {
    const teaching = open();
    await teaching.teach(somsri, 'manual', phrase);
    expect(await teaching.teach(prasert, 'manual', phrase)).toEqual({ ok: false, problem: 'already-taught' });
    expect(await teaching.undo(somsri, 7)).toEqual({ ok: false, problem: 'not-found' });
    await teaching.undo(somsri, 1);
    expect(await teaching.undo(somsri, 1)).toEqual({ ok: false, problem: 'already-undone' });
    expect(await teaching.teach(prasert, 'manual', phrase)).toEqual({ ok: true });
  });

  test('keeps the phrase sealed', async () => {
    await open().teach(somsri, 'manual', phrase);
    expect(JSON.stringify(await store.readTeaching())).not.toContain('กุหลาบ');
  });
});

test('what is taught in one process is understood in another without a restart, and undone there too', async () => {
  const learn = (taught: Parameters<typeof createUnderstanding>[0]['taught'] = []) =>
    createUnderstanding({ readAgency, taught });
  const failures: unknown[] = [];
  const elsewhere = await followTeaching({
    store,
    vault,
    learn,
    everyMs: 20,
    onFailure: (error) => failures.push(error),
  });
  try {
    expect(elsewhere.understand(phrase).outcome).toBe('none');
    await open().teach(somsri, 'token-request', phrase);
    await waitFor(() => elsewhere.understand(phrase).intent === 'token-request', { what: 'the lesson' });
    await open().undo(somsri, 1);
    await waitFor(() => elsewhere.understand(phrase).outcome === 'none', { what: 'its undoing' });
    expect(failures).toEqual([]);
  } finally {
    elsewhere.stop();
  }
});

test('whoever asks for what was just taught has it when the refresh is done', async () => {
  let learned = 0;
  const followed = await followTeaching({
    store,
    vault,
    learn: (taught) => {
      learned += 1;
      return createUnderstanding({ readAgency, taught });
    },
    everyMs: 3_600_000,
    onFailure: () => {},
  });
  await open().teach(somsri, 'token-request', phrase);
  await Promise.all([followed.refresh(), followed.refresh()]);
  expect(followed.understand(phrase).intent).toBe('token-request');
  expect(learned).toBe(2);
  followed.stop();
});
