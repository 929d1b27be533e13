import { cardAnswer } from '../card-answer.ts';
import type { Context } from '../context.ts';
import { agencyTypes } from '../domain.ts';
import { back, cancel, human, no, start, toMenu, yes } from './choices.ts';
import type { Choice, Prompt } from './prompt.ts';

const types: readonly Choice[] = agencyTypes.map((type) => ({
  label: `routing:typeShort.${type}`,
  action: `type:${type}`,
}));

/** Which of the nine types the agency is. */
export const askType = (forForm: boolean): Prompt => ({
  say: forForm ? 'routing.pick-for-form' : 'routing.pick',
  choices: [...types, forForm ? cancel : back],
});

/** Whether the type that was read is right. */
export const confirmType = ({ reading }: Context): Prompt => ({
  say: 'routing.confirm',
  params: {
    type: reading?.type ?? '',
    name: reading?.name ?? null,
    reasonCode: reading?.reason?.code ?? null,
    matched: reading?.reason?.matched ?? null,
  },
  choices: [yes('type', 'choice.type-right'), no('type', 'choice.type-other'), back],
});

/** Which of the types that are possible is right. */
export function settleType({ reading }: Context): Prompt {
  const candidates = reading?.candidates ?? [];
  const provinceOrRegional = candidates.includes('province') && candidates.includes('regional');
  return {
    say: provinceOrRegional ? 'routing.settle-province' : 'routing.settle',
    params: { name: reading?.name ?? null },
    choices: [
      ...types.filter(({ action }) => candidates.some((type) => action === `type:${type}`)),
      no('type', 'choice.type-other'),
      back,
    ],
  };
}

/** Who gives out the Token to the type of agency that was asked about. */
export const issuerCard = ({ cardType, reading }: Context): Prompt => ({
  say: 'issuer.card',
  params: {
    type: cardType ?? 'central-government',
    agencyName: reading?.name ?? null,
    reasonCode: reading?.reason?.code ?? null,
    matched: reading?.reason?.matched ?? null,
  },
  choices: [start, { label: 'choice.type-other', action: 'route' }, toMenu, human],
});

/** The answer that stands on screen with the card. */
export const answerOnCard = ({ cardType }: Context) => cardAnswer(cardType ?? 'central-government');
