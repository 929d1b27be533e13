import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addOfficerMessage, eraseRequest, setBlocked, withdrawRequest } from '../../src/requests/changes.ts';
import { dispositionsOf, needsReason } from '../../src/requests/dispositions.ts';
import type { OfficerMessage } from '../../src/requests/entries.ts';
import { formatReference } from '../../src/requests/reference.ts';
import { maxMessageLength } from '../../src/requests/staff-moves.ts';
import { questionFiling } from '../requests/build.ts';
import { deadLetter, kanda, prasert, wanida } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, words } from './house.ts';
import type { Answer, Visitor } from './visitor.ts';
import { visitorAs } from './visitor.ts';

let house: House;
let agent: Visitor;
let colleague: Visitor;
let supervisor: Visitor;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(kanda, prasert, wanida);
  agent = await visitorAs(house.origin, kanda);
  colleague = await visitorAs(house.origin, wanida);
  supervisor = await visitorAs(house.origin, prasert);
});
afterAll(() => house.close());

const said = (key: string, params?: { [name: string]: string }): string => words.say('th', key, params);
const pageOf = (ref: string): string => `/console/requests/${ref}`;

async function newRequest(): Promise<string> {
  return (await house.desk.file()).ref;
}

async function claimed(): Promise<string> {
  const ref = await newRequest();
  await house.desk.queue.claim(kanda, ref);
  return ref;
}

/** Opens the page and sends one of its forms as it stands there, with what is typed. */
async function send(
  visitor: Visitor,
  ref: string,
  move: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const page = await visitor.get(pageOf(ref));
  return sendFrom(visitor, page, ref, move, fields);
}

function sendFrom(
  visitor: Visitor,
  page: Answer,
  ref: string,
  move: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const version = new RegExp(`form="form-${move}"[^>]*value="(\\d+)"`).exec(page.text)?.[1] ?? '';
  return visitor.post(`${pageOf(ref)}/${move}`, { version, ...fields });
}

async function record(ref: string): Promise<{ status: string; assignee: string | null }> {
  const found = await house.desk.queue.get(prasert, ref);
  if (!found.ok) throw new Error('not found');
  return found.value;
}

/** The forms that a page offers. */
function movesOn({ text }: Answer): string[] {
  return [...text.matchAll(/<form[^>]*id="form-(\w+)"/g)].map((match) => match[1] ?? '').sort();
}

describe('a request’s page', () => {
  test('shows what the officer filed, with labels, the telephone dialable and dates as Thais write them', async () => {
    const { ref } = await house.desk.file({
      issuer: 'dla',
      agencyType: 'local',
      agencyName: 'เทศบาลเมืองบางพลี',
      contact: {
        name: 'สมหญิง ใจงาม',
        position: 'ปลัดเทศบาล',
        phone: '0 2337 3412 ต่อ 105',
        email: 's@bangplee.go.th',
      },
      hasDigitalId: false,
    });
    const { text } = await agent.get(pageOf(ref));
    for (const shown of [
      formatReference(ref),
      'เทศบาลเมืองบางพลี',
      said('console:agency-type.local'),
      said('console:issuer.dla'),
      'สมหญิง ใจงาม',
      'ปลัดเทศบาล',
      '<a href="tel:+6623373412">0 2337 3412 ต่อ 105</a>',
      '<a href="mailto:s@bangplee.go.th">s@bangplee.go.th</a>',
      said('console:request.has-no-digital-id'),
      '23 พ.ย. 2569 10:00 น.',
      said('requests:status.new'),
      said('requests:history.file'),
    ])
      expect(text).toContain(shown);
  });

  test('shows the thread as a conversation, by day, with what was unsent gone', async () => {
    const ref = await claimed();
    await house.desk.queue.message(kanda, ref, { text: 'บรรทัดแรก\nบรรทัดสอง' });
    await house.desk.change(ref, (request, _, clock) =>
      addOfficerMessage(request, { text: 'ตอบแล้ว', messageId: 'm1' }, clock),
    );
    const mine = await agent.get(pageOf(ref));
    expect(mine.text).toMatch(/entry staff mine[^]*บรรทัดแรก\nบรรทัดสอง[^]*entry officer[^]*ตอบแล้ว/);
    expect(mine.text).toContain('23 พฤศจิกายน 2569');
    const theirs = await colleague.get(pageOf(ref));
    expect(theirs.text).not.toContain('entry staff mine');
    expect(theirs.text).toContain(`<b>${kanda.email}</b>`);
  });

  test('shows what else the officer sent with a caption, and what they quote above the answer', async () => {
    const ref = await claimed();
    for (const text of ['ส่งหนังสือมอบอำนาจมาด้วยค่ะ', 'มี Digital ID แล้วหรือยังคะ'])
      await house.desk.queue.message(kanda, ref, { text });
    const seen = await house.desk.queue.thread(kanda, ref);
    if (!seen.ok) throw new Error('no thread');
    const [first] = seen.value;
    const officer = async (message: Partial<OfficerMessage>) =>
      house.desk.change(ref, (request, _, clock) =>
        addOfficerMessage(request, { text: '', messageId: 'm1', ...message }, clock),
      );
    const set = { id: 's', index: 2, total: 3 };
    const media = { contentId: 'm1', fileName: null, size: null, set };
    await officer({ kind: 'image', media, quotes: first?.lineId ?? null });
    await officer({ kind: 'sticker', text: 'OK', quotes: 'of the assistant' });
    await officer({ kind: 'file', media: { ...media, fileName: 'หนังสือ <1>.pdf', set: null } });
    const { text } = await agent.get(pageOf(ref));
    const unopened = said('requests:media.unopened');
    expect(text).toMatch(
      /<blockquote class="entry-quote">[^]*?ส่งหนังสือมอบอำนาจมาด้วยค่ะ[^]*?<\/blockquote>[^]*?\[รูปภาพ 2\/3\]/,
    );
    expect(text).toContain(`[รูปภาพ 2/3] ${unopened}`);
    expect(text).toContain('[สติกเกอร์] OK<');
    expect(text).toContain(said('requests:thread.elsewhere'));
    expect(text).toContain(`[ไฟล์] หนังสือ &lt;1&gt;.pdf ${unopened}`);
  });

  test('out of scope or unknown is 404, for reading and for acting', async () => {
    const { ref } = await house.desk.file({ issuer: 'dla', agencyType: 'local', agencyName: 'อบต.ลับ' });
    for (const answer of [
      await colleague.get(pageOf(ref)),
      await colleague.get(pageOf('999999999')),
      await colleague.get('/console/requests/%00'),
      await colleague.post(`${pageOf(ref)}/claim`, {}),
      await colleague.post(`${pageOf(ref)}/nonsense`, {}),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('อบต.ลับ');
    }
    expect((await record(ref)).assignee).toBeNull();
  });

  test('what the officer withdrew consent for is gone, and nothing can be done', async () => {
    const ref = await claimed();
    await house.desk.change(ref, eraseRequest);
    const page = await agent.get(pageOf(ref));
    expect(page.text).toContain(said('console:request.erased'));
    expect(page.text).not.toContain('สมชาย');
    expect(movesOn(page)).toEqual([]);
  });

  test('says that an officer who blocks the account is not reached', async () => {
    const ref = await claimed();
    await house.desk.change(ref, (request, _, clock) => setBlocked(request, true, clock));
    const { text } = await agent.get(pageOf(ref));
    expect(text).toContain(said('console:request.blocked'));
    expect(text).toContain(said('console:act.not-told'));
  });

  test('tells which message did not reach the officer, and why', async () => {
    const { desk } = house;
    const ref = await newRequest();
    await desk.queue.claim(kanda, ref);
    desk.time.now += 60_000;
    await desk.queue.message(kanda, ref, { text: 'ถึงหรือไม่' });
    await deadLetter(desk, ref, 'quota-exhausted');
    const { text } = await agent.get(pageOf(ref));
    const cause = said('console:undelivered.cause.quota-exhausted');
    expect(text).toContain(said('console:delivery.failed', { cause }));
    expect(text).not.toContain(said('console:undelivered.title'));
    expect(text).toMatch(/action="[^"]*\/messages\/[^"]*\/resend"/);
  });
});

test('what the system told and LINE did not take stands above, and can be given up', async () => {
  const ref = await newRequest();
  await house.desk.queue.claim(kanda, ref);
  await deadLetter(house.desk, ref, 'rejected');
  const { text } = await agent.get(pageOf(ref));
  expect(text).toContain(said('console:undelivered.of', { action: said('requests:history.claim') }));
  const [, drop = ''] = /action="([^"]*\/drop)"/.exec(text) ?? [];
  expect((await agent.post(drop, {})).headers.get('location')).toBe(pageOf(ref));
  const after = await agent.get(pageOf(ref));
  expect(after.text).toContain(said('console:done.drop'));
  expect(after.text).not.toContain(said('console:undelivered.title'));
  expect((await agent.post(drop, {})).text).toContain(said('requests:refusal.not-undelivered'));
});

test('an officer who blocks the account is told of before one writes, with the telephone to call', async () => {
  const ref = await claimed();
  await house.desk.change(ref, (request, _, clock) => setBlocked(request, true, clock));
  const page = await agent.get(pageOf(ref));
  expect(page.text).toMatch(
    new RegExp(`id="compose">[^]*${said('console:act.message-blocked')}[^]*href="tel:`),
  );
  expect(page.text).not.toContain('id="text"');
  const refused = await sendFrom(agent, page, ref, 'message', { text: 'ยังส่งได้ไหม' });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain(said('requests:refusal.blocked'));
  expect(refused.text).toContain('ยังส่งได้ไหม');
});

describe('what a page offers', () => {
  test.each([
    ['of a new request', newRequest, () => agent, ['claim']],
    ['of a new request, to a supervisor', newRequest, () => supervisor, ['assign', 'claim']],
    ['of one’s own', claimed, () => agent, ['message', 'release', 'resolve']],
    ['of another’s', claimed, () => colleague, []],
    ['of another’s, to a supervisor', claimed, () => supervisor, ['assign', 'message', 'release', 'resolve']],
  ])('%s', async (_, make, who, moves) => {
    const page = await who().get(pageOf(await make()));
    expect(movesOn(page)).toEqual(moves);
  });

  test('of another’s, says who has it', async () => {
    const { text } = await colleague.get(pageOf(await claimed()));
    expect(text).toContain(said('console:request.held-by-other', { by: kanda.email }));
  });

  test('of a closed request is to reopen it, with its outcome and note told', async () => {
    const ref = await claimed();
    await house.desk.queue.resolve(kanda, ref, {
      disposition: 'referred',
      note: 'โทรแล้ว',
      reason: 'ส่งให้ สถ.',
    });
    const page = await colleague.get(pageOf(ref));
    expect(movesOn(page)).toEqual(['reopen']);
    expect(page.text).toContain(said('requests:disposition.referred'));
    expect(page.text).toContain('โทรแล้ว');
  });

  test('to a supervisor are colleagues in the request’s scope', async () => {
    const { ref } = await house.desk.file({ issuer: 'dla', agencyType: 'local' });
    const { text } = await supervisor.get(pageOf(ref));
    expect(text).toContain(`<option value="${kanda.email}"`);
    expect(text).not.toContain(`<option value="${wanida.email}"`);
    expect((await agent.get(pageOf(ref))).text).not.toContain('<option');
  });

  test('for closing is each outcome with the very message that the officer will get', async () => {
    const ref = await claimed();
    const { text } = await agent.get(pageOf(ref));
    const params = { ref: formatReference(ref), reason: said('console:act.reason-here') };
    for (const disposition of dispositionsOf('token')) {
      const told = needsReason(disposition) ? 'told.because.token' : 'told.resolved';
      const key = disposition === 'issued' ? 'told.issued.dga' : `${told}.${disposition}`;
      expect(text).toContain(said(`requests:${key}`, params));
    }
    expect(text).not.toContain('value="answered"');
    house.desk.pushed.length = 0;
    const reason = 'เอกสารไม่ครบ';
    await send(agent, ref, 'resolve', { disposition: 'declined', reason });
    expect(house.desk.pushed.at(-1)?.text).toBe(
      said('requests:told.because.token.declined', { ...params, reason }),
    );
    expect((await agent.get(pageOf(ref))).text).toContain(reason);
  });

  test('for closing a question are its own outcomes; the page and the queue say what it is about', async () => {
    const filed = await house.desk.file({
      ...questionFiling,
      subject: 'เข้าระบบ <info.go.th> ไม่ได้',
      said: [],
    });
    await house.desk.queue.claim(kanda, filed.ref);
    const { text } = await agent.get(pageOf(filed.ref));
    expect(text).toContain('value="answered"');
    expect(text).not.toMatch(/value="(issued|declined)"/);
    expect(text).toContain('เข้าระบบ &lt;info.go.th&gt; ไม่ได้');
    expect((await agent.get('/console?tab=mine')).text).toContain('เข้าระบบ &lt;info.go.th&gt; ไม่ได้');
  });
});

describe('a move that is made', () => {
  test('leads back to the page, which says so once', async () => {
    const ref = await newRequest();
    const answer = await send(agent, ref, 'claim');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(pageOf(ref));
    expect((await agent.get(pageOf(ref), { 'x-console-live': '1' })).text).not.toContain('id="notice"');
    expect((await agent.get(pageOf(ref))).text).toContain(said('console:done.claim'));
    expect((await agent.get(pageOf(ref))).text).not.toContain('id="notice"');
  });

  test('runs through the whole errand', async () => {
    const ref = await newRequest();
    await send(agent, ref, 'claim');
    expect(await record(ref)).toMatchObject({ status: 'claimed', assignee: kanda.email });
    await send(agent, ref, 'message', { text: 'ขอเอกสาร\r\nเพิ่มเติม' });
    expect(await record(ref)).toMatchObject({ status: 'waiting' });
    const thread = await house.desk.queue.thread(kanda, ref);
    expect(thread.ok && thread.value.at(-1)?.text).toBe('ขอเอกสาร\nเพิ่มเติม');
    await send(agent, ref, 'release');
    expect(await record(ref)).toMatchObject({ status: 'new', assignee: null });
    await send(supervisor, ref, 'assign', { to: wanida.email });
    expect(await record(ref)).toMatchObject({ status: 'claimed', assignee: wanida.email });
    await send(colleague, ref, 'resolve', { disposition: 'issued', note: 'แจ้งทางโทรศัพท์' });
    expect(await record(ref)).toMatchObject({
      status: 'resolved',
      disposition: 'issued',
      note: 'แจ้งทางโทรศัพท์',
    });
    await send(agent, ref, 'reopen');
    expect(await record(ref)).toMatchObject({ status: 'new', disposition: null });
    const { text } = await agent.get(pageOf(ref));
    for (const action of ['claim', 'message', 'release', 'assign', 'resolve', 'reopen'])
      expect(text).toContain(`<b>${said(`requests:history.${action}`)}</b>`);
    expect(text).toContain(said('console:history.to', { assignee: wanida.email }));
  });

  test('can be made from the queue', async () => {
    const ref = await newRequest();
    const queue = await agent.get('/console');
    const row = queue.text.slice(queue.text.indexOf(`id="row-${ref}"`));
    const version = /name="version" value="(\d+)"/.exec(row)?.[1] ?? '';
    const answer = await agent.post(`${pageOf(ref)}/claim`, { version });
    expect(answer.headers.get('location')).toBe(pageOf(ref));
    expect((await record(ref)).assignee).toBe(kanda.email);
  });

  test('shows the page itself to a script, in one exchange', async () => {
    const ref = await newRequest();
    await agent.get(pageOf(ref));
    const answer = await agent.post(
      `${pageOf(ref)}/claim`,
      { version: '1' },
      { headers: { 'hx-request': 'true' } },
    );
    expect(answer.status).toBe(303);
    const page = await agent.get(answer.headers.get('location') ?? '', { 'hx-request': 'true' });
    expect(page.text).toContain(said('console:done.claim'));
    expect(movesOn(page)).toEqual(['message', 'release', 'resolve']);
  });
});

describe('a move that is refused', () => {
  test('of two who claim what both have before them, the slower learns who was faster', async () => {
    const ref = await newRequest();
    const [mine, theirs] = [await agent.get(pageOf(ref)), await colleague.get(pageOf(ref))];
    expect((await sendFrom(agent, mine, ref, 'claim')).status).toBe(303);
    const lost = await sendFrom(colleague, theirs, ref, 'claim');
    expect(lost.status).toBe(409);
    expect(lost.text).toContain(said('requests:refusal.held-by-other', { by: kanda.email }));
    expect(movesOn(lost)).toEqual([]);
    expect(await record(ref)).toMatchObject({ assignee: kanda.email });
  });

  test('on a page that is behind says so, shows what is new and keeps what was typed', async () => {
    const ref = await claimed();
    const page = await agent.get(pageOf(ref));
    await house.desk.change(ref, (request, _, clock) =>
      addOfficerMessage(request, { text: 'ขอแก้ชื่อผู้ติดต่อ', messageId: 'm9' }, clock),
    );
    const typed = 'ได้รับเอกสารแล้ว';
    const refused = await sendFrom(agent, page, ref, 'message', { text: typed });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(said('requests:refusal.stale'));
    expect(refused.text).toContain('ขอแก้ชื่อผู้ติดต่อ');
    expect(refused.text).toMatch(new RegExp(`name="text"[^>]*>\\s*${typed}</textarea>`));
    expect((await sendFrom(agent, refused, ref, 'message', { text: typed })).status).toBe(303);
  });

  test('because another has it by now names them, with what was typed to be copied', async () => {
    const ref = await claimed();
    const page = await agent.get(pageOf(ref));
    await house.desk.queue.assign(prasert, ref, { to: wanida.email });
    const refused = await sendFrom(agent, page, ref, 'message', { text: 'กำลังตรวจสอบ' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(wanida.email);
    expect(refused.text).toMatch(/<textarea id="kept"[^>]*readonly[^>]*>\s*กำลังตรวจสอบ<\/textarea>/);
  });

  test('because the officer withdrew says what the request is now, with the note to be copied', async () => {
    const ref = await claimed();
    await house.desk.change(ref, (request, _, clock) => withdrawRequest(request, clock));
    const refused = await agent.post(`${pageOf(ref)}/resolve`, { disposition: 'issued', note: 'บันทึกไว้' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(
      said('requests:refusal.not-allowed', { status: said('requests:disposition.withdrawn') }),
    );
    expect(refused.text).toMatch(/<textarea id="kept"[^>]*>\s*บันทึกไว้<\/textarea>/);
  });

  test.each([
    ['an empty message', 'message', { text: '  ' }, 422, 'requests:refusal.invalid-empty'],
    [
      'a message too long',
      'message',
      { text: 'ก'.repeat(maxMessageLength + 1) },
      422,
      'requests:refusal.invalid-too-long',
    ],
    ['no outcome', 'resolve', { note: 'x' }, 422, 'console:refusal.disposition-missing'],
    [
      'an outcome there is not',
      'resolve',
      { disposition: 'lost' },
      422,
      'console:refusal.disposition-missing',
    ],
    [
      'a note too long',
      'resolve',
      { disposition: 'issued', note: 'ก'.repeat(2001) },
      422,
      'requests:refusal.invalid-too-long',
    ],
  ])('with %s says how to mend it, on the same page', async (_, move, fields, status, key) => {
    const ref = await claimed();
    const refused = await send(agent, ref, move, fields);
    expect(refused.status).toBe(status);
    expect(refused.text).toContain(said(key));
    for (const typed of Object.values(fields).filter((value) => value.trim().length > 4))
      expect(refused.text).toContain(typed);
    expect(await record(ref)).toMatchObject({ status: 'claimed' });
  });

  test('a refused closing stays open, with its outcome chosen and its note kept', async () => {
    const ref = await claimed();
    const refused = await agent.post(`${pageOf(ref)}/resolve`, {
      version: '1',
      disposition: 'referred',
      note: 'ส่งต่อจังหวัด',
      reason: 'เป็นหน้าที่ของจังหวัด',
    });
    expect(refused.text).toMatch(/<details[^>]* open>/);
    expect(refused.text).toMatch(/value="referred"[^>]* checked/);
    expect(refused.text).toMatch(/name="note"[^>]*>\s*ส่งต่อจังหวัด<\/textarea>/);
    expect(refused.text).toMatch(/name="reason"[^>]*>\s*เป็นหน้าที่ของจังหวัด<\/textarea>/);
  });

  test('a closing without the reason that the officer reads says so', async () => {
    const ref = await claimed();
    const refused = await send(agent, ref, 'resolve', { disposition: 'other', reason: '  ' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said('requests:refusal.invalid-reason-missing'));
  });

  test('assigning is for supervisors', async () => {
    const ref = await claimed();
    const refused = await agent.post(`${pageOf(ref)}/assign`, { to: wanida.email });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(said('requests:refusal.forbidden'));
    expect((await record(ref)).assignee).toBe(kanda.email);
  });

  test('assigning to nobody there is names the reason', async () => {
    const ref = await newRequest();
    const refused = await send(supervisor, ref, 'assign', { to: 'nobody@dga.or.th' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said('requests:refusal.invalid-unknown-staff'));
  });
});
