import type { Json } from '../../flows/domain.ts';
import type { ThreadEntry } from './request.ts';

/** A sentence in the reader's language. */
export type Say = (key: string, params?: { readonly [name: string]: Json }) => string;

/** What staff read of a thread's entry, with a caption for what is no text; null where it is gone. */
export function shownText({ kind, text, media }: ThreadEntry, say: Say): string | null {
  if (text === null) return null;
  if (kind === 'event') return say(`requests:system.${text}`);
  if (kind === 'text' || kind === 'note') return text;
  const { set = null, fileName = null } = media ?? {};
  const nth = set && set.total > 1 ? ` ${set.index}/${set.total}` : '';
  const caption = say(`requests:media.${kind}`, { nth });
  const unopened = media?.contentId ? say('requests:media.unopened') : '';
  return [caption, fileName, text, unopened].filter(Boolean).join(' ');
}

/** The entry that another quotes. `elsewhere`: a message that is not in the thread, as of the assistant. */
export function quotedBy(
  { quotes }: ThreadEntry,
  thread: readonly ThreadEntry[],
): ThreadEntry | 'elsewhere' | null {
  if (quotes === null) return null;
  return thread.find(({ lineId }) => lineId === quotes) ?? 'elsewhere';
}
