import type { Said } from '../../flows/prompts/prompt.ts';
import type { DeliveryOptions } from '../../src/delivery/outbox.ts';

/** Texts that are sent as they are. */
export const said = (...texts: string[]): Said[] =>
  texts.map((text) => ({ prompt: { say: text }, language: 'th' }));

/** What no version of the assistant has words for. */
export const unknown = 'unknown:sentence';

export const render: DeliveryOptions['render'] = (all) =>
  all.map(({ prompt }) => {
    if (prompt.say === unknown) throw new RangeError(`there is no sentence ${unknown}`);
    return { type: 'text', text: prompt.say };
  });
