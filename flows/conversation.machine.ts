import { anywhere } from './anywhere.ts';
import { newContext } from './context.ts';
import { flow, giveConsent, orConsent } from './flow.ts';
import { form } from './form-region.ts';
import { keysOf, menu, menuRegion } from './menu-region.ts';

/** A request that is begun while its agency's type is being asked goes on with that question. */
const startWithAgency = <const Target extends string>(target: Target) =>
  ({ guard: 'mayStart', target, actions: ['startWithAgency', 'sayStarted'] }) as const;

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

/**
 * The whole conversation: its regions, and what is possible anywhere. The form, a state a question, has a file of its own.
 * What moves nothing, such as an answer, a sticker or a note to staff, never gets here.
 */
export const conversation = flow.createMachine({
  id: 'conversation',
  context: newContext,
  initial: 'consent',
  ...anywhere,
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
            'request-new': startWithAgency('#form.agency.confirm'),
            back: 'pick',
          },
        },
        settle: {
          tags: 'settles-agency',
          entry: 'ask',
          on: {
            'confirm.type.no': 'pick',
            'request-new': startWithAgency('#form.agency.settle'),
            back: 'pick',
          },
        },
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

    form,
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
