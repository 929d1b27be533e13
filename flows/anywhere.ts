import { flow, giveConsent, orConsent } from './flow.ts';
import { nodeEvents } from './menu-region.ts';

/** What is possible at any point of the conversation, where the state has no answer of its own. */
export const anywhere = flow.createStateConfig({
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
});
