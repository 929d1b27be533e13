import { sendFailures } from '../../delivery/sender.ts';
import type { DeliveryState, MessageDelivery } from '../../requests/delivery-state.ts';
import type { Say } from '../say.ts';
import type { ViewContext } from './common.ts';

/** What became of a message to the officer, as its bubble says it. */
export interface DeliveryView {
  readonly state: DeliveryState;
  readonly text: string;
  /** It can be sent again or given up. */
  readonly isOpen: boolean;
}

/** @param mayAct whether the viewer could send it again. */
export function presentDelivery(
  { state, code, since }: MessageDelivery,
  { say, dates }: ViewContext,
  mayAct: boolean,
): DeliveryView {
  const params = { since: dates.full(since), cause: code === null ? '' : causeText(code, say) };
  return { state, text: say(`console:delivery.${state}`, params), isOpen: mayAct && state === 'failed' };
}

/** The cause of a failure in words. */
export function causeText(code: string, say: Say): string {
  const known = sendFailures.find((one) => one === code);
  return say(`console:undelivered.cause.${known ?? 'unknown'}`, { code });
}
