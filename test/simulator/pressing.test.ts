import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { act } from '../../src/simulator/act.ts';
import { buttonsIn, quickRepliesIn } from '../../src/simulator/buttons.ts';
import { ImpossibleInLine } from '../../src/simulator/officer-actions.ts';
import { card } from './fake-account.ts';
import { startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let line: Harness;
let officer: string;

beforeEach(async () => {
  line = await startHarness();
  officer = line.platform.addOfficer().userId;
  await line.platform.sendFollow(officer);
});
afterEach(() => line.close());

const push = (...messages: object[]) => line.call('POST', '/v2/bot/message/push', { to: officer, messages });
const withQuickReplies = (...actions: object[]) => ({
  type: 'text',
  text: 'เลือก',
  quickReply: { items: actions.map((action) => ({ type: 'action', action })) },
});
const consent = { type: 'postback', label: 'ยินยอม', data: 'key=1', displayText: 'ยินยอม' };
const labels = () => buttonsIn(line.platform.chat(officer)).map(({ action }) => action['label']);
const lastEvents = () => line.platform.deliveries.at(-1)?.events;

describe('a quick reply', () => {
  test('sends its postback and shows its words, once', async () => {
    await push(withQuickReplies(consent));
    await line.platform.sendPress(officer, 'ยินยอม');
    expect(lastEvents()).toMatchObject([{ type: 'postback', postback: { data: 'key=1' } }]);
    expect(line.platform.chat(officer).last).toMatchObject({
      from: officer,
      display: true,
      content: { text: 'ยินยอม' },
    });
    expect(() => line.platform.sendPress(officer, 'ยินยอม')).toThrow(ImpossibleInLine);
  });

  test('without words of its own goes away all the same', async () => {
    await push(withQuickReplies({ type: 'postback', label: 'ข้าม', data: 'skip' }));
    await line.platform.sendPress(officer, 'ข้าม');
    expect(quickRepliesIn(line.platform.chat(officer))).toEqual([]);
  });

  test.each<{ who: string; write: () => Promise<unknown> }>([
    { who: 'the officer', write: () => line.platform.sendText(officer, 'hi') },
    { who: 'the account', write: () => push({ type: 'text', text: 'hi' }) },
  ])('is gone once $who writes something newer', async ({ write }) => {
    await push(withQuickReplies(consent));
    expect(labels()).toEqual(['ยินยอม']);
    await write();
    expect(labels()).toEqual([]);
  });

  test('of a message that is not the last of its call is never shown', async () => {
    await push(withQuickReplies(consent), { type: 'text', text: 'hi' });
    expect(labels()).toEqual([]);
  });
});

describe('a button of a card', () => {
  test('stays, however old', async () => {
    await push(card);
    await line.platform.sendText(officer, 'hi');
    await line.platform.sendPress(officer, 'ยื่นคำขอ Token');
    await line.platform.sendPress(officer, 'ยื่นคำขอ Token');
    expect(lastEvents()).toMatchObject([{ postback: { data: 'file' } }]);
  });

  test('that opens an address tells the account nothing', async () => {
    await push(card);
    expect(() => line.platform.sendPress(officer, 'โทร 0 2612 6060')).toThrow(ImpossibleInLine);
  });

  test('of a message action sends its text', async () => {
    await push({
      type: 'template',
      altText: 'x',
      template: { type: 'buttons', text: 'x', actions: [{ type: 'message', label: 'เมนู', text: 'เปิดเมนู' }] },
    });
    await line.platform.sendPress(officer, 'เมนู');
    expect(lastEvents()).toMatchObject([{ type: 'message', message: { type: 'text', text: 'เปิดเมนู' } }]);
  });

  test('of a date picker sends the date that was picked', async () => {
    await push(withQuickReplies({ type: 'datetimepicker', label: 'วันที่', data: 'day', mode: 'date' }));
    expect(() => line.platform.sendPress(officer, 'วันที่')).toThrow(ImpossibleInLine);
    await line.platform.sendPress(officer, 'วันที่', { params: { date: '2026-11-30' } });
    expect(lastEvents()).toMatchObject([{ postback: { data: 'day', params: { date: '2026-11-30' } } }]);
  });
});

test('a rich menu’s switch shows the other menu and tells the account', async () => {
  const { platform } = line;
  const switchTo = (alias: string) => ({
    areas: [{ action: { type: 'richmenuswitch', richMenuAliasId: alias, data: 'switched' } }],
  });
  const [first, second] = [platform.richMenus.create(switchTo('two')), platform.richMenus.create({})];
  platform.richMenus.default = first;
  platform.richMenus.aliases.set('two', second);
  act(platform, { do: 'press-menu', userId: officer, area: 0 });
  const { events } = await platform.waitFor('the postback', () =>
    platform.deliveries.find((delivery) => delivery.events[0]?.type === 'postback'),
  );
  expect(events).toMatchObject([
    { postback: { data: 'switched', params: { newRichMenuAliasId: 'two', status: 'SUCCESS' } } },
  ]);
  expect(platform.richMenus.shownTo(officer)?.richMenuId).toBe(second);
});
