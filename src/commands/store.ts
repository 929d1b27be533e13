/** Moves everything between stores, into backup files and out of them; `--help` tells how. */
import { readConfig } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
import type { Store } from '../store/port.ts';
import { createProgram, Failure, runProgram, WrongUsage } from '../startup/command-line.ts';
import type { StorePlace } from '../startup/open-store.ts';
import { openStoreAt } from '../startup/open-store.ts';
import { openBackup, writeBackup } from './store/backup-file.ts';
import { isThere, nameOf, placeOf, readPlace } from './store/place.ts';
import type { Counts, Target } from './store/transfer.ts';
import { fill, sourceOf } from './store/transfer.ts';

interface Options {
  readonly from?: StorePlace;
  readonly to?: StorePlace;
  readonly replace?: boolean;
}

interface CopyOptions {
  readonly from: StorePlace;
  readonly to: StorePlace;
}

const program = createProgram(
  'store',
  'Moves everything between stores, into backup files and out of them.',
).addHelpText(
  'after',
  `
STORE is redis://HOST:PORT/DB, rediss://…, cluster:HOST:PORT,HOST:PORT,… or sqlite:DIR, a data folder; for export and
import the store of the settings, unless given.

Stop the assistant first, all its processes: a store that is in use is refused. The target has to be empty. What
was interrupted is run again and begins anew; until it is finished no assistant starts on the target.

What is personal stays encrypted: the target, and whoever reads the file, needs the same DATA_KEYS. Keys that the
assistant made for itself lie in data-keys.env of the data folder and are not copied.`,
);

program
  .command('copy')
  .description('copies everything from one store into another')
  .requiredOption('--from <STORE>', 'where it is', readStore)
  .requiredOption('--to <STORE>', 'where it goes', readStore)
  .option('--replace', 'lets go what the target holds')
  .action(async ({ from, to, replace = false }: Options & CopyOptions) => {
    if (nameOf(from) === nameOf(to)) throw new WrongUsage('--from and --to name the same store');
    await withStore(existing(from), async (source) =>
      withStore(to, async (target) => {
        const counts = await fill(target, await sourceOf(source), { replace, onProgress });
        tell(`copied to ${target.name}: ${summary(counts)}`);
      }),
    );
  });

program
  .command('export')
  .description('writes everything into a backup file')
  .argument('<FILE>')
  .option('--from <STORE>', 'the store, where it is not that of the settings', readStore)
  .option('--replace', 'lets a file of that name go')
  .action(async (file: string, { from, replace = false }: Options) => {
    await withStore(existing(from ?? configured()), async (source) => {
      const how = { now: Date.now(), replace, onProgress };
      const counts = await writeBackup(file, await sourceOf(source), how);
      tell(`written to ${file}: ${summary(counts)}`);
    });
  });

program
  .command('import')
  .description('reads a backup file into a store')
  .argument('<FILE>')
  .option('--to <STORE>', 'the store, where it is not that of the settings', readStore)
  .option('--replace', 'lets go what the target holds')
  .action(async (file: string, { to, replace = false }: Options) => {
    const source = await openBackup(file);
    await withStore(to ?? configured(), async (target) => {
      const counts = await fill(target, source, { replace, onProgress });
      tell(`read into ${target.name}: ${summary(counts)}`);
    });
  });

function configured(): StorePlace {
  return placeOf(readConfig(readEnvironment()));
}

/** Opening would make an empty store where there is none. */
function existing(place: StorePlace): StorePlace {
  if (!isThere(place)) throw new Failure(`there is no store at ${nameOf(place)}`);
  return place;
}

/** Nobody waits for an answer here: a server may take longer than it may for an officer. */
const timeoutMs = 30_000;

async function withStore(place: StorePlace, work: (opened: Target) => Promise<void>): Promise<void> {
  const store: Store = await openStoreAt(place, {
    timeoutMs,
    warn: (sentence) => tell(`store: ${sentence}`),
  });
  try {
    await work({ store, name: nameOf(place) });
  } finally {
    await store.close();
  }
}

function readStore(text: string): StorePlace {
  const place = readPlace(text);
  // Commander's own error would quote the argument, which may hold a password.
  if (typeof place === 'string') throw new WrongUsage(place);
  return place;
}

function summary(counts: Counts): string {
  const kinds = Object.entries(counts);
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  return `${total} records (${kinds.map(([kind, count]) => `${kind} ${count}`).join(', ')})`;
}

const tellEvery = 10_000;
let told = 0;

function onProgress(count: number): void {
  if (count < told + tellEvery) return;
  told = count;
  tell(`${count} records …`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

await runProgram('store', program);
