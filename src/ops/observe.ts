import type { EngineParts, ObservedTurn } from '../conversation/engine-parts.ts';
import type { WebhookParts } from '../line/webhook.ts';
import type { Log } from '../base/log.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { Metrics } from './metrics.ts';

/** What turns came to, as log lines and metrics. */
export function observeTurns(log: Log, metrics: Metrics): (turn: ObservedTurn) => void {
  return ({ turnId, officer, eventIds, outcome, seconds, understood }) => {
    metrics.turn(seconds);
    for (const each of understood) metrics.understood(each);
    const turn = { turnId, officer, outcome, durationMs: Math.round(seconds * 1000) };
    for (const eventId of eventIds) log.info('turn', { ...turn, eventId });
  };
}

/** What no data key opens: an operator may have the key, and its request is told by its reference. */
export function observeUnreadable(log: Log): NonNullable<EngineParts['onUnreadable']> {
  return ({ officer, ref }) => {
    if (ref === null)
      log.error('a conversation does not open and starts anew', { officer, code: 'unreadable' });
    else log.error('a request does not open and is left out', { officer, ref, code: 'unreadable' });
  };
}

/** How webhooks ended, as log lines and metrics. */
export function observeWebhooks(log: Log, metrics: Metrics): WebhookParts['observe'] {
  return {
    webhook(outcome, seconds, error) {
      metrics.webhook(outcome, seconds);
      const fields = {
        outcome,
        durationMs: Math.round(seconds * 1000),
        ...(error === undefined ? {} : { error }),
      };
      if (error instanceof StoreUnavailable && error.reason === 'disk-full')
        log.error('the disk of the store is full: free some space', { ...fields, code: error.reason });
      else if (outcome === 'failed') log.error('webhook', fields);
      else if (outcome === 'accepted') log.debug('webhook', fields);
      else log.warn('webhook', fields);
    },
    event(type, outcome, left) {
      metrics.event(type, left === 'odd' ? left : outcome);
      if (left)
        log[left === 'odd' ? 'warn' : 'debug']('event left', { eventType: type, outcome, code: left });
    },
  };
}
