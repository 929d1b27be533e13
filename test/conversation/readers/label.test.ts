import { describe, expect, test } from 'vitest';
import { parseAction } from '../../../flows/buttons.ts';
import { languages } from '../../../flows/domain.ts';
import { mediaKinds } from '../../../flows/events.ts';
import { ask } from '../../../flows/prompts/ask.ts';
import { labelOf } from '../../../src/conversation/readers/labels.ts';
import { at, claimedQuestion, facts, inbound, meaning, reads, whole, words } from '../officer.ts';

const label = reads('label');
const topic = reads('topic');

describe('what a button shows', () => {
  test('means the same typed as pressed, in either language', () => {
    const asking = [
      'consent.first',
      'menu.main',
      'menu.services',
      'menu.usage',
      'issuer.pick',
      'issuer.card',
      'form.review',
    ];
    for (const path of asking)
      for (const { choices = [] } of ask(path, at(path).context, facts()))
        for (const choice of choices)
          for (const language of languages) {
            const shown = labelOf(choice, language, words);
            const pressed = inbound({ kind: 'button', action: choice.action }, at(path));
            const types = (each: readonly object[]) => each.map((one) => ({ ...one, messageId: null }));
            expect({ path, shown, means: types(meaning(shown, at(path))) }).toEqual({
              path,
              shown,
              means: types(pressed),
            });
          }
  });

  test('may be typed without its key', () => {
    expect(label('บริการออนไลน์', at('menu.main'))).toEqual(parseAction('key:main:9'));
  });

  test('may be typed in part where the question takes nothing else and no other shows it', () => {
    expect(label('บริการออน', at('menu.main'))).toEqual(parseAction('key:main:9'));
    expect(label('บริ', at('menu.main'))).toBeNull();
    expect(label('กรมส่งเสริม', at('issuer.pick'))).toBeNull();
    expect(label('ข้ามข้อนี้ไปได้ไหม', at('form.position'))).toBeNull();
  });

  test('is not read where another question is asked', () => {
    expect(label('บริการออนไลน์', at('form.name'))).toBeNull();
  });

  test('in the other language is answered in that', () => {
    expect(whole('Find the issuer', at('menu.usage'))).toMatchObject({ language: 'en' });
  });
});

describe('what a button below an earlier answer shows', () => {
  test('is understood though the conversation has gone on', () => {
    expect(topic('หาผู้ออก Token', at('consent.refused'))).toEqual([{ type: 'route' }]);
    expect(topic('Find the issuer', at('service'))).toEqual([{ type: 'route' }]);
  });

  test('is the answer where a question takes any text', () => {
    expect(topic('หาผู้ออก Token', at('form.agencyName'))).toBeNull();
    expect(topic('หาผู้ออก Token', at('requests.reply'))).toBeNull();
  });
});

describe('a button', () => {
  test('means its action', () => {
    expect(inbound({ kind: 'button', action: 'key:services:3' }, at('menu.usage'))).toEqual([
      { type: 'node.services' },
      { type: 'key.3', key: '3' },
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
    'reopen:12',
    'data:sell',
    'toString',
  ])('of a flow that is no more has the question asked again: %j', (action) => {
    expect(inbound({ kind: 'button', action }, at('menu.usage'))).toEqual([{ type: 'repeat' }]);
  });
});

describe('what comes besides words', () => {
  test.each(mediaKinds)('%s is told apart', (media) => {
    expect(inbound({ kind: 'media', media }, at('menu.usage'))).toEqual([{ reply: 'media', kind: media }]);
  });

  test.each(mediaKinds)('%s is for the person who listens', (media) => {
    expect(
      inbound({ kind: 'media', media }, at('menu.usage', { facts: facts([claimedQuestion]) })),
    ).toMatchObject([{ reply: 'note', note: { ref: claimedQuestion.ref, kind: media }, receipt: 'sent' }]);
  });
});
