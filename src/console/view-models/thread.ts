import { deliveryOf } from '../../requests/delivery-state.ts';
import { mayResend } from '../../requests/message-moves.ts';
import type { ThreadEntry } from '../../requests/request.ts';
import { quotedBy, shownText } from '../../requests/shown.ts';
import type { OpenedRequest } from '../../requests/queue.ts';
import type { ViewContext } from './common.ts';
import type { DeliveryView } from './delivery.ts';
import { presentDelivery } from './delivery.ts';

export interface EntryView {
  readonly id: string;
  readonly from: ThreadEntry['from'];
  readonly mine: boolean;
  readonly who: string;
  readonly iso: string;
  readonly time: string;
  readonly text: string;
  /** The text is no longer there. */
  readonly gone: boolean;
  /** The message that it answers; `who` is null where that is not in the thread. */
  readonly quote: { readonly who: string | null; readonly text: string } | null;
  /** Null for what is no message of staff to the officer. */
  readonly delivery: DeliveryView | null;
}

export interface DayView {
  readonly day: string;
  readonly entries: readonly EntryView[];
}

/** A thread as its page shows it, by day. */
export function presentDays(opened: OpenedRequest, viewContext: ViewContext): DayView[] {
  const { dates } = viewContext;
  const days: { day: string; entries: EntryView[] }[] = [];
  for (const entry of opened.thread) {
    const day = dates.day(entry.at);
    const last = days.at(-1);
    const view = presentEntry(entry, opened, viewContext);
    if (last?.day === day) last.entries.push(view);
    else days.push({ day, entries: [view] });
  }
  return days;
}

function presentEntry(entry: ThreadEntry, opened: OpenedRequest, viewContext: ViewContext): EntryView {
  const { viewer, say, dates } = viewContext;
  const text = shownText(entry, say);
  const delivery = deliveryOf(entry, opened, viewContext.now);
  return {
    id: entry.id,
    from: entry.from,
    mine: entry.by === viewer.email,
    who: presentWriter(entry, viewContext),
    iso: new Date(entry.at).toISOString(),
    time: dates.time(entry.at),
    text: text ?? say('requests:thread.gone'),
    gone: text === null,
    quote: presentQuote(quotedBy(entry, opened.thread), viewContext),
    delivery: delivery && presentDelivery(delivery, viewContext, mayResend(opened.request, viewer)),
  };
}

function presentWriter({ from, by }: ThreadEntry, { viewer, say }: ViewContext): string {
  if (from !== 'staff') return say(`console:conversation.${from}`);
  return by === viewer.email ? say('console:conversation.you') : (by ?? '');
}

function presentQuote(quoted: ReturnType<typeof quotedBy>, viewContext: ViewContext): EntryView['quote'] {
  const { say } = viewContext;
  if (quoted === null) return null;
  if (quoted === 'elsewhere') return { who: null, text: say('requests:thread.elsewhere') };
  return {
    who: presentWriter(quoted, viewContext),
    text: shownText(quoted, say) ?? say('requests:thread.gone'),
  };
}
