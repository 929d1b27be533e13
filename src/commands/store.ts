/** Moves everything between stores, into backup files and out of them; `--help` tells how. */
import { readConfig, readEnvironment } from '../config/config.ts';
import type { Store } from '../store/port.ts';
import type { StorePlace } from './open-store.ts';
import { openStoreAt } from './open-store.ts';
import { openBackup, writeBackup } from './store/backup-file.ts';
import { argumentsOf, Failure, runCommand, WrongUsage } from './run.ts';
import { isThere, nameOf, placeOf, readPlace } from './store/place.ts';
import type { Counts, Target } from './store/transfer.ts';
import { fill, sourceOf } from './store/transfer.ts';

const usage = `Usage: npm run --silent store -- COMMAND

  copy --from STORE --to STORE [--replace]
                     copies everything from one store into another
  export FILE [--from STORE] [--replace]
                     writes everything into a backup file
  import FILE [--to STORE] [--replace]
                     reads a backup file into a store

  STORE              redis://HOST:PORT/DB, rediss://…, cluster:HOST:PORT,HOST:PORT,… or sqlite:DIR, a data folder;
                     for export and import the store of the settings, unless given
  --replace          lets go what the target holds, or a file of that name
  --help             shows this

Stop the assistant first, all its processes: a store that is in use is refused. The target has to be empty. What
was interrupted is run again and begins anew; until it is finished no assistant starts on the target.

What is personal stays encrypted: the target, and whoever reads the file, needs the same DATA_KEYS. Keys that the
assistant made for itself lie in data-keys.env of the data folder and are not copied.`;

interface Given {
  readonly file: string;
  readonly from: StorePlace | null;
  readonly to: StorePlace | null;
  readonly replace: boolean;
}

interface Command {
  readonly takesFile: boolean;
  readonly options: readonly ('from' | 'to')[];
  readonly required: readonly ('from' | 'to')[];
  run(given: Given): Promise<void>;
}

const commands: { readonly [name: string]: Command } = {
  copy: {
    takesFile: false,
    options: ['from', 'to'],
    required: ['from', 'to'],
    async run({ from, to, replace }) {
      await withStore(existing(from), async (source) =>
        withStore(to ?? configured(), async (target) => {
          const counts = await fill(target, await sourceOf(source), { replace, onProgress });
          tell(`copied to ${target.name}: ${summary(counts)}`);
        }),
      );
    },
  },
  export: {
    takesFile: true,
    options: ['from'],
    required: [],
    async run({ file, from, replace }) {
      await withStore(existing(from), async (source) => {
        const how = { now: Date.now(), replace, onProgress };
        const counts = await writeBackup(file, await sourceOf(source), how);
        tell(`written to ${file}: ${summary(counts)}`);
      });
    },
  },
  import: {
    takesFile: true,
    options: ['to'],
    required: [],
    async run({ file, to, replace }) {
      const source = await openBackup(file);
      await withStore(to ?? configured(), async (target) => {
        const counts = await fill(target, source, { replace, onProgress });
        tell(`read into ${target.name}: ${summary(counts)}`);
      });
    },
  },
};

function configured(): StorePlace {
  return placeOf(readConfig(readEnvironment()));
}

/** Opening would make an empty store where there is none. */
function existing(given: StorePlace | null): StorePlace {
  const place = given ?? configured();
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

/** @throws {WrongUsage} */
function readArguments(argv: readonly string[]): { command: Command; given: Given } | 'help' {
  const { values, positionals } = argumentsOf(argv, {
    from: { type: 'string' },
    to: { type: 'string' },
    replace: { type: 'boolean' },
    help: { type: 'boolean' },
  });
  if (values.help) return 'help';
  const [name, ...rest] = positionals;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new WrongUsage(name === undefined ? 'a command is missing' : `there is no command "${name}"`);
  const [file = '', ...others] = command.takesFile ? rest : ['', ...rest];
  if (command.takesFile && file === '') throw new WrongUsage(`${name} needs a file`);
  if (others[0] !== undefined) throw new WrongUsage(`${name} does not take "${others[0]}"`);
  for (const option of ['from', 'to'] as const) {
    if (values[option] !== undefined && !command.options.includes(option))
      throw new WrongUsage(`${name} does not take --${option}`);
    if (values[option] === undefined && command.required.includes(option))
      throw new WrongUsage(`${name} needs --${option}`);
  }
  const [from, to] = (['from', 'to'] as const).map((option) => readStore(option, values[option]));
  if (from && to && nameOf(from) === nameOf(to)) throw new WrongUsage('--from and --to name the same store');
  return { command, given: { file, from: from ?? null, to: to ?? null, replace: values.replace ?? false } };
}

function readStore(option: string, text: string | undefined): StorePlace | null {
  if (text === undefined) return null;
  const place = readPlace(text);
  if (typeof place === 'string') throw new WrongUsage(`--${option}: ${place}`);
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

async function main(): Promise<void> {
  const read = readArguments(process.argv.slice(2));
  if (read === 'help') process.stdout.write(`${usage}\n`);
  else await read.command.run(read.given);
}

await runCommand('store', main);
