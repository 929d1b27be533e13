import { setup } from 'xstate';
import { assigns } from './actions.ts';
import type { Context } from './context.ts';
import { newContext } from './context.ts';
import { effects } from './effects.ts';
import type { FlowEvent, Slot } from './events.ts';
import { guards } from './guards.ts';
import { keysOf, menu, menuRegion, nodeEvents } from './menu-region.ts';
import { sayings } from './prompts/sayings.ts';
import { namesOnly } from './names-only.ts';

/**
 * The whole conversation. A transition decides and does nothing: `ask` (say what the state reached asks), the
 * sentences of `prompts/sayings` and the effects of `effects` come out of it as named actions.
 * What moves nothing, such as an answer, a sticker or a note to staff, never gets here.
 */
const flow = setup({
  types: {
    context: {} as Context,
    events: {} as FlowEvent,
    tags: {} as 'settles-agency' | 'takes-text',
  },
  actions: { ask: () => {}, ...namesOnly(sayings), ...namesOnly(effects), ...assigns },
  guards,
});

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

const giveConsent = ['keepConsent', 'recordConsent'] as const;

/** Asks for consent; the menu's first key gives it, as on the phone. */
const consentState = <const Given extends object>(given: Given) =>
  ({
    entry: ['ask', 'keepNotice'],
    on: {
      ...keysOf(menu.root, given),
      'consent.give': given,
      'key.*': { actions: 'sayConsentFirst' },
    },
  }) as const;

const nextSlot = (slot: Slot) => ({ guard: { type: 'lacks', params: { slot } }, target: slot }) as const;
const orConsent = (target: string) => [{ guard: 'consented', target } as const, { target: '#consent' }];

export const conversation = flow.createMachine({
  id: 'conversation',
  context: newContext,
  initial: 'consent',
  on: {
    follow: [
      { guard: 'consented', target: '#main', actions: 'sayWelcomeBack' },
      { target: '#consent', actions: 'sayWelcome' },
    ],
    menu: orConsent('#main'),
    back: orConsent('#main'),
    cancel: [{ guard: 'consented', target: '#main', actions: 'sayCancelled' }, { target: '#consent' }],
    repeat: { actions: 'ask' },
    language: { actions: ['keepLanguage', 'ask'] },
    'key.*': [{ guard: 'consented', actions: ['sayUnknownKey', 'ask'] }, { target: '#consent' }],
    ...nodeEvents('isMenuNode'),
    'node.*': orConsent('#main'),

    'consent.give': [
      { guard: 'consented', actions: ['sayConsentAlready', 'ask'] },
      { target: '#main', actions: giveConsent },
    ],
    'consent.refuse': [
      { guard: 'consented', actions: 'sayHowToWithdraw' },
      { target: '#refused', actions: 'recordRefusal' },
    ],
    'consent.withdraw': [
      { guard: 'consented', target: '#data.withdraw' },
      { target: '#consent', actions: 'sayNoConsent' },
    ],

    human: [
      { guard: 'hasOpenQuestion', target: '#person.open', actions: ['keepOpenQuestion', 'sayStanding'] },
      { guard: 'consented', target: '#person.subject' },
      { target: '#consent.forPerson', actions: 'sayConsentForPerson' },
    ],
    'request-new': [
      { guard: 'hasDraft', target: '#form.next', actions: 'sayResumed' },
      { guard: 'consented', target: '#form.next', actions: ['startForm', 'sayStarted'] },
      { target: '#consent.forRequest', actions: 'sayConsentForRequest' },
    ],
    resume: [{ guard: 'hasDraft', target: '#form.memory' }, { actions: ['sayNoDraft', 'ask'] }],
    // Buttons of a form that is not on screen any more go on where the form stands.
    'fill.*': [
      { guard: 'hasDraft', target: '#form.next', actions: ['fill', 'sayRemark'] },
      { target: '#requests' },
    ],
    'fill-contact': [
      { guard: 'hasDraft', target: '#form.next', actions: ['fillContact', 'sayContactFound'] },
      { actions: 'ask' },
    ],
    'edit.agencyType': [{ guard: 'hasDraft', target: '#form.agency.pick' }, { target: '#requests' }],
    'edit.agencyName': [{ guard: 'hasDraft', target: '#form.agencyName' }, { target: '#requests' }],
    'edit.parentAgency': [
      { guard: 'isRegional', target: '#form.parentAgency' },
      { guard: 'hasDraft', target: '#form.next' },
      { target: '#requests' },
    ],
    'edit.name': [{ guard: 'hasDraft', target: '#form.name' }, { target: '#requests' }],
    'edit.position': [{ guard: 'hasDraft', target: '#form.position' }, { target: '#requests' }],
    'edit.phone': [{ guard: 'hasDraft', target: '#form.phone' }, { target: '#requests' }],
    'edit.email': [{ guard: 'hasDraft', target: '#form.email' }, { target: '#requests' }],
    'edit.hasDigitalId': [{ guard: 'hasDraft', target: '#form.hasDigitalId' }, { target: '#requests' }],
    listed: [
      { guard: 'hasDraft', target: '#form.next', actions: ['fillListed', 'sayListed', 'sayDuplicate'] },
      { target: '#requests' },
    ],
    submit: [{ guard: 'hasDraft', target: '#form.next' }, { target: '#requests' }],
    discard: [{ guard: 'hasDraft', target: '#form.cancel' }, { actions: 'ask' }],
    '*': { actions: 'ask' },

    status: [
      { guard: 'hasOneRequest', target: '#requests.one', actions: 'keepOnlyRequest' },
      { target: '#requests' },
    ],
    'request.show': [
      { guard: 'namesRequest', target: '#requests.one', actions: 'keepRef' },
      { target: '#requests', actions: 'sayNotYours' },
    ],
    'request.reply': [
      { guard: 'namesOpenRequest', target: '#requests.reply', actions: 'keepRef' },
      { guard: 'namesRequest', target: '#requests.one', actions: ['keepRef', 'sayClosed'] },
      { target: '#requests' },
    ],
    'request.withdraw': [
      { guard: 'namesUnclaimedQuestion', target: '#usage', actions: ['withdrawNamed', 'forgetRef'] },
      { guard: 'namesOpenRequest', target: '#requests.withdraw', actions: 'keepRef' },
      { guard: 'namesRequest', target: '#requests.one', actions: ['keepRef', 'sayClosed'] },
      { target: '#requests' },
    ],
    reopen: [
      { guard: 'namesRequest', target: '#requests.one', actions: ['keepRef', 'reopen', 'forgetHeld'] },
      { target: '#requests' },
    ],
    'new-matter': [
      { guard: 'holdsMessage', target: '#person.open', actions: ['fileHeld', 'keepNewRef', 'forgetHeld'] },
      { guard: 'consented', target: '#person.subject' },
      { target: '#consent.forPerson', actions: 'sayConsentForPerson' },
    ],
    hold: { target: '#addressee', actions: 'keepHeld' },
    'note.closed': { target: '#requests.closed', actions: 'keepHeld' },

    route: { target: '#issuer.pick' },
    pick: { target: '#issuer.card', actions: ['keepPicked', 'countCard'] },
    agency: [
      { guard: 'typeRead', target: '#issuer.confirm', actions: 'keepReading' },
      { target: '#issuer.settle', actions: 'keepReading' },
    ],
    issuer: { target: '#issuer.card', actions: ['keepReading', 'keepReadType', 'countCard'] },
    service: [
      { guard: 'consented', target: '#service', actions: 'keepService' },
      { actions: 'sayServiceContact' },
    ],

    'data.show': { target: '#data.show' },
    'data.copy': { target: '#data.copy' },
    'data.erase': { target: '#data.erase' },
    'data.correct': [
      { guard: 'correctsOpenRequest', target: '#data.slot', actions: 'keepSlot' },
      { guard: 'hasOpenRequest', target: '#data.correct' },
      { guard: 'hasDraft', target: '#form.review' },
      { target: '#data.show' },
    ],
  },
  states: {
    /** The notice, and the question for consent, for itself or because what was asked for needs it. */
    consent: {
      id: 'consent',
      initial: 'first',
      states: {
        first: consentState({ target: '#main', actions: giveConsent }),
        forPerson: {
          id: 'consent.forPerson',
          ...consentState({ target: '#person.subject', actions: giveConsent }),
        },
        forRequest: {
          id: 'consent.forRequest',
          ...consentState({ target: '#form.next', actions: [...giveConsent, 'startForm', 'sayStarted'] }),
        },
        /** Without consent questions are answered, and nothing is kept. */
        refused: {
          id: 'refused',
          entry: 'ask',
          on: keysOf(menu.root, { target: '#main', actions: giveConsent }),
        },
      },
    },

    /** The phone menu, built from `menu.yaml`. */
    menu: menuRegion,
    /** Another service of the contact center, of which the contact is known. */
    service: { id: 'service', entry: 'ask', on: { back: '#services' } },

    /** Who gives out the Token: the type of agency is settled, then its issuer's card is shown. */
    issuer: {
      id: 'issuer',
      initial: 'pick',
      on: { 'agency.unknown': { target: '.pick', actions: ['forgetReading', 'sayAgencyUnknown'] } },
      states: {
        pick: { tags: 'settles-agency', entry: 'ask', on: { back: orConsent('#usage') } },
        confirm: {
          tags: 'settles-agency',
          entry: 'ask',
          on: {
            'confirm.type.yes': { target: 'card', actions: ['keepReadType', 'countCard'] },
            'confirm.type.no': 'pick',
            back: 'pick',
          },
        },
        settle: { tags: 'settles-agency', entry: 'ask', on: { 'confirm.type.no': 'pick', back: 'pick' } },
        card: {
          entry: 'ask',
          on: {
            'request-new': [
              { guard: 'hasDraft', target: '#form.next', actions: ['resumeFromCard', 'sayResumed'] },
              { guard: 'consented', target: '#form.next', actions: ['startFromCard', 'sayStarted'] },
              { target: '#consent.forRequest', actions: 'sayConsentForRequest' },
            ],
            back: 'pick',
          },
        },
      },
    },

    /** The token request: a state a question. It waits through other matters and through nights. */
    form: {
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
            pick: { id: 'form.agency.pick', entry: 'ask', on: { back: '#form.cancel' } },
            confirm: {
              entry: 'ask',
              on: {
                'confirm.type.yes': { target: '#form.next', actions: ['takeReadType', 'sayDuplicate'] },
                'confirm.type.no': 'pick',
                back: 'pick',
              },
            },
            settle: { entry: 'ask', on: { 'confirm.type.no': 'pick', back: 'pick' } },
            suggest: {
              id: 'form.agency.suggest',
              entry: 'ask',
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
          entry: 'ask',
          on: {
            'confirm.discard.yes': { target: '#usage', actions: ['dropDraft', 'sayDiscarded'] },
            'confirm.discard.no': 'next',
            back: 'next',
          },
        },
      },
    },
    receipt: { id: 'receipt', entry: 'ask', on: { back: '#usage' } },

    /** A person: first what it is about, then the wait until somebody claims it. */
    person: {
      id: 'person',
      initial: 'open',
      states: {
        subject: {
          id: 'person.subject',
          tags: 'takes-text',
          entry: 'ask',
          on: {
            subject: { target: 'open', actions: ['fileQuestion', 'keepNewRef'] },
            skip: { target: 'open', actions: ['fileQuestion', 'keepNewRef'] },
            cancel: { target: '#main', actions: 'sayNothingFiled' },
          },
        },
        open: {
          id: 'person.open',
          entry: 'ask',
          on: {
            cancel: [
              { guard: 'questionUnclaimed', target: '#usage', actions: ['withdrawQuestion', 'forgetRef'] },
              { guard: 'hasOpenQuestion', target: '#requests.withdraw', actions: 'keepOpenQuestion' },
              { target: '#main', actions: 'sayCancelled' },
            ],
          },
        },
      },
    },

    /**
     * A message that may be for staff or for the form is held until the officer says. Whoever leaves the question
     * unanswered loses nothing: staff get the message.
     */
    addressee: {
      id: 'addressee',
      initial: 'ask',
      exit: ['sendHeld', 'forgetHeld'],
      on: {
        'for-staff': '#form.memory',
        'for-form': { target: '.form', actions: ['keepFormFirst', 'forgetHeld'] },
        hold: { actions: ['joinHeld', 'ask'] },
        back: '#form.memory',
        cancel: '#form.memory',
      },
      states: { ask: { entry: 'ask' }, form: { always: '#form.memory' } },
    },

    /** The officer's requests: the list, one of them, a message to staff, a withdrawal. */
    requests: {
      id: 'requests',
      initial: 'list',
      states: {
        list: { entry: 'ask', on: { back: orConsent('#usage') } },
        one: { id: 'requests.one', entry: 'ask', on: { back: 'list' } },
        reply: {
          id: 'requests.reply',
          tags: 'takes-text',
          entry: 'ask',
          on: { 'note.written': '#usage', back: 'one', cancel: 'one' },
        },
        withdraw: {
          id: 'requests.withdraw',
          entry: 'ask',
          on: {
            'confirm.withdraw.yes': { target: '#usage', actions: ['withdrawKept', 'forgetRef'] },
            'confirm.withdraw.no': 'one',
            back: 'one',
            cancel: 'one',
          },
        },
        /** Closed when the officer's message came: it is kept for reopening or for a new matter. */
        closed: {
          id: 'requests.closed',
          entry: 'ask',
          on: {
            cancel: { target: '#main', actions: 'forgetHeld' },
            menu: { target: '#main', actions: 'forgetHeld' },
          },
        },
      },
    },

    /** What is kept of the officer: shown, copied, erased, and the consent to it withdrawn. */
    data: {
      id: 'data',
      initial: 'show',
      states: {
        show: { id: 'data.show', entry: 'ask' },
        copy: { id: 'data.copy', entry: 'ask', on: { back: 'show' } },
        /** Which answer of the request that was filed last is wrong, and what is right. */
        correct: { id: 'data.correct', entry: 'ask', on: { back: 'show' } },
        slot: {
          id: 'data.slot',
          tags: 'takes-text',
          entry: 'ask',
          on: {
            'fill.*': { target: '#requests.one', actions: ['keepCorrected', 'correct'] },
            back: 'correct',
            cancel: '#requests.one',
          },
        },
        erase: {
          id: 'data.erase',
          entry: 'ask',
          on: {
            'confirm.erase.yes': [
              { guard: 'consented', target: '#main', actions: ['erase', 'forgetAllButConsent', 'sayErased'] },
              { target: '#consent', actions: ['erase', 'forgetAll', 'sayErased'] },
            ],
            'confirm.erase.no': 'show',
            back: 'show',
            cancel: 'show',
          },
        },
        withdraw: {
          id: 'data.withdraw',
          entry: 'ask',
          on: {
            'confirm.consent.yes': {
              target: '#refused',
              actions: ['erase', 'recordWithdrawal', 'forgetAll'],
            },
            'confirm.consent.no': { target: '#main', actions: 'sayConsentStays' },
            back: '#main',
            cancel: { target: '#main', actions: 'sayConsentStays' },
          },
        },
      },
    },
  },
});
