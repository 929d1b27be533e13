import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversation } from '../../flows/conversation.machine.ts';
import { newContext, newDraft } from '../../flows/context.ts';
import type { Saved } from '../../src/conversation/saved.ts';
import { paths, statePath, stateValue } from '../../src/conversation/paths.ts';
import { newSaved, readSaved, writeSaved } from '../../src/conversation/saved.ts';
import { consented, monday } from './officer.ts';

/** What the store gives back of what it was given. */
const restored = (saved: Saved) => readSaved(JSON.parse(JSON.stringify(writeSaved(saved))));

const filled = {
  ...newDraft(),
  agencyType: 'regional' as const,
  agencyName: 'สำนักงานเกษตรจังหวัดเชียงใหม่',
  parentAgency: 'กรมส่งเสริมการเกษตร',
  name: 'มานี มีสุข',
  sources: { name: 'm-name' },
};

const midForm: Saved = {
  ...newSaved(),
  path: 'form.position',
  context: {
    ...consented,
    language: 'en',
    languageChosen: true,
    draft: filled,
    cardType: 'regional',
    ref: '123456782',
    reading: {
      type: 'regional',
      candidates: ['regional'],
      reason: { code: 'regional-office', matched: 'สำนักงานเกษตรจังหวัด' },
      name: 'สำนักงานเกษตรจังหวัดเชียงใหม่',
      messageId: 'm-agency',
    },
  },
  latestAt: monday,
  said: [{ text: 'เข้าระบบไม่ได้', messageId: 'm-said', at: monday }],
  blocked: true,
  unsent: ['m-gone'],
  toldAt: monday,
  formAt: 'form.phone',
  misses: 2,
  judging: 'token-regional',
  listed: ['keep', 'back'],
  receipt: '123456782',
  imageSet: 'set-1',
};

/** As it is kept, with some of it changed. */
const kept = (change: object = {}, context: object = {}) => {
  const { c, ...rest } = JSON.parse(JSON.stringify(writeSaved(midForm))) as { c: object };
  return { ...rest, c: { ...c, ...context }, ...change };
};

/** Whatever the store may give back: JSON that was written, which knows no -0. */
const anything = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('a saved conversation', () => {
  test('is the same after it was kept', () => {
    expect(restored(midForm)).toEqual(midForm);
    expect(restored(newSaved())).toEqual(newSaved());
  });

  test('of an officer who never wrote is a new one', () => {
    expect(readSaved({})).toEqual(newSaved());
  });

  test('is short while nothing is in it', () => {
    expect(writeSaved(newSaved())).toEqual({ s: 'consent.first', c: {}, t: 0 });
  });

  test.each([...paths])('%s is written to XState and read back', (path) => {
    const value = stateValue(path);
    expect(statePath(value)).toBe(path);
    expect(statePath(conversation.resolveState({ value, context: newContext() }).value)).toBe(path);
  });
});

describe('a state that the flow no longer has', () => {
  test.each(['form.faxNumber', 'forms.phone', 'survey', 'form', 'form.phone.extra', 'services.old', ''])(
    '%j goes on at the menu, with the form’s answers',
    (s) => {
      expect(readSaved(kept({ s }))).toEqual({ ...midForm, path: 'menu.main' });
    },
  );

  test('without consent goes on where it is asked for', () => {
    expect(readSaved({ s: 'survey', c: { language: 'en' }, t: 7 })).toEqual({
      ...newSaved(),
      context: { ...newContext(), language: 'en' },
      latestAt: 7,
    });
  });
});

describe('a state that lacks what it speaks of goes on at the menu', () => {
  test.each([
    ['a form without answers', { s: 'form.phone' }, { draft: null }],
    ['a review without answers', { s: 'form.review' }, { draft: null }],
    ['a confirmation without a reading', { s: 'issuer.confirm' }, { reading: null }],
    [
      'a confirmation of no type',
      { s: 'issuer.confirm' },
      { reading: { ...midForm.context.reading, type: null } },
    ],
    ['a choice without a reading', { s: 'issuer.settle' }, { reading: null }],
    ['names that were offered, and are not there', { s: 'form.suggest' }, { offer: null }],
    ['the same where the type is asked', { s: 'form.agency.suggest' }, { offer: null }],
    ['a type of the form without a form', { s: 'form.agency.confirm' }, { draft: null }],
    ['a card of no type', { s: 'issuer.card' }, { cardType: null }],
    ['a receipt without a reference', { s: 'receipt' }, { ref: null }],
    ['a request without a reference', { s: 'requests.one' }, { ref: null }],
    ['a message to no request', { s: 'requests.reply' }, { ref: null }],
    ['a withdrawal of no request', { s: 'requests.withdraw' }, { ref: null }],
    ['a message that was held, and is not there', { s: 'addressee.ask' }, { held: null }],
    ['a message to a closed request, and is not there', { s: 'requests.closed' }, { held: null }],
    ['a state that is only passed through', { s: 'form.next' }, {}],
    ['the question for a consent that was given', { s: 'consent.first' }, {}],
    ['the same for a person', { s: 'consent.forPerson' }, {}],
  ])('%s', (_what, change, context) => {
    expect(readSaved(kept(change, context)).path).toBe('menu.main');
  });

  test.each(['menu.main', 'menu.usage', 'form.phone', 'person.open', 'requests.reply', 'receipt'])(
    '%s without consent asks for it',
    (s) => {
      expect(readSaved(kept({ s }, { consent: null })).path).toBe('consent.first');
    },
  );

  test.each([
    'issuer.pick',
    'issuer.card',
    'requests.one',
    'consent.refused',
    'consent.forPerson',
    'data.show',
  ])('%s without consent stays', (s) => {
    expect(readSaved(kept({ s }, { consent: null })).path).toBe(s);
  });
});

describe('one field that cannot be read costs no other', () => {
  test('fields that are not known are left', () => {
    expect(readSaved({ ...kept({}, { theme: 'dark' }), v: 3, extra: { deep: [] } })).toEqual(midForm);
  });

  test.each(Object.keys(newContext()))('context: %s of another shape gets its usual value', (field) => {
    const usual = newContext();
    const { context } = readSaved(kept({}, { [field]: ['of another version'] }));
    expect(context).toEqual({ ...midForm.context, [field]: usual[field as keyof typeof usual] });
  });

  test.each(Object.keys(newDraft()))('form: %s of another shape is asked again', (field) => {
    const usual = newDraft();
    const { context } = readSaved(kept({}, { draft: { ...filled, [field]: ['of another version'] } }));
    expect(context.draft).toEqual({ ...filled, [field]: usual[field as keyof typeof usual] });
  });

  test.each(Object.keys(newDraft()))('form: %s that is missing is asked', (field) => {
    const { [field]: _gone, ...rest } = filled as Record<string, unknown>;
    const { context } = readSaved(kept({}, { draft: rest }));
    const usual = newDraft();
    expect(context.draft).toEqual({ ...filled, [field]: usual[field as keyof typeof usual] });
  });

  test.each([
    ['t', 'latestAt', 0],
    ['b', 'blocked', false],
    ['told', 'toldAt', 0],
    ['said', 'said', []],
    ['u', 'unsent', []],
    ['f', 'formAt', null],
    ['m', 'misses', 0],
    ['j', 'judging', null],
    ['n', 'listed', []],
  ])('%s of another shape gets its usual value', (key, name, usual) => {
    for (const shape of ['of another version', null, { deep: true }])
      expect(readSaved(kept({ [key]: shape }))).toEqual({ ...midForm, [name]: usual });
  });

  test.each([
    ['r', 'receipt'],
    ['i', 'imageSet'],
  ])('%s that is no text gets its usual value', (key, name) => {
    for (const shape of [7, null, { deep: true }])
      expect(readSaved(kept({ [key]: shape }))).toEqual({ ...midForm, [name]: null });
  });

  test('of several texts said, those that can be read stay', () => {
    expect(readSaved(kept({ said: [...midForm.said, { words: 'of another version' }, null] })).said).toEqual(
      midForm.said,
    );
  });

  test('an agency type that is no more is asked again', () => {
    const { context } = readSaved(kept({}, { cardType: 'royal', draft: { ...filled, agencyType: 'royal' } }));
    expect(context.cardType).toBeNull();
    expect(context.draft).toEqual({ ...filled, agencyType: null });
  });
});

describe('what an earlier version wrote', () => {
  test('a reading without its message, a form without sources', () => {
    const { sources: _sources, cardShown: _shown, ...draft } = filled;
    const reading = {
      type: null,
      candidates: ['province', 'regional'],
      reason: { code: 'x', matched: 'y' },
      name: 'ก',
    };
    expect(readSaved(kept({ s: 'form.agency.settle' }, { draft, reading }))).toMatchObject({
      path: 'form.agency.settle',
      context: { draft: { ...draft, sources: {} }, reading: { ...reading, messageId: null } },
    });
  });

  test.each([
    ['main', {}, 'menu.main'],
    ['services', {}, 'menu.services'],
    ['info', {}, 'menu.info'],
    ['usage', {}, 'menu.usage'],
    ['card', {}, 'issuer.card'],
    ['handoff', {}, 'person.open'],
    ['routing.pick', { purpose: 'form' }, 'form.agency.pick'],
    ['routing.confirm', { purpose: 'form' }, 'form.agency.confirm'],
    ['routing.settle', { purpose: 'info' }, 'issuer.settle'],
    ['routing.pick', { purpose: 'info' }, 'issuer.pick'],
    ['routing.pick', {}, 'issuer.pick'],
    ['refused', { consent: null }, 'consent.refused'],
    ['consent', { consent: null }, 'consent.first'],
    ['consent', { consent: null, pending: 'human' }, 'consent.forPerson'],
    ['consent', { consent: null, pending: 'request-new' }, 'consent.forRequest'],
    // Consent was given while the question for it stood: there is nothing left to ask.
    ['consent', { pending: 'human' }, 'menu.main'],
    ['form.edit', {}, 'form.review'],
    ['routing.suggest', { purpose: 'form' }, 'menu.main'],
  ])('%s with %j goes on at %s, and the form’s answers stay', (s, context, path) => {
    const saved = readSaved(kept({ s }, context));
    expect(saved.path).toBe(path);
    expect(saved.context.draft).toEqual(filled);
  });
});

describe('what cannot be read at all starts anew', () => {
  test.each([null, undefined, 0, '', 'garbage', [], [1, 2], true, { c: 'x', s: 3, t: 'y' }])(
    '%j',
    (value) => {
      expect(readSaved(value)).toEqual(newSaved());
    },
  );

  test('whatever it is', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const saved = readSaved(value);
        expect(paths.has(saved.path)).toBe(true);
        expect(restored(saved)).toEqual(saved);
      }),
    );
  });

  test('but one field, whatever is in it, never costs the form’s answers', () => {
    const names = [...Object.keys(kept()), ...Object.keys(midForm.context).map((name) => `c.${name}`)];
    const others = names.filter((name) => name !== 'c' && name !== 'c.draft');
    fc.assert(
      fc.property(fc.constantFrom(...others), anything, (field, value) => {
        const saved = readSaved(
          field.startsWith('c.') ? kept({}, { [field.slice(2)]: value }) : kept({ [field]: value }),
        );
        expect(paths.has(saved.path)).toBe(true);
        expect(restored(saved)).toEqual(saved);
        expect(saved.context.draft).toEqual(filled);
      }),
    );
  });
});
