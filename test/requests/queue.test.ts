import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dispositions } from '../../flows/domain.ts';
import { addOfficerMessage, eraseRequest, setBlocked, withdrawRequest } from '../../src/requests/changes.ts';
import type { QueueResult } from '../../src/requests/queue.ts';
import { dispositionsOf, needsReason } from '../../src/requests/dispositions.ts';
import { formatReference } from '../../src/requests/reference.ts';
import { loadWords } from '../../src/base/words.ts';
import { admin, agent, colleague, outsider, questionFiling, supervisor } from './build.ts';
import type { Desk } from './desk.ts';
import { openDesk } from './desk.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});

afterEach(() => desk.close());

async function value<Value>(result: Promise<QueueResult<Value>>): Promise<Value> {
  const got = await result;
  if (!got.ok) throw new Error(`refused: ${JSON.stringify(got.problem)}`);
  return got.value;
}

describe('the errand', () => {
  test('claimed, asked, answered, closed: the officer reads each step, the history tells it', async () => {
    const { ref } = await desk.file();
    const { queue } = desk;
    const said = formatReference(ref);

    expect(await value(queue.claim(agent, ref))).toMatchObject({ status: 'claimed', version: 2 });
    desk.time.now += 60_000;
    await value(queue.message(agent, ref, { text: 'ขอชื่อผู้บริหาร' }));
    await desk.change(ref, (request, _, clock) =>
      addOfficerMessage(request, { text: 'นายก อบต.', messageId: 'm1' }, clock),
    );
    await value(queue.resolve(agent, ref, { disposition: 'issued', note: 'ส่งทางอีเมล' }));

    expect(desk.pushed).toMatchObject([
      { ref, text: expect.stringContaining(said), choices: [`request:show:${ref}`, 'menu'] },
      {
        text: expect.stringMatching(new RegExp(`${said}[^]*ขอชื่อผู้บริหาร$`)),
        choices: [`request:reply:${ref}`, `request:show:${ref}`],
      },
      { text: expect.stringContaining('ออกรหัส Token แล้ว'), choices: [`request:show:${ref}`, 'menu'] },
    ]);
    expect(await value(queue.thread(agent, ref))).toMatchObject([
      { from: 'staff', by: agent.email, text: 'ขอชื่อผู้บริหาร' },
      { from: 'officer', text: 'นายก อบต.' },
    ]);
    const history = await value(queue.history(agent, ref));
    expect(history.map(({ by, action }) => [by, action])).toEqual([
      ['officer', 'file'],
      [agent.email, 'claim'],
      [agent.email, 'message'],
      ['officer', 'officer-message'],
      [agent.email, 'resolve'],
    ]);
    expect(await value(queue.get(agent, ref))).toMatchObject({
      status: 'resolved',
      disposition: 'issued',
      note: 'ส่งทางอีเมล',
      version: 5,
    });
  });

  test('the officer reads it in their language, whichever way it ends', async () => {
    const words = loadWords();
    for (const disposition of dispositionsOf('token')) {
      const { ref } = await desk.file({ language: 'en' });
      await value(desk.queue.claim(agent, ref));
      const reason = needsReason(disposition) ? 'The letter is missing.' : null;
      await value(desk.queue.resolve(agent, ref, { disposition, reason }));
      const told = reason === null ? `told.resolved.${disposition}` : `told.because.token.${disposition}`;
      const params = { ref: formatReference(ref), reason: reason ?? '' };
      // The request is one for a province, whose Token comes from DGA.
      const text = words.say('en', `requests:${disposition === 'issued' ? 'told.issued.dga' : told}`, params);
      expect(desk.pushed.at(-1)).toMatchObject({ ref, text });
      expect(text.includes('The letter is missing.')).toBe(reason !== null);
    }
  });

  test('the end of a question says that the assistant is back', async () => {
    const { ref } = await desk.file({ ...questionFiling, ref: '123456786' });
    await value(desk.queue.claim(agent, ref));
    await value(desk.queue.resolve(agent, ref, { disposition: 'answered' }));
    expect(desk.pushed.at(-1)).toMatchObject({
      text: expect.stringContaining('ระบบกลับมา'),
      choices: ['menu'],
    });
  });

  test('being taken up is told once, being given back never, being reopened again', async () => {
    const { ref } = await desk.file();
    const { queue } = desk;
    await value(queue.claim(agent, ref));
    await value(queue.release(agent, ref));
    await value(queue.claim(colleague, ref));
    expect(desk.pushed).toHaveLength(1);
    await value(queue.resolve(colleague, ref, { disposition: 'unreachable' }));
    desk.time.now += 86_400_000;
    const reopened = await value(queue.reopen(agent, ref));
    expect(reopened).toMatchObject({ status: 'new', assignee: null, disposition: null });
    expect(reopened.dueAt).toBe(desk.time.now + 2 * 86_400_000);
    expect(desk.pushed).toHaveLength(3);
    expect(desk.pushed.at(-1)?.text).toContain('อีกครั้ง');
  });

  test('nothing is pushed to an officer who blocks the account; staff see so in the thread', async () => {
    const { ref } = await desk.file();
    await desk.change(ref, (request, _, clock) => setBlocked(request, true, clock));
    await value(desk.queue.claim(agent, ref));
    expect(await desk.queue.message(agent, ref, { text: 'สวัสดี' })).toMatchObject({
      problem: { code: 'blocked' },
    });
    expect(desk.pushed).toEqual([]);
    const thread = await value(desk.queue.thread(agent, ref));
    expect(thread.map(({ from, text }) => [from, text])).toEqual([
      ['system', 'blocked'],
      ['system', 'not-told'],
    ]);
  });

  test('after consent was withdrawn there is nobody left to write to', async () => {
    const { ref } = await desk.file();
    await desk.change(ref, eraseRequest);
    expect(await desk.queue.reopen(supervisor, ref)).toMatchObject({
      problem: { code: 'not-allowed', allowed: [] },
    });
    expect(desk.pushed).toEqual([]);
  });
});

describe('claims', () => {
  test('of many at once, from several processes, exactly one wins and every other learns who', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'claims-'));
    const desks = [await openDesk(join(folder, 'queue.db'))];
    try {
      for (let more = 0; more < 3; more += 1) desks.push(await desks[0]!.open());
      const claimers = Array.from({ length: 40 }, (_, number) => ({
        ...agent,
        email: `agent${number}@dga.or.th`,
      }));
      for (let round = 0; round < 5; round += 1) {
        const { ref } = await desks[0]!.file();
        const results = await Promise.all(
          claimers.map((claimer, index) => desks[index % desks.length]!.queue.claim(claimer, ref)),
        );
        const winners = claimers.filter((_, index) => results[index]!.ok);
        expect(winners).toHaveLength(1);
        const by = winners[0]!.email;
        const lost = results.filter((result) => !result.ok);
        expect(lost).toEqual(
          Array.from({ length: 39 }, () => ({ ok: false, problem: { code: 'held-by-other', by } })),
        );
        expect(await value(desks[0]!.queue.get(admin, ref))).toMatchObject({ assignee: by, version: 2 });
        const history = await value(desks[0]!.queue.history(admin, ref));
        expect(history.map(({ action }) => action)).toEqual(['file', 'claim']);
      }
      expect(desks.flatMap(({ pushed }) => pushed)).toHaveLength(5);
    } finally {
      await Promise.all(desks.map((one) => one.close()));
      rmSync(folder, { recursive: true });
    }
  });

  test('of one’s own again give the request as it is', async () => {
    const { ref } = await desk.file();
    const claimed = await value(desk.queue.claim(agent, ref));
    expect(await value(desk.queue.claim(agent, ref))).toEqual(claimed);
    expect(desk.pushed).toHaveLength(1);
  });

  test('on a version that somebody else’s claim made old still say who has it', async () => {
    const { ref } = await desk.file();
    await value(desk.queue.claim(colleague, ref, 1));
    expect(await desk.queue.claim(agent, ref, 1)).toEqual({
      ok: false,
      problem: { code: 'held-by-other', by: colleague.email },
    });
  });
});

describe('a move on an old version', () => {
  test('is stale where the version was given, and says the present one', async () => {
    const { ref } = await desk.file();
    await value(desk.queue.claim(agent, ref));
    await desk.change(ref, (request, _, clock) =>
      addOfficerMessage(request, { text: 'ขอยกเลิก', messageId: null }, clock),
    );
    const stale = { ok: false, problem: { code: 'stale', version: 3 } };
    expect(await desk.queue.resolve(agent, ref, { disposition: 'issued' }, 2)).toEqual(stale);
    expect(await desk.queue.message(agent, ref, { text: 'ก' }, 2)).toEqual(stale);
    expect(await desk.queue.release(agent, ref, 2)).toEqual(stale);
    expect(await value(desk.queue.resolve(agent, ref, { disposition: 'issued' }, 3))).toMatchObject({
      version: 4,
    });
    expect(await desk.queue.reopen(agent, ref, 1)).toMatchObject({ problem: { code: 'stale' } });
  });

  test('is decided again where none was given: many messages at once all arrive', async () => {
    const { ref } = await desk.file();
    await value(desk.queue.claim(agent, ref));
    const texts = ['หนึ่ง', 'สอง', 'สาม', 'สี่'];
    await Promise.all(texts.map((text) => value(desk.queue.message(agent, ref, { text }))));
    const thread = await value(desk.queue.thread(agent, ref));
    expect(new Set(thread.map(({ text }) => text))).toEqual(new Set(texts));
    expect(thread).toHaveLength(texts.length);
    expect(desk.pushed.length).toBeGreaterThan(0);
  });

  test('is refused by what the request has become meanwhile', async () => {
    const { ref } = await desk.file();
    await value(desk.queue.claim(agent, ref));
    await desk.change(ref, (request, _, clock) => withdrawRequest(request, clock));
    expect(await desk.queue.message(agent, ref, { text: 'ก' })).toMatchObject({
      problem: { code: 'not-allowed', status: 'resolved', allowed: ['reopen'] },
    });
  });
});

describe('assigning', () => {
  test('goes to an account that exists, is enabled and may see the request', async () => {
    const { ref } = await desk.file();
    await desk.addStaff(colleague, outsider);
    const { queue } = desk;
    expect(await value(queue.assign(supervisor, ref, { to: ' Colleague@dga.or.th' }))).toMatchObject({
      assignee: colleague.email,
    });
    const refused = async (to: string) => queue.assign(supervisor, ref, { to });
    expect(await refused('nobody@dga.or.th')).toMatchObject({ problem: { reason: 'unknown-staff' } });
    expect(await refused(outsider.email)).toMatchObject({ problem: { reason: 'out-of-scope' } });
    const account = await desk.store.findStaff(colleague.email);
    if (account) await desk.store.saveStaff({ ...account, disabledAt: 1 });
    expect(await refused(colleague.email)).toMatchObject({ problem: { reason: 'unknown-staff' } });
    expect(await queue.assign(agent, ref, { to: agent.email })).toMatchObject({
      problem: { code: 'forbidden', reason: 'role' },
    });
  });
});

describe('what is outside somebody’s issuers', () => {
  test('does not exist for them, in any call', async () => {
    const { ref } = await desk.file();
    const { queue } = desk;
    const calls = [
      queue.get(outsider, ref),
      queue.thread(outsider, ref),
      queue.history(outsider, ref),
      queue.claim(outsider, ref),
      queue.assign(outsider, ref, { to: outsider.email }),
      queue.release(outsider, ref),
      queue.message(outsider, ref, { text: 'ก' }),
      queue.resolve(outsider, ref, { disposition: 'issued' }),
      queue.reopen(outsider, ref),
      queue.get(agent, '123456786'),
    ];
    for (const call of calls) expect(await call).toEqual({ ok: false, problem: { code: 'not-found' } });
    expect(await queue.list(outsider, { limit: 10 })).toEqual({ items: [], next: null, total: 0 });
    expect(await queue.list(outsider, { limit: 10, search: ref })).toMatchObject({ total: 0 });
    expect(await queue.stats(outsider, { from: 0, to: desk.time.now + 1 })).toMatchObject({ total: 0 });
  });

  test('questions without an issuer are DGA’s', async () => {
    const { ref } = await desk.file({ ...questionFiling, ref: '123456786' });
    expect(await desk.queue.get(outsider, ref)).toMatchObject({ problem: { code: 'not-found' } });
    expect(await desk.queue.list(agent, { limit: 10 })).toMatchObject({ total: 1, items: [{ ref }] });
  });
});

describe('the list', () => {
  test('comes oldest due first, page by page, each request once', async () => {
    const refs: string[] = [];
    for (let number = 0; number < 7; number += 1)
      refs.unshift((await desk.file({ dueAt: 1_000_000 - number * 10 })).ref);
    const listed: string[] = [];
    let after;
    do {
      const page = await desk.queue.list(agent, { limit: 3, ...(after && { after }) });
      expect(page.total).toBe(7);
      listed.push(...page.items.map(({ ref }) => ref));
      after = page.next ?? undefined;
    } while (after);
    expect(listed).toEqual(refs);
  });

  test('ends with a full last page', async () => {
    await desk.file();
    await desk.file();
    expect(await desk.queue.list(agent, { limit: 2 })).toMatchObject({ next: null, total: 2 });
  });

  test('is narrowed by each filter', async () => {
    const local = await desk.file({ issuer: 'dla', agencyType: 'local', agencyName: 'อบต.บางพลี' });
    const province = await desk.file();
    const question = await desk.file({ ...questionFiling, ref: '123456786' });
    await value(desk.queue.claim(supervisor, province.ref));
    const refs = async (filter: Partial<Parameters<Desk['queue']['list']>[1]>) => {
      const { items } = await desk.queue.list(supervisor, { limit: 10, ...filter });
      return items.map(({ ref }) => ref).toSorted();
    };
    expect(await refs({})).toEqual([local.ref, province.ref, question.ref].toSorted());
    expect(await refs({ statuses: ['claimed', 'waiting'] })).toEqual([province.ref]);
    expect(await refs({ kind: 'question' })).toEqual([question.ref]);
    expect(await refs({ issuer: 'dla' })).toEqual([local.ref]);
    expect(await refs({ agencyType: 'local' })).toEqual([local.ref]);
    expect(await refs({ assignee: supervisor.email })).toEqual([province.ref]);
    expect(await refs({ assignee: null })).toEqual([local.ref, question.ref].toSorted());
    expect(await refs({ search: 'บางพลี' })).toEqual([local.ref]);
    expect(await refs({ search: 'บางพลี เชียงใหม่' })).toEqual([]);
    expect(await refs({ search: '?!' })).toEqual([]);
    expect(await refs({ search: `เลขที่คำขอ ${formatReference(province.ref)}` })).toEqual([province.ref]);
    expect(await refs({ search: province.ref, statuses: ['new'] })).toEqual([]);
    expect(await refs({ search: province.ref, issuer: 'dla' })).toEqual([]);
    expect(await desk.queue.list(agent, { limit: 10, issuer: 'dla' })).toMatchObject({ total: 0 });
  });
});

test('the statistics count by everything and time the work, of the period and scope alone', async () => {
  const from = desk.time.now;
  const waits = [60, 120, 600];
  for (const seconds of waits) {
    desk.time.now = from;
    const { ref } = await desk.file();
    desk.time.now = from + seconds * 1000;
    await value(desk.queue.claim(agent, ref));
    desk.time.now += 60_000;
    if (seconds > 60) await value(desk.queue.resolve(agent, ref, { disposition: 'issued' }));
  }
  await desk.file({ issuer: 'dla', agencyType: 'local' });
  desk.time.now = from - 1;
  await desk.file();

  const stats = await desk.queue.stats(agent, { from, to: from + 1 });
  expect(stats).toEqual({
    total: 3,
    kind: { token: 3, question: 0 },
    status: { new: 0, claimed: 1, waiting: 0, resolved: 2 },
    issuer: { dga: 3, parent: 0, dla: 0, none: 0 },
    agencyType: expect.objectContaining({ province: 3, local: 0, none: 0 }),
    disposition: {
      ...Object.fromEntries(dispositions.map((disposition) => [disposition, 0])),
      issued: 2,
      none: 1,
    },
    secondsToClaim: { count: 3, median: 120, p90: 600 },
    secondsToResolve: { count: 2, median: 180, p90: 660 },
  });
  expect(await desk.queue.stats(outsider, { from: 0, to: 1 })).toMatchObject({
    total: 0,
    secondsToClaim: { count: 0, median: null, p90: null },
  });
});

test('what staff write may not complete a number that their message before began', async () => {
  const { ref } = await desk.file();
  await value(desk.queue.claim(agent, ref));
  await value(desk.queue.message(agent, ref, { text: 'รหัสคือ 12345 67890' }));
  expect(await desk.queue.message(agent, ref, { text: '12345 ครับ' })).toMatchObject({
    ok: false,
    problem: { code: 'invalid', field: 'text', reason: 'secret-number' },
  });
  await value(desk.queue.message(agent, ref, { text: '2 วันทำการครับ' }));
});
