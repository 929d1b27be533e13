/** Run by sqlite.test.ts in a process whose files may not grow beyond 2 MiB. */
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { anOfficer, aTurn, commitTurn } from './builders.ts';

const store = openSqliteStore({ path: process.argv[2] ?? '' });
const [one, two] = [anOfficer(), anOfficer()];
const conversation = (expected: number, size: number) => ({ expected, sealed: `k1.${'x'.repeat(size)}` });
const outcome = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'ok';
  } catch (fault) {
    return fault instanceof Error ? fault.name : 'unknown';
  }
};

/** Commits until no turn is taken any more. */
async function fillAndPing(): Promise<void> {
  const fills = () => commitTurn(store, aTurn(anOfficer(), { conversation: conversation(0, 200_000) }));
  while ((await outcome(fills())) === 'ok');
  await store.ping();
}

const said = {
  small: await outcome(commitTurn(store, aTurn(one, { conversation: conversation(0, 10) }))),
  big: await outcome(
    store.commit({
      turns: [
        aTurn(two, { eventIds: ['e1'], conversation: conversation(0, 10) }),
        aTurn(anOfficer(), { conversation: conversation(0, 4_000_000) }),
      ],
      settlements: [],
      lease: null,
    }),
  ),
  leftOfBig: (await store.load([{ officer: two, eventIds: ['e1'] }]))[0],
  smallAgain: await outcome(commitTurn(store, aTurn(one, { conversation: conversation(1, 10) }))),
  pingWithRoom: await outcome(store.ping()),
  pingWithoutRoom: await outcome(fillAndPing()),
};
process.stdout.write(JSON.stringify(said));
await store.close();
