import type { ThreadEntry } from '../../requests/request.ts';
import { quotedBy, shownText } from '../../requests/shown.ts';
import type { OpenedRequest } from '../../requests/queue.ts';
import type { DeadLetter } from '../../store/port.ts';
import type { ViewContext } from './common.ts';

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
  readonly undelivered: boolean;
}

export interface DayView {
  readonly day: string;
  readonly entries: readonly EntryView[];
}

/** A thread as its page shows it, by day. */
export function presentDays(
  { thread, deadLetters }: Pick<OpenedRequest, 'thread' | 'deadLetters'>,
  viewContext: ViewContext,
): DayView[] {
  const { dates } = viewContext;
  const days: { day: string; entries: EntryView[] }[] = [];
  for (const entry of thread) {
    const day = dates.day(entry.at);
    const last = days.at(-1);
    const view = presentEntry(entry, thread, deadLetters, viewContext);
    if (last?.day === day) last.entries.push(view);
    else days.push({ day, entries: [view] });
  }
  return days;
}

function presentEntry(
  entry: ThreadEntry,
  thread: readonly ThreadEntry[],
  deadLetters: readonly DeadLetter[],
  viewContext: ViewContext,
): EntryView {
  const { viewer, say, dates } = viewContext;
  const text = shownText(entry, say);
  return {
    id: entry.id,
    from: entry.from,
    mine: entry.by === viewer.email,
    who: presentWriter(entry, viewContext),
    iso: new Date(entry.at).toISOString(),
    time: dates.time(entry.at),
    text: text ?? say('requests:thread.gone'),
    gone: text === null,
    quote: presentQuote(quotedBy(entry, thread), viewContext),
    undelivered: entry.from === 'staff' && deadLetters.some((letter) => letter.createdAt === entry.at),
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
