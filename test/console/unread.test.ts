import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addOfficerMessage } from '../../src/requests/changes.ts';
import { formatReference } from '../../src/requests/reference.ts';
import { kanda, prasert } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, words } from './house.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs } from './visitor.ts';

let house: House;
let holder: Visitor;
let supervisor: Visitor;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(kanda, prasert);
  holder = await visitorAs(house.origin, kanda);
  supervisor = await visitorAs(house.origin, prasert);
});
afterAll(() => house.close());

const said = (key: string, params?: { [name: string]: string }): string => words.say('th', key, params);
const mark = `<span class="unread-mark">${said('console:queue.unread')}</span>`;

async function officerWrites(ref: string, text: string): Promise<void> {
  house.desk.time.now += 1000;
  await house.desk.change(ref, (request, _, clock) =>
    addOfficerMessage(request, { text, messageId: `${ref}-${text}` }, clock),
  );
}

/** A request that Kanda holds and whose officer answered. */
async function answered(): Promise<string> {
  const { ref } = await house.desk.file();
  await house.desk.queue.claim(kanda, ref);
  house.desk.time.now += 1000;
  await house.desk.queue.message(kanda, ref, { text: 'ขอชื่อผู้บริหาร' });
  await officerWrites(ref, 'ดร.สมชาย ใจกล้า');
  return ref;
}

async function rowIn(visitor: Visitor, tab: string, ref: string): Promise<string> {
  const { text } = await visitor.get(`/console?tab=${tab}`);
  return new RegExp(`<tr id="row-${ref}"[^]*?</tr>`).exec(text)?.[0] ?? '';
}

describe('an officer’s answer', () => {
  test('is marked for each who has not read it, and counted in the title', async () => {
    const ref = await answered();
    expect(await rowIn(holder, 'mine', ref)).toContain(mark);
    expect(await rowIn(holder, 'answered', ref)).toContain(formatReference(ref));
    expect(await rowIn(supervisor, 'open', ref)).toContain(mark);
    const { text } = await holder.get('/console?tab=mine');
    expect(text).toContain(
      `<title>${said('console:queue.count-in-title', { count: '1', title: '' }).trim()}`,
    );
  });

  test('is read by who opens its page, and by nobody else', async () => {
    const ref = await answered();
    await holder.get(`/console/requests/${ref}`);
    expect(await rowIn(holder, 'mine', ref)).not.toContain(mark);
    expect(await rowIn(holder, 'answered', ref)).toBe('');
    expect(await rowIn(supervisor, 'open', ref)).toContain(mark);
    await officerWrites(ref, 'เบอร์ตรง 044-217-040 ต่อ 1234');
    expect(await rowIn(holder, 'answered', ref)).toContain(mark);
  });

  test('is answered once staff wrote, and nothing to read once it is closed', async () => {
    const ref = await answered();
    house.desk.time.now += 1000;
    await house.desk.queue.message(kanda, ref, { text: 'ขอบคุณค่ะ' });
    expect(await rowIn(supervisor, 'open', ref)).not.toContain(mark);
    await officerWrites(ref, 'ยินดีค่ะ');
    await house.desk.queue.resolve(kanda, ref, { disposition: 'issued' });
    expect(await rowIn(supervisor, 'closed', ref)).not.toContain(mark);
  });
});
