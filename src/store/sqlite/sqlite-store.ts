import { leavesEntries } from '../left-entries.ts';
import type { Store } from '../port.ts';
import { hasEnded } from '../worker.ts';
import { prepareChanges } from './changes.ts';
import type { DatabaseOptions } from './database.ts';
import { Database } from './database.ts';
import { prepareDump } from './dump.ts';
import { prepareHousekeeping } from './housekeeping.ts';
import { prepareLanes } from './lanes.ts';
import { prepareLearning } from './learning.ts';
import { prepareRequests } from './requests.ts';
import { prepareStaff } from './staff.ts';
import { prepareTurns } from './turns.ts';
import { prepareWakeUps } from './wake-ups.ts';

/** Characters; more than a turn with a long text writes. */
const sizeOfTurn = 256 * 1024;

/**
 * The embedded store: one SQLite file, which several processes may share.
 * @throws {StoreUnavailable} when the file cannot be opened. Error when a newer version wrote it.
 */
export function openSqliteStore(options: DatabaseOptions): Store {
  const db = new Database(options);
  const requests = prepareRequests(db);
  const lanes = prepareLanes(db);
  const learning = prepareLearning(db);
  const turns = prepareTurns(db, lanes, requests, learning);
  const changes = prepareChanges(db);
  const wakeUps = prepareWakeUps(db);
  const staff = prepareStaff(db);
  const housekeeping = prepareHousekeeping(db);
  const dump = prepareDump(db, requests);

  // What a process that crashed was sending is sent now, while the reply tokens live.
  const ended = db.read(() => lanes.holders()).filter((worker) => hasEnded(worker));
  if (ended.length > 0) db.writeNow(() => ended.forEach((worker) => lanes.endLeasesOf(worker)));

  return {
    load: async (asked) => db.read(() => asked.map(({ officer, eventIds }) => turns.load(officer, eventIds))),

    commit: async (batch) => {
      const results = await db.write(() => {
        for (const settlement of batch.settlements) {
          lanes.settle(settlement, batch.lease?.worker ?? null);
          if (settlement.outcome === 'sent' && settlement.told) requests.noteTold(settlement.told);
        }
        const { lease } = batch;
        return batch.turns.map((turn, nth) =>
          turns.commit(turn, lease && { ...lease, begins: nth < (lease.begins ?? 0) }),
        );
      });
      // After an erasure the log must not keep what was there before.
      if (batch.turns.some((turn, at) => turn.undeliveredGone && results[at]?.ok)) db.emptyLog();
      if (batch.turns.some((turn, at) => turn.requests.length > 0 && results[at]?.ok)) changes.tell();
      if (leavesEntries(batch, results)) wakeUps.tell();
      return results;
    },

    leaseOutbox: async (ask) =>
      // Most looks find nothing and need no write.
      db.read(() => lanes.hasDue(ask.now)) ? db.write(() => lanes.lease(ask)) : [],
    nextOutboxAt: async () => db.read(() => lanes.nextAt()),
    outboxDepth: async () => db.read(() => lanes.depth()),
    deadLetters: async (ask) => db.read(() => lanes.dead(ask)),

    findRequest: async (ref) => db.read(() => requests.find(ref)),
    listRequests: async (query) => db.read(() => requests.list(query)),
    requestsOf: async (officer) => db.read(() => requests.allOfOfficer(officer)),
    readThread: async (ref) => db.read(() => requests.thread(ref)),
    readAudit: async (ref) => db.read(() => requests.audit(ref)),
    noteDelivery: async (of, note) => {
      await db.write(() => {
        requests.noteDelivery(of, note);
        requests.announce(of.ref);
      });
      changes.tell();
    },
    announceChange: async (ref) => {
      await db.write(() => requests.announce(ref));
      changes.tell();
    },
    countRequests: async () => db.read(() => requests.count()),
    readStats: async (query) => db.read(() => requests.stats(query)),
    readConsents: async (officer) => db.read(() => turns.consents(officer)),
    listUnclear: async (limit) => db.read(() => learning.unclear(limit)),
    readTallies: async ({ from, to }) => db.read(() => learning.tallies(from, to)),
    sweepUnclear: async (beforeDay) => db.write(() => learning.sweepUnclear(beforeDay)),
    teachingVersion: async () => db.read(() => learning.version()),
    readTeaching: async () => db.read(() => learning.changes()),
    addTeaching: async (change) => db.write(() => learning.add(change)),
    watchRequests: (listener) => changes.watch(listener),
    watchOutbox: (listener) => wakeUps.watch(listener),

    saveStaff: async (account) => db.write(() => staff.save(account)),
    findStaff: async (email) => db.read(() => staff.find(email)),
    listStaff: async () => db.read(() => staff.list()),
    saveSession: async (session) => db.write(() => staff.saveSession(session)),
    findSession: async (idHash) => db.read(() => staff.findSession(idHash)),
    extendSession: async (idHash, expiresAt) => db.write(() => staff.extendSession(idHash, expiresAt)),
    dropSession: async (idHash) => db.write(() => staff.dropSession(idHash)),
    saveApiToken: async (token) => db.write(() => staff.saveToken(token)),
    findApiToken: async (hash) => db.read(() => staff.findToken(hash)),
    listApiTokens: async (email) => db.read(() => staff.listTokens(email)),
    dropApiToken: async (hash) => db.write(() => staff.dropToken(hash)),

    putMetaOnce: async (key, value) => db.write(() => housekeeping.putMetaOnce(key, value)),
    getMeta: async (key) => db.read(() => housekeeping.getMeta(key)),
    putMeta: async (key, value) => db.write(() => housekeeping.putMeta(key, value)),
    dropMeta: async (key) => db.write(() => housekeeping.dropMeta(key)),
    dump: () => dump.dump(),
    restore: async (records) => db.write(() => dump.restore(records)),
    wipe: async () => db.write(() => dump.wipe()),
    isShared: async () => dump.isShared(),
    sweep: async (before) => db.write(() => housekeeping.sweep(before)),
    ping: async () => {
      // A small write may pass where a turn does not.
      if (db.mayLackSpace) db.proveSpace(() => housekeeping.touch(sizeOfTurn));
      await db.write(() => housekeeping.touch());
    },
    close: async () => {
      changes.stop();
      wakeUps.stop();
      db.close();
    },
  };
}
