import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../support/wait.ts';
import type { ApiAnswer, Installation, Phone } from './installation.ts';
import { openInstallation, phoneOf, referenceIn, say } from './installation.ts';

/** What only the officer and the staff may ever read. */
const officer = {
  lineName: 'สมหญิง',
  agency: 'องค์การบริหารส่วนตำบลบางพลีใหญ่',
  name: 'สมหญิง ศรีสะอาด',
  position: 'นักวิชาการคอมพิวเตอร์ปฏิบัติการ',
  phoneTyped: '๐๘-๑๒๓๔-๕๖๗๘',
  phone: '08 1234 5678',
  email: 'somying.si@bangplee.go.th',
  answer: 'ส่งหนังสือทางอีเมลแล้วเมื่อเช้านี้',
};
const nationalId = '1101700230708';
const staffMessage = 'โปรดส่งหนังสือขอใช้บริการของหน่วยงานทางอีเมล contact@dga.or.th';
const note = 'ประสานกรมส่งเสริมการปกครองท้องถิ่นแล้ว';

let house: Installation;
let phone: Phone;
/** Of an agent who sees the requests of the Department of Local Administration only. */
let token: string;
let ref: string;
/** The request as staff read it last. */
let seen: ApiAnswer;

beforeAll(async () => {
  house = await openInstallation();
  phone = phoneOf(house, officer.lineName);
  await house.staff('add', 'somsri@dga.or.th', '--role', 'agent', '--issuer', 'dla');
  token = (await house.staff('token', 'somsri@dga.or.th')).trim();
});
afterAll(() => house.close());

const request = async (): Promise<ApiAnswer> => {
  seen = await house.api(token, 'GET', `/requests/${ref}`);
  return seen;
};
const move = (name: string, json?: unknown, ifMatch = seen.etag): Promise<ApiAnswer> =>
  house.api(token, 'POST', `/requests/${ref}/${name}`, { json, ifMatch });

// Each test goes on where the one before ended, as the errand does. Every webhook arrives twice; `Phone` fails
// where the second one is answered too.
describe('the errand, from the first hello to the end', () => {
  test('the officer adds the account and is asked for consent first', async () => {
    const { text, via } = await phone.follow();
    expect(text).toContain(say('conversation:greeting.first'));
    expect(text).toContain('1');
    expect(via).toBe('reply');
  });

  test('1932 gives consent and goes all the way down the menu, with one answer', async () => {
    const { text } = await phone.write('๑๙๓๒');
    expect(text).toContain(say('conversation:menu.usage', { reminder: 'none' }).split('\n')[0]);
    expect(text).not.toContain(say('conversation:menu.info').split('\n')[1]);
  });

  test('a question in free Thai is answered with its source', async () => {
    const { text } = await phone.write('สมัครดิจิทัลไอดียังไงครับ');
    expect(text).toContain(say('faq:answer.digital-id').trim());
  });

  test('a national id is masked, and the officer is told why', async () => {
    const { text } = await phone.write(`เลขบัตรของฉันคือ ${nationalId}`);
    expect(text).toContain(say('conversation:masked.national-id'));
  });

  test('typing an agency’s name gives its type with the reason, and once confirmed the issuer’s card', async () => {
    await phone.write('#');
    await phone.press(say('conversation:choice.route'));
    const asked = await phone.write(officer.agency);
    expect(asked.text).toContain(say('routing:type.local'));
    const { text, messages } = await phone.press(say('conversation:choice.type-right'));
    expect(text).toContain(say('routing:issuer.dla.fullName'));
    expect(text).toContain('0 2241 9000');
    expect(messages).toContainEqual(expect.objectContaining({ type: 'flex' }));
    expect(JSON.stringify(messages)).toContain('tel:022419000');
  });

  test('a token request is filed, slot by slot, with texts and buttons', async () => {
    // Not DGA: the card was on screen already, and the filing asks the contact center to help.
    const { text: assist } = await phone.press(say('conversation:choice.request-new'));
    expect(assist).toContain(say('conversation:choice.assist'));
    const { text: asked } = await phone.press(say('conversation:choice.assist'));
    expect(asked).toContain(say('conversation:form.ask.name', { step: 2 }).split('\n')[0]);
    await phone.write(officer.name);
    await phone.write(officer.position);
    const { text: problem } = await phone.write('๐๘-๑๒๓๔');
    expect(problem).toContain(say('conversation:form.ask.phone', { step: 4 }).split('\n')[0]);
    await phone.write(officer.phoneTyped);
    // A question in the middle is answered, and the form goes on where it was.
    const { text: aside } = await phone.write('Token มีไว้ทำอะไร');
    expect(aside).toContain(say('conversation:form.ask.email', { step: 5 }).split('\n')[0]);
    await phone.write(officer.email);
    const { text: review } = await phone.press(say('conversation:choice.no-digital-id'));
    for (const value of [officer.agency, officer.name, officer.position, officer.phone, officer.email])
      expect(review).toContain(value);

    const { text: receipt } = await phone.press(say('conversation:choice.submit'));
    ref = referenceIn(receipt);
    expect(ref).toHaveLength(9);
    expect(receipt).toContain(say('conversation:form.next.dla'));
  });

  test('staff find the request in their queue, whole', async () => {
    const list = await house.api(token, 'GET', `/requests?status=new&q=${encodeURIComponent('บางพลีใหญ่')}`);
    expect(list.body).toMatchObject({ total: 1, next: null, items: [{ ref, version: 1 }] });
    expect((await request()).body).toMatchObject({
      ref,
      kind: 'token',
      status: 'new',
      issuer: 'dla',
      agencyType: 'local',
      agencyName: officer.agency,
      parentAgency: null,
      contact: {
        name: officer.name,
        position: officer.position,
        phone: officer.phone,
        email: officer.email,
      },
      hasDigitalId: false,
      assignee: null,
      disposition: null,
      lang: 'th',
    });
  });

  test('what is wrong is refused as agreed: unknown reference 404, forbidden move 409, stale ETag 412', async () => {
    const unknown = await house.api(token, 'GET', '/requests/111111111');
    const forbidden = await move('resolve', { disposition: 'issued' });
    const stale = await move('claim', undefined, '"99"');
    expect([unknown.status, forbidden.status, stale.status]).toEqual([404, 409, 412]);
    expect(forbidden.body).toMatchObject({ allowed: expect.arrayContaining(['claim']) });
    expect((await request()).body).toMatchObject({ status: 'new', version: 1 });
  });

  test('staff claim it, and the officer reads so', async () => {
    expect((await move('claim')).status).toBe(200);
    expect((await phone.hear()).text).toContain(
      say('requests:told.claimed', { ref: formatted() }).split('\n')[0],
    );
    expect((await request()).body).toMatchObject({ status: 'claimed', assignee: 'somsri@dga.or.th' });
  });

  test('staff write, and the officer’s next text is the answer in the thread', async () => {
    expect((await move('message', { text: staffMessage })).status).toBe(200);
    const { text, via } = await phone.hear();
    expect(text).toContain(staffMessage);
    expect(via).toBe('push');
    expect((await request()).body).toMatchObject({ status: 'waiting' });

    await phone.write(officer.answer);
    expect((await request()).body).toMatchObject({ status: 'claimed' });
    const { body } = await house.api(token, 'GET', `/requests/${ref}/thread`);
    expect(body['items']).toMatchObject([
      { from: 'staff', by: 'somsri@dga.or.th', text: staffMessage },
      { from: 'officer', text: officer.answer },
    ]);
  });

  test('staff close it, the officer reads the result and finds it under their requests', async () => {
    expect((await move('resolve', { disposition: 'issued', note })).status).toBe(200);
    expect((await phone.hear()).text).toContain(
      say('requests:told.resolved.issued', { ref: formatted() }).split('\n')[0],
    );
    const { text } = await phone.write('สถานะ');
    expect(text).toContain(formatted());
    expect(text).toContain(say('requests:officer-status.resolved'));
    expect((await request()).body).toMatchObject({ status: 'resolved', disposition: 'issued', note });
  });

  test('the metrics tell what happened', async () => {
    const metric = (name: string, labels = {}) => house.metric(name, labels);
    const events = house.platform.deliveries.length / 2;
    // What LINE took is settled with the next write.
    await waitFor(async () => (await metric('dga_outbox_pending')) === 0, { what: 'an empty outbox' });
    expect(await metric('dga_webhooks_total', { outcome: 'accepted' })).toBe(events * 2);
    expect(await metric('dga_events_total', { outcome: 'committed' })).toBe(events);
    expect(await metric('dga_events_total', { outcome: 'duplicate' })).toBe(events);
    expect(await metric('dga_sends_total', { outcome: 'sent', via: 'reply' })).toBe(events);
    expect(await metric('dga_sends_total', { outcome: 'sent', via: 'push' })).toBe(3);
    expect(await metric('dga_sends_total')).toBe(events + 3);
    expect(await metric('dga_requests', { status: 'resolved' })).toBe(1);
    expect(await metric('dga_requests')).toBe(1);
    expect(await metric('dga_dead_letters')).toBe(0);
    expect(await metric('dga_faq_total', { outcome: 'answer', intent: 'digital-id' })).toBe(1);
  });

  test('nothing personal is in the logs, nor in plain in the data folder', async () => {
    const secrets = [
      ...Object.values(officer),
      ...officer.name.split(' '),
      '0812345678',
      nationalId,
      staffMessage,
      note,
      phone.userId,
      token,
      house.settings['LINE_CHANNEL_SECRET'],
      house.settings['LINE_CHANNEL_ACCESS_TOKEN'],
      house.settings['DATA_KEYS']?.split(':')[1],
      ...house.platform.deliveries.flatMap(({ events }) =>
        events.flatMap((event) => ('replyToken' in event && event.replyToken ? [event.replyToken] : [])),
      ),
    ].map(String);
    const [logs, open] = [house.logs(), house.data()];
    // The write-ahead log goes into the database at the end, so both are looked at before and after.
    await house.app.stop();
    const closed = house.data();
    expect(open.includes(ref)).toBe(true);
    for (const secret of secrets) {
      expect([secret, logs.includes(secret)]).toEqual([secret, false]);
      expect([secret, open.includes(secret), closed.includes(secret)]).toEqual([secret, false, false]);
    }
    expect(house.app.ended()).toBe(0);
  });

  test('everything that went through LINE is as LINE describes it', () => {
    expect(house.spec.faults).toEqual([]);
    expect(house.platform.calls.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

const formatted = (): string => say('conversation:reference', { ref });

describe('two who ask at the same time', () => {
  test('have conversations of their own', async () => {
    const own = await openInstallation();
    try {
      const phones = ['ก', 'ข', 'ค'].map((name) => phoneOf(own, name));
      const texts = await Promise.all(
        phones.map(async (each, index) => {
          await each.follow();
          await each.write('1932');
          return (await each.write(['อบต.บางพลี ขอ token ที่ไหน', 'เมนู', '1942'][index] ?? '')).text;
        }),
      );
      expect(texts[0]).toContain(say('routing:issuer.dla.fullName'));
      expect(texts[1]).toContain(say('conversation:menu.main', { reminder: 'none' }).split('\n')[0]);
      expect(texts[2]).toContain(say('conversation:key.unknown', { key: '1942' }));
    } finally {
      await own.close();
    }
  });
});
