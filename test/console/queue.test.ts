import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatReference } from '../../src/requests/reference.ts';
import { filing, questionFiling } from '../requests/build.ts';
import { kanda, prasert, wanida } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, words } from './house.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs } from './visitor.ts';

let house: House;
let visitor: Visitor;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(kanda, prasert, wanida);
});
afterAll(() => house.close());

/** References of the rows, in order. */
function rowsOf(text: string): string[] {
  return [...text.matchAll(/id="row-(\d{9})"/g)].map((match) => match[1] ?? '');
}

function countsOf(text: string): number[] {
  return [...text.matchAll(/<span class="count">(\d+)<\/span>/g)].map((match) => Number(match[1]));
}

describe('the queue', () => {
  const refs: Record<string, string> = {};
  beforeAll(async () => {
    const { desk } = house;
    const hourMs = 3_600_000;
    const file = async (name: string, hours: number, changed: Parameters<typeof desk.file>[0]) => {
      const { ref } = await desk.file({ ...changed, dueAt: desk.time.now + hours * hourMs });
      refs[name] = ref;
    };
    await file('late', -30, { agencyName: 'เทศบาลเมืองบางพลี', agencyType: 'local', issuer: 'dla' });
    await file('soon', 2, { agencyName: 'จังหวัดเชียงใหม่' });
    await file('question', 5, { ...questionFiling, ref: '100000009' });
    await file('mine', 8, { agencyName: 'กรมการปกครอง', agencyType: 'central-government' });
    await file('waiting', 9, { agencyName: 'กรมการปกครอง', agencyType: 'central-government' });
    await file('theirs', 10, { agencyName: 'การประปาส่วนภูมิภาค', agencyType: 'state-enterprise' });
    await file('closed', 11, { agencyName: 'มหาวิทยาลัยขอนแก่น', agencyType: 'state-university' });
    const { queue } = desk;
    const ref = (name: string): string => refs[name] ?? '';
    await queue.claim(kanda, ref('mine'));
    await queue.claim(kanda, ref('waiting'));
    await queue.message(kanda, ref('waiting'), { text: 'สวัสดี' });
    await queue.claim(prasert, ref('theirs'));
    await queue.claim(prasert, ref('closed'));
    await queue.resolve(prasert, ref('closed'), { disposition: 'issued' });
    visitor = await visitorAs(house.origin, kanda);
  });

  const expectRows = (text: string, names: readonly string[]): void =>
    expect(rowsOf(text)).toEqual(names.map((name) => refs[name]));

  test.each([
    ['/console', ['late', 'soon', 'question']],
    ['/console?tab=mine', ['mine', 'waiting']],
    ['/console?tab=waiting', ['waiting']],
    ['/console?tab=open', ['late', 'soon', 'question', 'mine', 'waiting', 'theirs']],
    ['/console?tab=closed', ['closed']],
    ['/console?tab=open&issuer=dla', ['late']],
    ['/console?tab=open&agencyType=central-government', ['mine', 'waiting']],
    ['/console?tab=open&kind=question', ['question']],
    [`/console?tab=open&q=${encodeURIComponent('เชียงใหม่')}`, ['soon']],
    ['/console?tab=nonsense&issuer=nobody&kind=x&after=y', ['late', 'soon', 'question']],
  ])('shows at %s what belongs there, the first due first', async (path, names) => {
    const answer = await visitor.get(path);
    expect(answer.status).toBe(200);
    expectRows(answer.text, names);
  });

  test('counts each tab under the filters that are set', async () => {
    expect(countsOf((await visitor.get('/console')).text)).toEqual([3, 0, 2, 1, 6, 1]);
    const filtered = await visitor.get(`/console?q=${encodeURIComponent('กรมการปกครอง')}`);
    expect(countsOf(filtered.text)).toEqual([0, 0, 2, 1, 2, 0]);
    expect(filtered.text).toContain(words.say('th', 'console:queue.empty.found'));
  });

  test('says how many new ones there are in the title, for a tab in the background', async () => {
    expect((await visitor.get('/console?tab=mine')).text).toContain('<title>(3) คิวคำขอ');
  });

  test('tells lateness in words, and from how long', async () => {
    const { text } = await visitor.get('/console');
    expect(text).toContain('เกินกำหนด 1 วัน');
    expect(text).toContain('เหลือ 2 ชั่วโมง');
    expect(text).toContain('23 พ.ย. 12:00 น.');
  });

  test('a whole reference leads to its request, in whichever tab it is and however it is written', async () => {
    const closed = refs.closed ?? '';
    for (const q of [closed, formatReference(closed), `คำขอเลขที่ ${formatReference(closed)}`]) {
      const answer = await visitor.get(`/console?q=${encodeURIComponent(q)}`);
      expect(answer.headers.get('location')).toBe(`/console/requests/${closed}`);
    }
  });

  test('one tells who holds what', async () => {
    const { text } = await visitor.get('/console?tab=open');
    expect(text).toContain(words.say('th', 'console:queue.held-by-me'));
    expect(text).toContain(prasert.email);
    expect(text).toContain(words.say('th', 'console:queue.nobody'));
  });

  test('offers a claim only of what nobody holds', async () => {
    const { text } = await visitor.get('/console?tab=open');
    const claims = [...text.matchAll(/action="\/console\/requests\/(\d+)\/claim"/g)].map((match) => match[1]);
    expect(claims).toEqual([refs.late, refs.soon, refs.question]);
  });

  test('shows nothing of the contact person', async () => {
    const { text } = await visitor.get('/console?tab=open');
    for (const value of Object.values(filing.contact)) expect(text).not.toContain(String(value));
  });

  test('links carry filters, and of what was typed only the search', async () => {
    const { text } = await visitor.get(
      `/console?tab=open&issuer=dga&q=${encodeURIComponent('กรม')}&email=a@b.go.th`,
    );
    const links = [...text.matchAll(/href="(\/console\?[^"]*)"/g)].map(
      (match) => new URL((match[1] ?? '').replaceAll('&amp;', '&'), house.origin).searchParams,
    );
    expect(links.length).toBeGreaterThan(4);
    for (const params of links)
      expect([...params.keys()].filter((key) => !['tab', 'q', 'issuer'].includes(key))).toEqual([]);
  });

  test('an empty tab says what to do', async () => {
    const own = await visitorAs(house.origin, wanida);
    const { text } = await own.get('/console?tab=mine');
    expect(text).toContain(words.say('th', 'console:queue.empty.mine'));
    expect(text).toContain(words.say('th', 'console:queue.empty-hint.mine'));
  });

  test('of somebody with fewer issuers leaves out the rest, in rows, counts and filters', async () => {
    const own = await visitorAs(house.origin, wanida);
    const { text } = await own.get('/console');
    expectRows(text, ['soon', 'question']);
    expect(countsOf(text)[0]).toBe(2);
    expect(text).toContain('<option value="dga"');
    expect(text).not.toContain('<option value="dla"');
    expect(rowsOf((await own.get('/console?tab=open&issuer=dla')).text)).toEqual([]);
    const answer = await own.get(`/console?q=${refs.late}`);
    expect(answer.status).toBe(200);
    expect(rowsOf(answer.text)).toEqual([]);
  });

  test('gives htmx the main part alone', async () => {
    const { text, headers } = await visitor.get('/console', { 'hx-request': 'true' });
    expect(text).toMatch(/^<title>[^<]*<\/title>\s*<main id="main"/);
    expect(text).not.toContain('<html');
    expect(headers.get('vary')).toContain('HX-Request');
  });
});

describe('a long queue', () => {
  test('comes in pages that leave nothing out and show nothing twice', async () => {
    const { desk } = house;
    const filed: string[] = [];
    for (let at = 0; at < 60; at += 1) {
      const { ref } = await desk.file({
        agencyType: 'new-form-agency',
        dueAt: desk.time.now + (at % 7) * 1000,
      });
      filed.push(ref);
    }
    const own = await visitorAs(house.origin, kanda);
    const seen: string[] = [];
    let path: string | undefined = '/console?agencyType=new-form-agency';
    let pages = 0;
    while (path !== undefined) {
      const { text } = await own.get(path);
      pages += 1;
      seen.push(...rowsOf(text));
      expect(text.includes(words.say('th', 'console:queue.first'))).toBe(pages > 1);
      expect(text).toContain(
        words.say('th', 'console:queue.shown', { shown: pages < 3 ? 25 : 10, total: 60 }),
      );
      path = /href="(\/console\?[^"]*after=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(pages).toBe(3);
    expect(seen).toHaveLength(60);
    expect(new Set(seen)).toEqual(new Set(filed));
  });
});
