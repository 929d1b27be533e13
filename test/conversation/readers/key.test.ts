import { describe, expect, test } from 'vitest';
import { newContext } from '../../../flows/context.ts';
import type { Happening, KeyName } from '../../../flows/events.ts';
import { paths } from '../../../src/conversation/paths.ts';
import {
  aRequest,
  at,
  claimedQuestion,
  consented,
  facts,
  meaning,
  queuedQuestion,
  reads,
} from '../officer.ts';

const key = reads('key');
const number = reads('numbered choice');

const everywhere = [...paths].filter((path) => path !== 'form.next');
const pressed = (...keys: KeyName[]): Happening[] => keys.map((each) => ({ type: `key.${each}`, key: each }));
const dialled = [{ type: 'menu' }, ...pressed('9', '3', '2')];

describe('a number of the list that stands in what was said', () => {
  const choosing = { listed: ['answer:deadline', 'request-new', 'human'] };

  test.each(['2', '๒', '２', 'ข้อ 2', 'ข้อ ๒ ค่ะ', 'สอง', 'เลือก 2 ครับ'])('%j chooses it', (text) => {
    expect(meaning(text, at('menu.usage', choosing))).toEqual([{ type: 'request-new' }]);
  });

  test('comes before a key: the list is what is on screen', () => {
    expect(meaning('3', at('menu.services', choosing))).toEqual([{ type: 'human' }]);
  });

  test.each(['9', '12', '4', '2 ข้อ', '2566', '2.5'])('%j is no number of it', (text) => {
    expect(number(text, at('menu.usage', choosing))).toBeNull();
  });

  test('is for staff once they wrote after the list', () => {
    expect(number('2', at('menu.usage', { ...choosing, staffSpokeLast: true }))).toBeNull();
  });

  test('is no choice where nothing is listed', () => {
    expect(number('2', at('menu.usage'))).toBeNull();
  });

  test('answers the form where the form lists choices', () => {
    const listed = ['fill:hasDigitalId:yes', 'fill:hasDigitalId:no'];
    expect(meaning('2', at('form.hasDigitalId', { listed }))).toMatchObject([
      { type: 'fill.hasDigitalId', value: false },
    ]);
  });
});

describe('a key', () => {
  test.each(['9', '๙', 'กด 9', 'กด ๙ ครับ', 'เก้า'])('%j is pressed where it stands', (text) => {
    expect(key(text, at('menu.main'))).toEqual(pressed('9'));
  });

  test.each([
    ['0', 'human'],
    ['*', 'back'],
    ['#', 'repeat'],
    ['๐', 'human'],
    ['＊', 'back'],
  ])('of the chat’s own, %s, is pressed at any point', (text, type) => {
    for (const path of everywhere)
      expect({ path, means: meaning(text, at(path)) }).toEqual({ path, means: [{ type }] });
  });

  test.each(['932', '9 3 2', '9-3-2', 'เก้า สาม สอง'])(
    '%j typed ahead goes on from the present menu',
    (text) => {
      expect(key(text, at('menu.main'))).toEqual(pressed('9', '3', '2'));
    },
  );

  test('typed ahead from the top is dialled from the top, wherever the officer is', () => {
    for (const path of [
      'menu.main',
      'menu.usage',
      'issuer.card',
      'receipt',
      'requests.one',
      'issuer.pick',
      'person.open',
    ])
      expect({ path, means: key('1932', at(path)) }).toEqual({ path, means: dialled });
  });

  test('without consent the first still asks for it', () => {
    const context = newContext();
    expect(key('1932', at('issuer.pick', { context }))).toEqual([
      { type: 'node.consent' },
      ...pressed('1', '9', '3', '2'),
    ]);
    for (const path of ['consent.first', 'consent.refused', 'consent.forPerson'])
      expect({ path, means: key('1932', at(path, { context })) }).toEqual({
        path,
        means: pressed('1', '9', '3', '2'),
      });
  });

  test('that gave consent leads to the menu, pressed once more', () => {
    for (const path of ['receipt', 'data.show'])
      expect({ path, means: key('1', at(path)) }).toEqual({ path, means: [{ type: 'menu' }] });
  });

  test('that does not exist keeps those before it from being pressed: which were typed is told', () => {
    for (const path of ['menu.main', 'menu.usage'])
      expect({ path, means: key('942', at(path)) }).toEqual({
        path,
        means: [{ reply: 'no-such-key', key: '942' }],
      });
  });

  test('that nothing takes is told not to exist', () => {
    expect(key('7', at('receipt'))).toEqual([{ reply: 'no-such-key', key: '7' }]);
  });

  test('in the form and in a message to staff is what was asked for', () => {
    expect(key('1932', at('form.phone'))).toEqual(dialled);
    for (const digits of ['1', '9', '12'])
      for (const path of ['form.phone', 'form.name', 'person.subject'])
        expect({ digits, path, means: key(digits, at(path)) }).toEqual({ digits, path, means: null });
    const context = { ...consented, ref: '123456782' };
    expect(key('12', at('requests.reply', { context, facts: facts([aRequest()]) }))).toBeNull();
  });

  test('is for the person who listens where it is no whole path', () => {
    const listening = { facts: facts([claimedQuestion]) };
    expect(key('12', at('person.open', listening))).toBeNull();
    for (const digit of ['1', '3']) expect(key(digit, at('person.open', listening))).toBeNull();
    expect(key('9', at('menu.main', listening))).toEqual(pressed('9'));
    expect(key('1932', at('person.open', listening))).toEqual(dialled);
    expect(key('12', at('person.open', { facts: facts([queuedQuestion]) }))).toEqual([
      { reply: 'no-such-key', key: '12' },
    ]);
  });

  test.each(['081-234-5678', '123456782', '3 คน', 'ปี 2566', '1932 คืออะไร'])(
    '%j is no row of keys',
    (text) => {
      expect(key(text, at('menu.usage'))).toBeNull();
    },
  );
});
