import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Understanding } from '../../flows/understanding.ts';
import { openUnclear } from '../../src/learning/unclear.ts';
import type { Chat } from '../support/chat.ts';
import { startChat } from '../support/chat.ts';

const today = '2026-11-23';
const nothing: Understanding = {
  outcome: 'none',
  intent: null,
  choices: [],
  gap: null,
  score: 0,
  agency: null,
  language: 'th',
  isQuestion: true,
  why: '',
};
/** Understands three questions, in the three ways there are. */
function understand(text: string): Understanding {
  if (text.startsWith('คู่มือ')) return { ...nothing, outcome: 'answer', intent: 'manual' };
  if (text.startsWith('สมัคร')) return { ...nothing, outcome: 'choices', choices: ['signup', 'digital-id'] };
  return nothing;
}

let chat: Chat;
beforeEach(() => {
  chat = startChat({ understand });
});
afterEach(() => chat.close());

const kept = async () => (await chat.store.listUnclear(100)).map((record) => openUnclear(chat.vault, record));
const tallies = () => chat.store.readTallies({ from: today, to: today });
const buttons = (): string[] =>
  chat.sent.at(-1)?.says.flatMap(({ choices = [] }) => choices.map(({ action }) => action)) ?? [];

describe('a text that was not understood', () => {
  const text = 'หน้าจอค้าง';

  test('is kept by its day, without whose it is, and sealed', async () => {
    await chat.say('1932');
    await chat.say(text);
    expect(await kept()).toEqual([{ text, outcome: 'none', offered: [], chosen: null, day: today }]);
    const [record] = await chat.store.listUnclear(1);
    expect(Object.keys(record ?? {}).toSorted()).toEqual(['day', 'id', 'sealed']);
    expect(JSON.stringify(record)).not.toContain(chat.vault.officerKey('Uofficer'));
    expect(JSON.stringify(record)).not.toContain(text);
  });

  test('is not kept without consent', async () => {
    await chat.say(text);
    await chat.say('ไม่ยินยอม');
    await chat.say(text);
    expect(await kept()).toEqual([]);
  });

  test('is kept with its numbers masked', async () => {
    await chat.say('1932');
    await chat.say('บัตร 3100600445635 หน้าจอค้าง');
    await chat.say('เลขที่ 123456789012345 หน้าจอค้าง');
    for (const one of await kept()) expect(one?.text).not.toMatch(/\d{6}/);
  });

  test('goes with its message when that is unsent', async () => {
    await chat.say('1932');
    await chat.put({ kind: 'text', text, messageId: 'm-unsent' });
    expect(await kept()).toHaveLength(1);
    await chat.put({ kind: 'unsend', messageId: 'm-unsent' });
    expect(await kept()).toEqual([]);
  });

  test('goes, as far as it can be told whose it was, when consent is withdrawn', async () => {
    await chat.say('1932');
    await chat.say(text);
    await chat.say('ถอนความยินยอม');
    expect(await kept()).toHaveLength(1);
    await chat.press('confirm:consent:yes');
    expect(await kept()).toEqual([]);
  });

  test('for staff, or typed into the form, is none', async () => {
    await chat.say('1932');
    await chat.press('human');
    await chat.say('เรื่องที่ถามเจ้าหน้าที่');
    await chat.say('ข้อความถึงเจ้าหน้าที่');
    await chat.say('เมนู', 'Uother');
    await chat.say('1932', 'Uother');
    await chat.press('request-new', 'Uother');
    await chat.press('type:local', 'Uother');
    await chat.press('confirm:assist:yes', 'Uother');
    await chat.say('ชื่อที่ไม่มีใครรู้จัก', 'Uother');
    expect(await kept()).toEqual([]);
  });
});

describe('what was meant', () => {
  test('is shown by the alternative that is chosen', async () => {
    await chat.say('1932');
    await chat.say('สมัครยังไง');
    await chat.press('answer:digital-id');
    const offered = ['signup', 'digital-id'];
    expect(await kept()).toEqual([
      { text: 'สมัครยังไง', outcome: 'choices', offered, chosen: 'digital-id', day: today },
    ]);
  });

  test('is shown as well by an alternative whose label is typed, as LINE for PC has no buttons', async () => {
    await chat.say('1932');
    await chat.say('สมัครยังไง');
    await chat.say('สมัคร Digital ID');
    expect(await kept()).toEqual([expect.objectContaining({ text: 'สมัครยังไง', chosen: 'digital-id' })]);
  });

  test('was none of these, and the officer is asked to put it another way', async () => {
    await chat.say('1932');
    await chat.say('สมัครยังไง');
    const [answer] = await chat.press(chat.actionOf('ไม่ใช่ข้อใดเลย'));
    expect(answer?.says.map(({ say }) => say)).toEqual(['unknown.rephrase']);
    expect(await kept()).toEqual([expect.objectContaining({ text: 'สมัครยังไง', chosen: 'none' })]);
  });

  test('is not told by what is pressed much later', async () => {
    await chat.say('1932');
    await chat.say('หน้าจอค้าง');
    chat.advance(60 * 60 * 1000);
    await chat.press('answer:manual');
    expect(await kept()).toEqual([expect.objectContaining({ chosen: null })]);
  });

  test('was not what was answered: the question is kept with the answer', async () => {
    await chat.say('1932');
    await chat.say('คู่มือเล่มไหน');
    await chat.press('helped:no:manual');
    expect(await kept()).toEqual([
      { text: 'คู่มือเล่มไหน', outcome: 'answer', offered: ['manual'], chosen: null, day: today },
    ]);
  });
});

describe('whether an answer helped', () => {
  const answered = { day: today, entry: 'manual', what: 'answered', count: 1 };

  test('is asked in the row of buttons, never by a message, and counted once', async () => {
    const [answer] = await chat.say('คู่มือ');
    expect(answer?.messages).toHaveLength(1);
    expect(buttons().slice(-2)).toEqual(['helped:yes:manual', 'helped:no:manual']);
    await chat.press('helped:yes:manual');
    await chat.press('helped:yes:manual');
    await chat.press('helped:no:manual');
    expect(await tallies()).toEqual([answered, { ...answered, what: 'helped' }]);
  });

  test('a button of an older answer is thanked for and not counted', async () => {
    await chat.say('คู่มือ');
    await chat.press('answer:deadline');
    const [thanks] = await chat.press('helped:yes:manual');
    expect(thanks?.says.map(({ say }) => say)).toEqual(['helped.thanks']);
    expect((await tallies()).filter(({ what }) => what !== 'answered')).toEqual([]);
  });

  test('one that did not leads to topics and a person', async () => {
    await chat.say('คู่มือ');
    await chat.press('helped:no:manual');
    expect(buttons()).toEqual(expect.arrayContaining(['human', 'answer:signup']));
    expect(await tallies()).toEqual([answered, { ...answered, what: 'not-helped' }]);
  });

  test('is asked of an issuer card too, and counted as the answer that the card gives', async () => {
    await chat.say('1932');
    await chat.press('type:local');
    expect(buttons().slice(-2)).toEqual(['helped:yes:token-local', 'helped:no:token-local']);
    await chat.press('helped:yes:token-local');
    await chat.press('repeat');
    expect(buttons()).not.toContain('helped:yes:token-local');
    const card = { day: today, entry: 'token-local', what: 'answered', count: 1 };
    expect(await tallies()).toEqual([card, { ...card, what: 'helped' }]);
  });

  test('is not asked of a card that the form shows', async () => {
    await chat.say('1932');
    await chat.press('request-new');
    await chat.press('type:local');
    expect(buttons()).toEqual(['confirm:assist:yes', 'confirm:assist:no', 'back', 'cancel']);
    expect(await tallies()).toEqual([]);
  });

  test('is not asked in the middle of a form, and the answer is counted', async () => {
    await chat.say('1932');
    await chat.press('request-new');
    await chat.press('type:central-government');
    await chat.say('คู่มืออยู่ที่ไหน');
    expect(buttons()).not.toContain('helped:yes:manual');
    expect(await tallies()).toEqual([answered]);
  });

  test('is not asked while staff are in the conversation', async () => {
    await chat.say('1932');
    await chat.press('human');
    await chat.press('skip');
    await chat.press('answer:manual');
    expect(buttons()).not.toContain('helped:yes:manual');
  });
});
