import type { Understanding } from '../../flows/understanding.ts';
import type { Taught } from '../understanding/understand.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store } from '../store/port.ts';
import { inForce, openLessons } from './teaching.ts';

type Understand = (text: string) => Understanding;

interface FollowParts {
  readonly store: Pick<Store, 'teachingVersion' | 'readTeaching'>;
  readonly vault: Vault;
  /** Learns anew; takes some tens of milliseconds. */
  readonly learn: (taught: readonly Taught[]) => Understand;
  /** How often the store is asked whether something new was taught. */
  readonly everyMs?: number;
  readonly onFailure: (error: unknown) => void;
}

/** An understanding that follows what is taught, in whichever process. */
export interface FollowedUnderstanding {
  readonly understand: Understand;
  /** What is in force. */
  taught(): readonly Taught[];
  /** Asks the store now. Resolves when what is taught by now is understood. */
  refresh(): Promise<void>;
  stop(): void;
}

const usualEveryMs = 3_000;

/**
 * Starts with what was taught so far, then asks for the version of it again and again, and learns anew when that
 * moved: never while a question waits for its answer. While the store is away the last understanding stays.
 * @throws {StoreUnavailable} when it is away at the start.
 */
export async function followTeaching(parts: FollowParts): Promise<FollowedUnderstanding> {
  const { store, vault, learn, everyMs = usualEveryMs, onFailure } = parts;
  let version = -1;
  let taught: readonly Taught[] = [];
  let understand: Understand | null = null;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    if ((await store.teachingVersion()) === version) return;
    const records = await store.readTeaching();
    const next = inForce(openLessons(vault, records));
    if (understand === null || JSON.stringify(next) !== JSON.stringify(taught)) understand = learn(next);
    taught = next;
    version = records.at(-1)?.version ?? 0;
  }

  /** One look at a time; who asks during one waits for the next, which sees what was taught meanwhile. */
  async function refresh(): Promise<void> {
    const before = looking;
    const mine = (async () => {
      await before?.catch(() => {});
      await look();
    })();
    looking = mine;
    try {
      await mine;
    } finally {
      if (looking === mine) looking = null;
    }
  }

  await refresh();
  const timer = setInterval(() => {
    if (looking === null) refresh().catch(onFailure);
  }, everyMs).unref();

  return {
    understand: (text) => (understand ?? (understand = learn(taught)))(text),
    taught: () => taught,
    refresh,
    stop: () => clearInterval(timer),
  };
}
