import { Unreadable } from '../privacy/vault.ts';
import { openReadable, openReadableThread } from '../requests/record.ts';
import type { ConversationRecord, Loaded, OfficerKey } from '../store/port.ts';
import type { EngineParts } from './engine-parts.ts';
import { conversationPlace } from './engine-parts.ts';
import type { OfficerEvent } from './inbound.ts';
import type { Remembered } from './remembered.ts';
import type { Saved } from './saved.ts';
import { newSaved, readSaved } from './saved.ts';
import type { Known } from './turn-state.ts';

/** What a turn is decided on, as the store has it, and which of the events were consumed before. */
export async function loadKnown(
  officer: OfficerKey,
  events: readonly OfficerEvent[],
  parts: EngineParts,
): Promise<{ known: Remembered; seen: readonly string[] }> {
  const [loaded] = await parts.store.load([{ officer, eventIds: events.map((event) => event.id) }]);
  if (!loaded) throw new Error('the store loaded nothing');
  return { known: openKnown(officer, loaded, parts), seen: loaded.seen };
}

/** A key that is lost must not keep an officer from going on: the conversation starts anew, staff see the request. */
function openKnown(officer: OfficerKey, { conversation, requests }: Loaded, parts: EngineParts): Remembered {
  const readable = requests.flatMap((record) => {
    const request = openReadable(parts.vault, record);
    if (!request.unreadable) return [request];
    parts.onUnreadable?.({ officer, ref: record.ref });
    return [];
  });
  return {
    officer,
    version: conversation?.version ?? 0,
    saved: conversation ? openSaved(officer, conversation, parts) : newSaved(),
    requests: readable,
    threads: null,
  };
}

function openSaved(
  officer: OfficerKey,
  { sealed }: ConversationRecord,
  { vault, onUnreadable }: EngineParts,
): Saved {
  try {
    return readSaved(vault.open(sealed, conversationPlace(officer)));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    onUnreadable?.({ officer, ref: null });
    return newSaved();
  }
}

/** The same with all requests of the officer and their threads. */
export async function readEverything(known: Known, { store, vault }: EngineParts): Promise<Known> {
  const records = await store.requestsOf(known.officer);
  const all = records.map((record) => openReadable(vault, record));
  const threads = await Promise.all(
    all.map(async ({ ref }) => [ref, openReadableThread(vault, ref, await store.readThread(ref))] as const),
  );
  return {
    ...known,
    requests: all.filter(({ unreadable }) => !unreadable),
    unreadable: all.filter(({ unreadable }) => unreadable),
    threads: new Map(threads),
  };
}
