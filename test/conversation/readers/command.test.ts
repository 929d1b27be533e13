import { describe, expect, test } from 'vitest';
import { parseAction } from '../../../flows/buttons.ts';
import { newContext } from '../../../flows/context.ts';
import { menu } from '../../../flows/menu.ts';
import { paths } from '../../../src/conversation/paths.ts';
import { at, claimedQuestion, facts, meaning, queuedQuestion, reads, waitingRequest } from '../officer.ts';

const command = reads('command');
const presence = reads('presence');

const everywhere = [...paths].filter((path) => path !== 'form.next');
const commands = Object.entries(menu.commands).flatMap(([action, each]) =>
  each.map((word) => ({ action, word })),
);
const fullWidth = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0);

describe('a command', () => {
  test.each(commands)('$word is $action at any point of the conversation', ({ action, word }) => {
    for (const path of everywhere.filter((each) => each !== 'form.position'))
      expect({ path, means: meaning(word, at(path)) }).toEqual({ path, means: parseAction(action) });
  });

  test.each([
    ['in capitals', (word: string) => word.toUpperCase()],
    ['with spaces around it', (word: string) => `  ${word} `],
    ['with a full stop', (word: string) => `${word}.`],
    ['in quotation marks, as the assistant writes it', (word: string) => `“${word}”`],
    ['with a man’s particle', (word: string) => `${word}ครับ`],
    ['with a woman’s particle', (word: string) => `${word} ค่ะ`],
    ['with another man’s particle', (word: string) => `${word} นะครับ`],
    ['in full-width letters', (word: string) => word.replaceAll(/[a-z]/g, fullWidth)],
    ['with an invisible space', (word: string) => `${word}\u200B`],
  ])('is understood %s', (_how, write) => {
    for (const { action, word } of commands)
      expect({ word, means: command(write(word), at('menu.usage')) }).toEqual({
        word,
        means: parseAction(action),
      });
  });

  test.each(['ขอเมนูหน่อยค่ะ', 'ช่วยยกเลิกด้วยครับ', 'ขอดูสถานะหน่อยนะคะ', 'สวัสดีครับ ขอเมนูหน่อย'])(
    'is understood in a courteous request: %j',
    (text) => {
      expect(command(text, at('menu.usage'))).not.toBeNull();
    },
  );

  test.each([
    'เมนูไหนใช้สมัคร Digital ID',
    'ยกเลิกคำขอเดิมได้ไหม',
    'ผมเป็นเจ้าหน้าที่ไอที',
    'สถานะเครื่องค้างทุกเครื่อง',
    'the menu on your website is broken',
  ])('is none within a sentence that says more: %j', (text) => {
    expect(command(text, at('menu.usage'))).toBeNull();
  });

  test('no word means two things', () => {
    const seen = new Map<string, string>();
    for (const { action, word } of commands) {
      expect(seen.get(word) ?? action).toBe(action);
      seen.set(word, action);
    }
  });

  test('“เจ้าหน้าที่” is a position where a position is asked for, and asks for one elsewhere', () => {
    expect(meaning('เจ้าหน้าที่', at('form.position'))).toMatchObject([
      { type: 'fill.position', value: 'เจ้าหน้าที่', messageId: 'm1' },
    ]);
    expect(meaning('เจ้าหน้าที่', at('form.name'))).toEqual([{ type: 'human' }]);
  });

  test.each(['สวัสดีครับ', 'ขอบคุณค่ะ', 'ยอมรับ', 'ทวน'])(
    '%j is said to the person who listens, where one does',
    (text) => {
      for (const request of [claimedQuestion, waitingRequest])
        expect(command(text, at('menu.usage', { facts: facts([request]) }))).toBeNull();
      expect(command(text, at('menu.usage', { facts: facts([queuedQuestion]) }))).not.toBeNull();
    },
  );

  test.each(['เมนู', 'กลับ', 'ยกเลิก', 'สถานะ', 'English', 'ถอนความยินยอม', 'ลบข้อมูล'])(
    '%j stays a command while a person listens',
    (text) => {
      expect(command(text, at('person.open', { facts: facts([claimedQuestion]) }))).not.toBeNull();
    },
  );
});

describe('“is anybody there?”', () => {
  const open = at('person.open', { facts: facts([queuedQuestion]) });

  test.each(['มีใครอยู่ไหม', 'มีใครอยู่ไหมคะ', 'ยังอยู่มั้ยครับ', 'ถึงคิวหรือยัง', 'Is anybody there?'])(
    '%j is told how the question stands',
    (text) => {
      expect(presence(text, open)).toEqual([{ reply: 'presence', ref: queuedQuestion.ref }]);
    },
  );

  test('is for the assistant to tell while somebody has it, too', () => {
    expect(meaning('มีใครอยู่ไหม', at('menu.usage', { facts: facts([claimedQuestion]) }))).toEqual([
      { reply: 'presence', ref: claimedQuestion.ref },
    ]);
  });

  test.each(['มีใครอยู่ที่สำนักงานบ้างไหม', 'อยู่ไหนคะ', 'ยังอยู่ในระบบเดิม'])('%j is something else', (text) => {
    expect(presence(text, open)).toBeNull();
  });

  test('asks nothing of a question that was never asked', () => {
    expect(presence('มีใครอยู่ไหม', at('menu.usage'))).toBeNull();
    const context = newContext();
    expect(presence('มีใครอยู่ไหม', at('consent.first', { context }))).toBeNull();
  });
});

describe('“never mind”', () => {
  const neverMind = reads('never mind');
  const texts = ['ไม่เป็นไรค่ะ', 'ไม่ต้องแล้ว แก้ได้แล้ว', 'ไม่เอาแล้วครับ', 'never mind'];

  test.each(texts)('%j leaves what was begun', (text) => {
    for (const path of ['form.name', 'form.review', 'person.subject'])
      expect({ path, means: neverMind(text, at(path)) }).toEqual({ path, means: [{ type: 'cancel' }] });
  });

  test.each(texts)('%j takes back a question that nobody has yet', (text) => {
    expect(neverMind(text, at('menu.usage', { facts: facts([queuedQuestion]) }))).toEqual([
      { type: 'request.withdraw', ref: queuedQuestion.ref },
    ]);
  });

  test('is an ordinary word to a person who listens, an answer to a question of yes or no, and nothing elsewhere', () => {
    expect(neverMind('ไม่เป็นไรค่ะ', at('form.name', { facts: facts([claimedQuestion]) }))).toBeNull();
    expect(neverMind('ไม่เอาแล้ว', at('form.cancel'))).toBeNull();
    expect(neverMind('ไม่เป็นไรค่ะ', at('menu.usage'))).toBeNull();
  });

  test.each(['ไม่เป็นไร เดี๋ยวส่งใหม่พรุ่งนี้', 'แก้ได้แล้วแต่ยังช้าอยู่'])('%j says more', (text) => {
    expect(neverMind(text, at('form.name'))).toBeNull();
  });
});
