import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
import type { Taught } from '../understanding/understand.ts';
import { inForce, openLessons } from '../learning/teaching.ts';
import { ensureDataKeys, keysFile } from '../privacy/data-keys.ts';
import { openVault } from '../privacy/vault.ts';
import type { AgencyEntry } from '../routing/agency-list.ts';
import type { Store } from '../store/port.ts';
import { TimedOut, within } from '../base/within.ts';
import { faultsToMend } from './faults.ts';
import { readOwnAgencies } from './own-agencies.ts';

/** What an installation knows besides what stands in the repository. */
export interface Installed {
  readonly agencies: readonly AgencyEntry[];
  /** What supervisors taught. */
  readonly taught: readonly Taught[];
}

/** A store that does not answer sooner is away. */
const waitMs = 3_000;

/**
 * What the chat of this installation knows besides: `AGENCY_LIST`, and what was taught in the store that the settings
 * name. Looks only: where there is no store yet none is made, nor keys, nor a folder.
 * @param warn told what could not be read and why; all else is given back all the same.
 */
export async function readInstalled(warn: (sentence: string) => void): Promise<Installed> {
  const config = await orWarn(() => readConfig(readEnvironment()), warn);
  if (!config) return { agencies: [], taught: [] };
  return {
    agencies: (await orWarn(() => readOwnAgencies(config.agencyList), warn)) ?? [],
    taught: (await orWarn(() => readTaught(config), warn)) ?? [],
  };
}

async function readTaught(config: Config): Promise<readonly Taught[]> {
  if (!config.redis && !existsSync(join(config.dataDir, 'assistant.db'))) return [];
  // Only who has a store needs what opens one.
  const { openConfiguredStore } = await import('./open-store.ts');
  const store = await within(openConfiguredStore(config), waitMs);
  try {
    return await within(taughtIn(store, config), waitMs);
  } finally {
    await store.close();
  }
}

async function taughtIn(store: Store, { dataKeys, dataDir }: Config): Promise<readonly Taught[]> {
  const records = await store.readTeaching();
  if (records.length === 0) return [];
  if (!dataKeys && !existsSync(keysFile(dataDir))) throw new NotRead('DATA_KEYS: not set');
  const vault = await openVault(dataKeys ?? ensureDataKeys(dataDir), store);
  return inForce(openLessons(vault, records));
}

/** A fault that an operator can mend, like those of `faultsToMend`. */
class NotRead extends Error {}

async function orWarn<T>(work: () => T | Promise<T>, warn: (sentence: string) => void): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const isOurs = error instanceof NotRead || error instanceof TimedOut;
    const faults = isOurs ? [error.message] : faultsToMend(error);
    if (!faults) throw error;
    for (const fault of faults) warn(`not read: ${fault}`);
    return null;
  }
}
