import { describe, expect, test } from 'vitest';
import { parseAction } from '../../flows/actions.ts';
import { ask } from '../../flows/asks.ts';
import { newContext } from '../../flows/context.ts';
import { languages } from '../../flows/domain.ts';
import { mediaKinds, slots } from '../../flows/events.ts';
import { menu } from '../../flows/menu.ts';
import { longPauseMs } from '../../src/conversation/interpret.ts';
import { labelOf } from '../../src/conversation/labels.ts';
import { paths } from '../../src/conversation/saved.ts';
import {
  aRequest,
  at,
  consented,
  facts,
  filling,
  hour,
  inbound,
  meaning,
  openQuestion,
  waitingRequest,
  words,
} from './officer.ts';

const everywhere = [...paths].filter((path) => path !== 'form.next' && path !== 'form.edit');
const commands = Object.entries(menu.commands).flatMap(([action, each]) =>
  each.map((word) => ({ action, word })),
);

describe('words of the menu', () => {
  test.each(commands)('$word is $action at any point of the conversation', ({ action, word }) => {
    for (const path of everywhere.filter((each) => each !== 'requests.reply' && each !== 'form.position'))
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
    ['with an invisible space', (word: string) => `${word}\u200b`],
  ])('every word is understood %s', (_how, write) => {
    for (const { action, word } of commands)
      expect({ word, means: meaning(write(word), at('usage')) }).toEqual({
        word,
        means: parseAction(action),
      });
  });

  test('a word within a sentence is no command', () => {
    expect(meaning('เมนูไหนใช้สมัคร Digital ID', at('usage'))).not.toEqual([{ type: 'menu' }]);
    expect(meaning('ยกเลิกคำขอเดิมได้ไหม', at('usage'))).not.toEqual([{ type: 'cancel' }]);
  });

  test('no word means two things', () => {
    const seen = new Map<string, string>();
    for (const { action, word } of commands) {
      expect(seen.get(word) ?? action).toBe(action);
      seen.set(word, action);
    }
  });

  test('“เจ้าหน้าที่” is a position where a position is asked for, and asks for one elsewhere', () => {
    expect(meaning('เจ้าหน้าที่', at('form.position'))).toEqual([
      { type: 'fill', slot: 'position', value: 'เจ้าหน้าที่', flags: [], messageId: 'm1' },
    ]);
    expect(meaning('เจ้าหน้าที่', at('form.name'))).toEqual([{ type: 'human' }]);
  });
});

describe('keys', () => {
  test('a key of the menu is pressed where it stands', () => {
    expect(meaning('9', at('main'))).toEqual([{ type: 'key', key: '9' }]);
    expect(meaning('กด ๓ ครับ', at('services'))).toEqual([{ type: 'key', key: '3' }]);
  });

  test.each([
    ['0', 'human'],
    ['*', 'back'],
    ['#', 'repeat'],
    ['๐', 'human'],
    ['＊', 'back'],
  ])('the chat’s own key %s is pressed at any point', (key, type) => {
    for (const path of everywhere)
      expect({ path, means: meaning(key, at(path)) }).toEqual({ path, means: [{ type }] });
  });

  test('keys typed ahead that start at the present menu go on from it', () => {
    expect(meaning('932', at('main'))).toEqual(['9', '3', '2'].map((key) => ({ type: 'key', key })));
  });

  test('keys typed ahead that start at the top are dialled from the top, wherever the officer is', () => {
    const dialled = [{ type: 'menu' }, ...['9', '3', '2'].map((key) => ({ type: 'key', key }))];
    for (const path of ['main', 'usage', 'card', 'receipt', 'requests.one', 'routing.pick', 'handoff'])
      expect({ path, means: meaning('1932', at(path)) }).toEqual({ path, means: dialled });
  });

  test('without consent the first key still asks for it', () => {
    const context = newContext();
    expect(meaning('1932', at('refused', { context }))).toEqual([
      { type: 'node', id: 'consent' },
      ...['1', '9', '3', '2'].map((key) => ({ type: 'key', key })),
    ]);
    expect(meaning('1932', at('consent', { context }))).toEqual(
      ['1', '9', '3', '2'].map((key) => ({ type: 'key', key })),
    );
  });

  test('in the form and in a message to staff digits are what was asked for', () => {
    expect(meaning('1932', at('form.phone'))).toEqual([
      { type: 'misfill', slot: 'phone', problem: 'requests:problem.phone-short-code' },
    ]);
    const context = { ...consented, ref: '123456782' };
    expect(meaning('12', at('requests.reply', { context, facts: facts([aRequest()]) }))).toEqual([
      { type: 'note', ref: '123456782', text: '12', messageId: 'm1', silent: false },
    ]);
  });
});

describe('what a button shows', () => {
  test('means the same typed as pressed, in either language', () => {
    for (const path of ['consent', 'main', 'services', 'usage', 'routing.pick', 'card', 'form.review'])
      for (const { choices = [] } of ask(path, at(path).context, facts()))
        for (const choice of choices)
          for (const language of languages) {
            const label = labelOf(choice, language, words);
            expect({ path, label, means: meaning(label, at(path)) }).toEqual({
              path,
              label,
              means: parseAction(choice.action),
            });
          }
  });

  test('may be typed without its key', () => {
    expect(meaning('บริการออนไลน์', at('main'))).toEqual(parseAction('key:main:9'));
  });

  test('below an answer is understood though the answer is no state of the conversation', () => {
    expect(meaning('หาผู้ออก Token', at('refused'))).toEqual([{ type: 'route' }]);
    expect(meaning('Find the issuer', at('service'))).toEqual([{ type: 'route' }]);
  });
});

describe('buttons', () => {
  test('mean their action', () => {
    expect(inbound({ kind: 'button', action: 'key:services:3' }, at('usage'))).toEqual([
      { type: 'node', id: 'services' },
      { type: 'key', key: '3' },
    ]);
  });

  test.each([
    '',
    'fly',
    'key:services',
    'key:nowhere:1',
    'type:moon',
    'answer:everything',
    'confirm:yes',
    'request:show:12',
    'menu:1',
  ])('of a flow that is no more have the question asked again: %j', (action) => {
    expect(inbound({ kind: 'button', action }, at('usage'))).toEqual([{ type: 'repeat' }]);
  });
});

test.each(mediaKinds)('%s is told apart', (media) => {
  expect(inbound({ kind: 'media', media }, at('usage'))).toEqual([{ type: 'media', kind: media }]);
});

describe('in the form', () => {
  test.each([
    ['agencyName', 'กรมการปกครอง', 'กรมการปกครอง'],
    ['parentAgency', 'กรมส่งเสริมการเกษตร', 'กรมส่งเสริมการเกษตร'],
    ['name', 'สมหญิง ใจดี', 'สมหญิง ใจดี'],
    ['position', 'ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ', 'ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ'],
    ['position', 'เจ้าหน้าที่บริหารงานทั่วไป', 'เจ้าหน้าที่บริหารงานทั่วไป'],
    ['phone', '๐ ๒๒๒๑ ๐๑๕๑ ต่อ ๑๒', '0 2221 0151 ต่อ 12'],
    ['email', 'Somying@DOPA.go.th', 'Somying@dopa.go.th'],
    ['hasDigitalId', 'มีแล้วครับ', true],
    ['hasDigitalId', 'ยังไม่ได้สมัครค่ะ', false],
  ] as const)('%s: %j is a value', (slot, text, value) => {
    expect(meaning(text, at(`form.${slot}`))).toEqual([
      { type: 'fill', slot, value, flags: [], messageId: 'm1' },
    ]);
  });

  test.each([
    ['agencyName', 'Digital ID สมัครอย่างไร', 'digital-id'],
    ['name', 'Token มีไว้ทำอะไร', 'token-purpose'],
    ['position', 'ขอ token ที่ไหน', 'token-request'],
    ['phone', 'ต้องกดอะไรบ้าง', 'phone-keys'],
    ['email', 'มีคู่มือไหม', 'manual'],
    ['hasDigitalId', 'Digital ID คืออะไร', 'digital-id'],
  ] as const)('%s: %j is a question, and answered', (slot, text, intent) => {
    expect(meaning(text, at(`form.${slot}`))).toContainEqual(
      expect.objectContaining({ type: 'answer', intent }),
    );
  });

  test('what can be neither taken nor answered is told how to mend', () => {
    expect(meaning('somchai.rid', at('form.email'))).toEqual([
      { type: 'misfill', slot: 'email', problem: 'requests:problem.email-no-at' },
    ]);
  });

  test('an e-mail outside the government is taken with a remark', () => {
    expect(meaning('vichai@gmail.com', at('form.email'))).toEqual([
      {
        type: 'fill',
        slot: 'email',
        value: 'vichai@gmail.com',
        flags: ['requests:flag.email-not-government'],
        messageId: 'm1',
      },
    ]);
  });

  test('asking for a person in a sentence is no value', () => {
    expect(meaning('ขอคุยกับเจ้าหน้าที่หน่อย', at('form.name'))).toContainEqual({ type: 'human' });
  });

  test.each(['10.30 น.', '12', '(081'])('digits and signs alone are no name: %j', (text) => {
    expect(meaning(text, at('form.name'))).toEqual([
      { type: 'misfill', slot: 'name', problem: 'requests:problem.name-unclear' },
    ]);
  });

  describe('after a long pause', () => {
    const later = { pauseMs: longPauseMs };

    test.each(slots)('%s: a text is a greeting rather than an answer', (slot) => {
      expect(meaning('อยู่ไหมเอ่ย', at(`form.${slot}`, later))).toEqual([{ type: 'return' }]);
    });

    test('a value that can be nothing else is taken', () => {
      expect(meaning('081-234-5678', at('form.phone', later))).toMatchObject([
        { type: 'fill', slot: 'phone' },
      ]);
      expect(meaning('a@dopa.go.th', at('form.email', later))).toMatchObject([
        { type: 'fill', slot: 'email' },
      ]);
      expect(meaning('มี', at('form.hasDigitalId', later))).toMatchObject([
        { type: 'fill', slot: 'hasDigitalId' },
      ]);
    });

    test('a question is answered all the same', () => {
      expect(meaning('Digital ID สมัครอย่างไร', at('form.name', later))).toContainEqual(
        expect.objectContaining({ type: 'answer', intent: 'digital-id' }),
      );
    });

    test('shortly before it a text still is the answer', () => {
      const sooner = { pauseMs: longPauseMs - 1 };
      expect(meaning('อยู่ไหมเอ่ย', at('form.name', sooner))).toMatchObject([{ type: 'fill', slot: 'name' }]);
    });
  });
});

describe('yes and no', () => {
  test.each([
    ['routing.confirm', 'type'],
    ['form.assist', 'assist'],
    ['form.cancel', 'discard'],
    ['requests.withdraw', 'withdraw'],
  ])('in words answer the question of %s', (path, about) => {
    for (const text of ['ใช่', 'ครับ', 'ใช่ค่ะ', 'ตกลง', 'OK', 'Yes'])
      expect({ text, means: meaning(text, at(path)) }).toEqual({
        text,
        means: [{ type: 'confirm', about, yes: true }],
      });
    for (const text of ['ไม่', 'ไม่ใช่', 'ไม่ใช่ครับ', 'No'])
      expect({ text, means: meaning(text, at(path)) }).toEqual({
        text,
        means: [{ type: 'confirm', about, yes: false }],
      });
  });

  test('mean nothing where no such question is asked', () => {
    expect(meaning('ใช่', at('usage'))).toEqual([{ type: 'unknown' }]);
  });
});

describe('numbers that are secrets', () => {
  const id = '1101700230708';
  const token = '๑๒๓๔๕๖๗๘๙๐๑๒๓๔๕';

  test('the officer is told, and the question around them is answered', () => {
    expect(meaning(`เลขบัตร ${id}`, at('usage'))).toEqual([{ type: 'masked', found: ['national-id'] }]);
    expect(meaning(`${id} Digital ID สมัครอย่างไร`, at('usage'))).toEqual([
      { type: 'masked', found: ['national-id'] },
      { type: 'answer', intent: 'digital-id' },
    ]);
  });

  test.each(slots)('are no value of %s', (slot) => {
    for (const text of [id, token, `ชื่อ ${id}`])
      expect(meaning(text, at(`form.${slot}`))).toMatchObject([{ type: 'masked' }]);
  });

  test('a text for staff goes to them without the number, and the officer is told', () => {
    expect(meaning(`รหัส ${token} ใช้ไม่ได้`, at('handoff', { facts: facts([openQuestion]) }))).toEqual([
      { type: 'masked', found: ['token'] },
      {
        type: 'note',
        ref: openQuestion.ref,
        text: 'รหัส xxxxxxxxxxxxxxx ใช้ไม่ได้',
        messageId: 'm1',
        silent: true,
      },
    ]);
  });
});

describe('references', () => {
  test.each(['123456782', '123-456-782', '๑๒๓ ๔๕๖ ๗๘๒', 'คำขอเลขที่ 123456782', '#123456782'])(
    '%s shows the request',
    (text) => {
      expect(meaning(text, at('usage'))).toEqual([{ type: 'request.show', ref: '123456782' }]);
    },
  );

  test('with a slip is looked for as it stands, so that the officer is told it is not theirs', () => {
    expect(meaning('123456789', at('usage'))).toEqual([{ type: 'request.show', ref: '123456789' }]);
    expect(meaning('คำขอเลขที่ 12345678', at('usage'))).toEqual([{ type: 'request.show', ref: '12345678' }]);
  });

  test('a phone number is none', () => {
    expect(meaning('0 2221 0151', at('usage'))).toEqual([{ type: 'unknown' }]);
  });
});

describe('while a question to staff is open', () => {
  const open = { facts: facts([openQuestion]) };
  const note = (text: string) => [
    { type: 'note', ref: openQuestion.ref, text, messageId: 'm1', silent: true },
  ];

  test.each([
    'ค้างตั้งแต่เมื่อวาน',
    'Digital ID สมัครอย่างไร',
    'กรมชลประทาน',
    'สวัสดีครับ',
    'ขอบคุณค่ะ',
    'ยอมรับ',
    '123456782',
    '3',
    '12',
  ])('%j goes to its thread, silently', (text) => {
    for (const path of ['handoff', 'usage', 'requests.one'])
      expect({ path, means: meaning(text, at(path, open)) }).toEqual({ path, means: note(text) });
  });

  test.each([
    ['เมนู', [{ type: 'menu' }]],
    ['กลับ', [{ type: 'back' }]],
    ['ยกเลิก', [{ type: 'cancel' }]],
    ['สถานะ', [{ type: 'status' }]],
    ['English', [{ type: 'language', language: 'en' }]],
    ['ถอนความยินยอม', [{ type: 'consent.withdraw' }]],
    ['0', [{ type: 'human' }]],
    ['1932', [{ type: 'menu' }, ...['9', '3', '2'].map((key) => ({ type: 'key', key }))]],
  ])('%s still works', (text, means) => {
    expect(meaning(text, at('handoff', open))).toEqual(means);
  });

  test('a key of the menu that is shown still works', () => {
    expect(meaning('9', at('main', open))).toEqual([{ type: 'key', key: '9' }]);
  });

  test('the form’s questions are answered in the form', () => {
    expect(meaning('สมหญิง ใจดี', at('form.name', open))).toMatchObject([{ type: 'fill', slot: 'name' }]);
  });

  test('an agency’s name is read where it is asked for', () => {
    expect(meaning('อบต.บางพลี', at('routing.pick', open))).toMatchObject([{ type: 'agency' }]);
  });

  test('without consent nothing goes to a thread', () => {
    expect(meaning('ค้างตั้งแต่เมื่อวาน', at('consent', { ...open, context: newContext() }))).toEqual([
      { type: 'unknown' },
    ]);
  });
});

describe('while staff wait for an answer on a token request', () => {
  const waiting = { facts: facts([waitingRequest]) };

  test.each(['ส่งแล้วเมื่อเช้านี้', 'เอกสารอยู่ระหว่างลงนาม', '3', 'กรมชลประทาน'])(
    '%j goes to its thread, and the officer is told',
    (text) => {
      expect(meaning(text, at('usage', waiting))).toEqual([
        { type: 'note', ref: waitingRequest.ref, text, messageId: 'm1', silent: false },
      ]);
    },
  );

  test('a clear question is answered', () => {
    expect(meaning('Digital ID สมัครอย่างไร', at('usage', waiting))).toMatchObject([{ type: 'answer' }]);
  });

  test('keys, words and labels work as ever', () => {
    expect(meaning('1932', at('usage', waiting))).toHaveLength(4);
    expect(meaning('ขอบคุณ', at('usage', waiting))).toEqual([{ type: 'thanks' }]);
    expect(meaning('หาผู้ออก Token', at('usage', waiting))).toEqual([{ type: 'route' }]);
  });
});

describe('a message to staff that was asked for', () => {
  const writing = at('requests.reply', {
    context: { ...consented, ref: '123456782' },
    facts: facts([aRequest()]),
  });

  test.each(['ขอด่วนภายในสัปดาห์นี้', 'ขอบคุณครับ', 'Digital ID สมัครอย่างไร', '2566', 'ยินยอม'])(
    '%j goes to the request, whatever it says',
    (text) => {
      expect(meaning(text, writing)).toEqual([
        { type: 'note', ref: '123456782', text, messageId: 'm1', silent: false },
      ]);
    },
  );

  test('ยกเลิก leaves it', () => {
    expect(meaning('ยกเลิก', writing)).toEqual([{ type: 'cancel' }]);
  });
});

describe('agencies', () => {
  test('a name alone is read with the message it stood in', () => {
    expect(meaning('เทศบาลเมืองแสนสุข', at('usage'))).toMatchObject([
      { type: 'agency', reading: { type: 'local' }, messageId: 'm1' },
    ]);
  });

  test('who issues its token is told at once where the type is certain', () => {
    expect(meaning('อบต.บางพลี ขอ token ที่ไหน', at('usage'))).toMatchObject([
      { type: 'issuer', reading: { type: 'local', issuer: 'dla' }, messageId: 'm1' },
    ]);
  });

  test('where an agency is asked for, what is none is told apart from what is not understood', () => {
    expect(meaning('ฟหกดสว', at('routing.pick'))).toEqual([{ type: 'agency.unknown' }]);
    expect(meaning('ฟหกดสว', at('usage'))).toEqual([{ type: 'unknown' }]);
  });
});

describe('language', () => {
  test('an officer who writes English is answered in English', () => {
    expect(meaning('How do I get a Digital ID?', at('usage'))).toMatchObject([
      { type: 'speak', language: 'en' },
      { type: 'answer', intent: 'digital-id' },
    ]);
  });

  test('a chosen language stays, and the question is answered in its own', () => {
    const context = { ...filling, languageChosen: true };
    expect(meaning('How do I get a Digital ID?', at('usage', { context }))).toMatchObject([
      { type: 'aside', language: 'en' },
      { type: 'answer' },
    ]);
  });

  test('where an agency is asked for, a name in Latin letters is no question of another language', () => {
    const context = { ...filling, languageChosen: true };
    expect(meaning('Chiang Mai University', at('routing.pick', { context }))).toMatchObject([
      { type: 'agency' },
    ]);
  });
});

test('the same text in the same place always means the same', () => {
  const view = at('usage', { pauseMs: 3 * hour });
  expect(meaning('ขอ token ที่ไหน', view)).toEqual(meaning('ขอ token ที่ไหน', view));
});

const fullWidth = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
