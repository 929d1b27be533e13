import { readFileSync, writeFileSync } from 'node:fs';
import { readConfig } from '../../config/config.ts';
import { readEnvironment } from '../../config/environment.ts';
import { readFaq, tableFiles } from '../../understanding/tables.ts';
import { exportTeaching } from '../../learning/export.ts';
import { inForce, openLessons } from '../../learning/teaching.ts';
import { ensureDataKeys } from '../../privacy/data-keys.ts';
import { openVault } from '../../privacy/vault.ts';
import { openConfiguredStore } from '../../startup/open-store.ts';

const flows = new URL('../../../flows/', import.meta.url);

/**
 * `flows/faq.yaml` with what supervisors taught among its examples, checked.
 * @param write puts it in the file's place; otherwise it is given back to be printed.
 * @throws {ConfigFaults} {StoreUnavailable} {Unreadable} {BadTable}
 */
export async function exportTaught(write: boolean): Promise<string> {
  const config = readConfig(readEnvironment());
  const store = await openConfiguredStore(config);
  try {
    const vault = await openVault(config.dataKeys ?? ensureDataKeys(config.dataDir), store);
    const file = new URL('faq.yaml', flows);
    const taught = inForce(openLessons(vault, await store.readTeaching()));
    const { text, added } = exportTeaching(readFileSync(file, 'utf8'), taught);
    readFaq(tableFiles().map((table) => (table.path === 'flows/faq.yaml' ? { ...table, text } : table)));
    if (!write) return text;
    writeFileSync(file, text);
    return `flows/faq.yaml: ${added} phrase(s) added\n`;
  } finally {
    await store.close();
  }
}
