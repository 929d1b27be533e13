import type { Context } from '../context.ts';
import { correctable } from '../context.ts';
import type { Facts } from '../events.ts';
import { isOpen } from '../guards.ts';
import { back, cancel, human, no, toMenu, yes } from './choices.ts';
import type { Choice, Prompt } from './prompt.ts';

const copy: Choice = { label: 'choice.copy-data', action: 'data:copy' };
const correct: Choice = { label: 'choice.correct-data', action: 'data:correct' };
const erase: Choice = { label: 'choice.erase-data', action: 'data:erase' };
export const withdraw: Choice = { label: 'choice.withdraw-consent', action: 'consent:withdraw' };

/** What is kept of the officer, as far as it fits a message. */
export function showData({ consent, draft }: Context, { requests, contact }: Facts): Prompt {
  return {
    say: 'own-data.show',
    params: {
      consentAt: consent?.at ?? null,
      notice: consent?.notice ?? null,
      name: contact?.name ?? draft?.name ?? null,
      position: contact?.position ?? draft?.position ?? null,
      phone: contact?.phone ?? draft?.phone ?? null,
      email: contact?.email ?? draft?.email ?? null,
      requests: requests.length,
      draftAgency: draft?.agencyName ?? null,
    },
    choices: [correct, copy, erase, ...(consent ? [withdraw] : []), toMenu],
  };
}

export const showCopy = (): Prompt => ({ say: 'own-data.copy', choices: [back, toMenu] });

/** Which answer of the filed request is to be corrected. */
export const askCorrection = (): Prompt => ({
  say: 'own-data.correct',
  choices: [
    ...correctable.map((slot) => ({ label: `choice.edit-${slot}`, action: `data:correct:${slot}` })),
    back,
    human,
  ],
});

/** The right answer. */
export const askCorrected = ({ slot }: Context): Prompt => ({
  say: 'own-data.correct-slot',
  params: { slot: slot ?? 'phone' },
  choices: [back, cancel],
});

/** What erasing and withdrawing would close: how many, and which. */
function openOnes(requests: Facts['requests']) {
  const open = requests.filter(isOpen);
  return { open: open.length, refs: open.map(({ ref }) => ref).join(', ') };
}

export const askErase = ({ requests }: Facts): Prompt => ({
  say: 'own-data.erase.ask',
  params: openOnes(requests),
  choices: [yes('erase', 'choice.erase-yes'), no('erase', 'choice.erase-no')],
});

export const askWithdrawConsent = ({ requests }: Facts): Prompt => ({
  say: 'consent.withdraw.ask',
  params: openOnes(requests),
  choices: [yes('consent', 'choice.withdraw-consent'), no('consent', 'choice.keep-consent')],
});
