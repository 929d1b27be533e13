import { readSaved } from '../../src/conversation/saved.ts';
import { parseDataKeys } from '../../src/privacy/data-keys.ts';
import { openVault } from '../../src/privacy/vault.ts';
import { openRequest, openThread } from '../../src/requests/record.ts';
import type { LinePlatform } from '../../src/simulator/platform.ts';
import type { RequestRecord, Store } from '../../src/store/port.ts';

/** What came of it all, free of what is by chance: references, ids and times. */
export interface Outcome {
  /** For each officer, what LINE got, in order, and what the store holds. */
  readonly officers: readonly OfficerOutcome[];
  /** `ENTRY WHAT COUNT`: what was counted twice would show. */
  readonly tallies: readonly string[];
  readonly outbox: { readonly pending: number; readonly dead: number };
}

interface OfficerOutcome {
  readonly heard: readonly unknown[];
  readonly conversation: unknown;
  readonly requests: readonly unknown[];
  readonly consents: readonly unknown[];
}

export async function outcomeOf(
  platform: LinePlatform,
  store: Store,
  dataKeys: string,
  userIds: readonly string[],
): Promise<Outcome> {
  const keys = parseDataKeys(dataKeys);
  if (typeof keys === 'string') throw new Error(keys);
  const vault = await openVault(keys, store);
  const sends = Map.groupBy(platform.accepted, ({ to }) => to);

  async function officerOutcome(userId: string): Promise<OfficerOutcome> {
    const officer = vault.officerKey(userId);
    const [loaded] = await store.load([{ officer, eventIds: [] }]);
    if (!loaded?.conversation) throw new Error('an officer is not known');
    return withoutChance({
      heard: (sends.get(userId) ?? []).map(({ messages }) => messages),
      conversation: readSaved(vault.open(loaded.conversation.sealed, `conversation:${officer}`)),
      requests: await Promise.all(
        newestFirst(loaded.requests).map(async (record) => ({
          ...openRequest(vault, record),
          officer: '',
          lineUserId: '',
          terms: record.terms.length,
          // Counts commits, and a webhook with several events is one.
          version: 0,
          thread: openThread(vault, record.ref, await store.readThread(record.ref)),
          audit: await store.readAudit(record.ref),
        })),
      ),
      consents: await store.readConsents(officer),
    });
  }

  const tallies = Map.groupBy(
    await store.readTallies({ from: '0000-01-01', to: '9999-12-31' }),
    ({ entry, what }) => `${entry} ${what}`,
  );
  const { pending, dead } = await store.outboxDepth();
  return {
    officers: await Promise.all(userIds.map(officerOutcome)),
    tallies: [...tallies]
      .map(([name, days]) => `${name} ${days.reduce((sum, { count }) => sum + count, 0)}`)
      .sort(),
    outbox: { pending, dead },
  };
}

/** Two filed by one webhook are of one age. */
function newestFirst(requests: readonly RequestRecord[]): RequestRecord[] {
  return requests.toSorted((a, b) => b.createdAt - a.createdAt || (a.kind < b.kind ? -1 : 1));
}

/** What is first found to differ from what was expected, and where; null where nothing does. */
export function firstDifference(found: unknown, expected: unknown): object | null {
  if (JSON.stringify(found) === JSON.stringify(expected)) return null;
  if (isObject(found) && isObject(expected) && Object.keys(found).length === Object.keys(expected).length)
    for (const [name, part] of Object.entries(expected)) {
      const within = firstDifference((found as { [name: string]: unknown })[name], part);
      if (within) return { [name]: within };
    }
  // Of two lists of different lengths, where they part.
  if (Array.isArray(found) && Array.isArray(expected)) {
    const at = found.findIndex((each, nth) => JSON.stringify(each) !== JSON.stringify(expected[nth]));
    const from = at < 0 ? found.length : at;
    return { from, found: found.slice(from, from + 2), expected: expected.slice(from, from + 2) };
  }
  return { found, expected };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** References (`123456782`, `123-456-782`), ids of messages and UUIDs, times in ms, and the address that the program listens on. */
const byChance =
  /\b\d{3}-?\d{3}-?\d{3}\b|\b\d{18}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b1\d{12}\b|(?<=localhost:)\d+/g;

/** The same thing always gets the same name, by when it first appears; times get none. */
function withoutChance<Value>(value: Value): Value {
  const names = new Map<string, string>();
  const text = JSON.stringify(value).replaceAll(byChance, (found) => {
    if (/^1\d{12}$/.test(found)) return '0';
    const plain = found.replaceAll('-', '');
    const name = names.get(plain) ?? String(names.size + 1);
    names.set(plain, name);
    return plain === found ? name : `${name}-`;
  });
  return JSON.parse(text) as Value;
}
