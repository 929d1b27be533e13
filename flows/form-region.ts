import type { Slot } from './events.ts';
import { flow } from './flow.ts';

/** A question of the form; `before` is where `back` leads. */
const slotState = (slot: Slot, before: string, more: object = {}) =>
  ({
    tags: 'takes-text',
    entry: 'ask',
    on: {
      [`fill.${slot}` as 'fill.name']: { target: '#form.next', actions: ['fill', 'sayRemark'] } as const,
      keep: [{ guard: { type: 'fills', params: { slot } }, target: '#form.next' }, { actions: 'ask' }],
      back: before,
      ...more,
    },
  }) as const;

const skip = <Skip extends 'skipPosition' | 'skipEmail'>(action: Skip) =>
  ({ skip: { target: '#form.next', actions: [action, 'saySkipped'] } }) as const;

const nextSlot = (slot: Slot) => ({ guard: { type: 'lacks', params: { slot } }, target: slot }) as const;

/** The token request: a state a question. It waits through other matters and through nights. */
export const form = flow.createStateConfig({
  id: 'form',
  initial: 'next',
  on: {
    cancel: '#form.cancel',
    'request-new': { actions: 'ask' },
    suggest: [
      { guard: 'suggestsForType', target: '#form.agency.suggest', actions: 'keepOffer' },
      { target: '#form.suggest', actions: 'keepOffer' },
    ],
  },
  states: {
    memory: { id: 'form.memory', type: 'history', history: 'deep', target: 'next' },
    /** Goes to the first question without an answer. */
    next: {
      id: 'form.next',
      always: [
        { guard: 'needsType', target: 'agency' },
        { guard: 'needsAssist', target: 'assist' },
        nextSlot('agencyName'),
        { guard: 'needsParent', target: 'parentAgency' },
        { guard: 'offersContact', target: 'contact' },
        ...(['name', 'position', 'phone', 'email', 'hasDigitalId'] as const).map(nextSlot),
        { target: 'review' },
      ],
    },
    /** Which type of agency it is: typed, picked, or settled by a question. */
    agency: {
      id: 'form.agency',
      initial: 'pick',
      tags: 'settles-agency',
      on: {
        pick: { target: '#form.next', actions: ['takePicked', 'sayDuplicate'] },
        'agency.unknown': { target: '.pick', actions: ['forgetReading', 'sayAgencyUnknown'] },
        agency: [
          { guard: 'typeRead', target: '.confirm', actions: 'keepReading' },
          { target: '.settle', actions: 'keepReading' },
        ],
      },
      states: {
        // What is filled in waits, with a word on it in the menu.
        pick: {
          id: 'form.agency.pick',
          entry: 'ask',
          on: { back: [{ guard: 'isIncomplete', target: '#usage' }, { target: '#form.next' }] },
        },
        confirm: {
          id: 'form.agency.confirm',
          entry: 'ask',
          on: {
            'confirm.type.yes': { target: '#form.next', actions: ['takeReadType', 'sayDuplicate'] },
            'confirm.type.no': 'pick',
            back: 'pick',
          },
        },
        settle: { id: 'form.agency.settle', entry: 'ask', on: { 'confirm.type.no': 'pick', back: 'pick' } },
        suggest: {
          id: 'form.agency.suggest',
          entry: 'ask',
          always: { guard: 'lacksOffer', target: 'pick' },
          on: {
            'keep-typed': [
              { guard: 'offerTellsType', target: 'confirm', actions: 'readOffer' },
              { guard: 'offerTellsAgency', target: 'settle', actions: 'readOffer' },
              { target: 'pick', actions: 'nameByOffer' },
            ],
            back: 'pick',
          },
        },
      },
    },
    assist: {
      entry: 'ask',
      on: {
        'confirm.assist.yes': { target: 'next', actions: 'takeAssist' },
        'confirm.assist.no': { target: '#usage', actions: ['dropDraft', 'sayNotNeeded'] },
        back: 'agency',
      },
    },
    /** Agencies that may be meant by the name that was typed. */
    suggest: {
      id: 'form.suggest',
      tags: 'takes-text',
      entry: 'ask',
      always: { guard: 'lacksOffer', target: 'next' },
      on: {
        'keep-typed': { target: 'next', actions: ['fillOffered', 'sayRemark', 'dropOffer'] },
        back: [{ guard: 'suggestsParent', target: 'parentAgency' }, { target: 'agencyName' }],
      },
    },
    agencyName: { id: 'form.agencyName', ...slotState('agencyName', '#form.agency.pick') },
    parentAgency: { id: 'form.parentAgency', ...slotState('parentAgency', '#form.agencyName') },
    /** Contact details of an earlier request are there. */
    contact: {
      entry: 'ask',
      on: {
        'confirm.contact.yes': { target: 'next', actions: 'reuseContact' },
        'confirm.contact.no': { target: 'next', actions: 'askContact' },
        // All but one of them: that one is asked again.
        'edit.name': { target: 'name', actions: 'reuseContact' },
        'edit.position': { target: 'position', actions: 'reuseContact' },
        'edit.phone': { target: 'phone', actions: 'reuseContact' },
        'edit.email': { target: 'email', actions: 'reuseContact' },
        back: 'agencyName',
      },
    },
    name: {
      id: 'form.name',
      ...slotState('name', '#form.agencyName', {
        back: [{ guard: 'isRegional', target: '#form.parentAgency' }, { target: '#form.agencyName' }],
      }),
    },
    position: { id: 'form.position', ...slotState('position', '#form.name', skip('skipPosition')) },
    phone: { id: 'form.phone', ...slotState('phone', '#form.position') },
    email: { id: 'form.email', ...slotState('email', '#form.phone', skip('skipEmail')) },
    hasDigitalId: { id: 'form.hasDigitalId', ...slotState('hasDigitalId', '#form.email') },
    review: {
      id: 'form.review',
      entry: 'ask',
      // A message that was unsent took its answer along.
      always: { guard: 'isIncomplete', target: 'next' },
      on: {
        submit: [
          { guard: 'isIncomplete', target: 'next' },
          { guard: 'joins', target: '#requests.one', actions: ['join', 'keepJoined', 'dropDraft'] },
          { target: '#receipt', actions: ['fileToken', 'keepNewRef', 'dropDraft'] },
        ],
        back: 'hasDigitalId',
      },
    },
    cancel: {
      id: 'form.cancel',
      tags: 'momentary',
      entry: 'ask',
      on: {
        resume: 'next',
        'confirm.discard.yes': { target: '#usage', actions: ['dropDraft', 'sayDiscarded'] },
        'confirm.discard.no': 'next',
        back: 'next',
      },
    },
  },
});
