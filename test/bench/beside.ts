import { openStoreAt } from '../../src/startup/open-store.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Vault } from '../../src/privacy/vault.ts';
import { openVault } from '../../src/privacy/vault.ts';
import type { Store } from '../../src/store/port.ts';

/** The store of an assistant that runs, opened once more, and what opens what is in it. */
export async function openBeside(
  settings: Readonly<Record<string, string>>,
): Promise<{ store: Store; vault: Vault }> {
  const config = readConfig(settings);
  if (!config.dataKeys) throw new Error('an assistant beside which one looks has DATA_KEYS');
  const store = await openStoreAt(config, {});
  return { store, vault: await openVault(config.dataKeys, store) };
}
