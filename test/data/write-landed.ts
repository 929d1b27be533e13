/**
 * Writes what a version of the assistant keeps as test data for later ones: `node test/data/write-landed.ts VERSION`.
 * One officer stops in each state of the flow; requests stand in each status; what else the store keeps is there too.
 * Run it on the version that is to be kept, before anything changes.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { ask } from '../../flows/asks.ts';
import { fill, sourceOf } from '../../src/commands/store/transfer.ts';
import { writeBackup } from '../../src/commands/store/backup-file.ts';
import { createEngine } from '../../src/conversation/engine.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { paths, readSaved } from '../../src/conversation/saved.ts';
import { sealOutgoing } from '../../src/delivery/outgoing.ts';
import { createTeaching } from '../../src/learning/teaching.ts';
import { openVault } from '../../src/privacy/vault.ts';
import type { Actor } from '../../src/requests/scope.ts';
import { createQueue } from '../../src/requests/queue.ts';
import { newReference } from '../../src/requests/reference.ts';
import { defaultSla } from '../../src/requests/sla.ts';
import { createAccounts } from '../../src/staff/accounts.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import type { OutboxEntry } from '../../src/store/port.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { turnParts } from '../conversation/life.ts';
import { facts, minute, monday } from '../conversation/officer.ts';
import type { Step } from '../conversation/walk.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { complete, searchSteps } from './search-steps.ts';

const folder = fileURLToPath(new URL(`landed-${process.argv[2] ?? 'unnamed'}/`, import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'landed-'));
mkdirSync(folder, { recursive: true });
const how = { replace: true, onProgress: () => undefined };

const secret = randomBytes(32);
const store = openSqliteStore({ path: join(work, 'store.db'), synchronous: 'NORMAL' });
const vault = await openVault([{ id: 'landed', secret }], store);
let now = monday;
const clock = () => (now += 1);
const worker = randomUUID();
const commits = gatherCommits({ store, worker, leaseMs: minute, now: clock });
const delivered: OutboxEntry[] = [];
const engine = createEngine({
  ...turnParts(),
  complete,
  store,
  vault,
  commitTurn: (turn) => commits.commit(turn),
  deliver: (entries) => delivered.push(...entries),
  newRef: (officer) => newReference(officer, randomInt),
  newId: randomUUID,
  clock,
  observe: () => undefined,
});

async function savedOf(from: string) {
  const officer = vault.officerKey(from);
  const [loaded] = await store.load([{ officer, eventIds: [] }]);
  const plain = loaded?.conversation && vault.open(loaded.conversation.sealed, `conversation:${officer}`);
  return { plain, saved: readSaved(plain ?? {}), requests: loaded?.requests ?? [] };
}

async function inboundFor(from: string, step: Step): Promise<Inbound> {
  if (step.kind === 'say') return { kind: 'text', text: step.text, messageId: randomUUID() };
  if (step.kind === 'old') return { kind: 'button', action: step.action };
  if (step.kind !== 'press') return step;
  const { saved, requests } = await savedOf(from);
  const own = requests.map((request) => ({ ...request, agencyName: null }));
  const choices = ask(saved.path, saved.context, facts(own)).flatMap((prompt) => prompt.choices ?? []);
  return { kind: 'button', action: choices[step.nth % choices.length]?.action ?? 'menu' };
}

async function liveThrough(from: string, steps: readonly Step[]): Promise<void> {
  for (const [nth, step] of steps.entries()) {
    const inbound = await inboundFor(from, step);
    const at = (now += minute);
    await engine.handle([{ id: randomUUID(), at, receivedAt: at, from, replyToken: `r-${nth}`, inbound }]);
  }
}

const found = searchSteps();
const snapshots: object[] = [];
let count = 0;
const nextOfficer = () => `U${String((count += 1)).padStart(32, '0')}`;
for (const path of paths) {
  const steps = found.get(path);
  if (!steps) {
    process.stderr.write(`${path}: not reached\n`);
    continue;
  }
  const from = nextOfficer();
  await liveThrough(from, steps);
  const { plain, saved } = await savedOf(from);
  if (saved.path !== path) process.stderr.write(`${path}: landed in ${saved.path}\n`);
  snapshots.push({ from, path: saved.path, draft: saved.context.draft, saved: plain });
}

const accounts = createAccounts(store, clock);
const staff: Actor[] = [
  { email: 'admin@dga.or.th', role: 'admin', issuers: ['dga', 'parent', 'dla'] },
  { email: 'agent@dga.or.th', role: 'agent', issuers: ['dga', 'parent', 'dla'] },
];
for (const each of staff) await accounts.add({ ...each, password: `landed-${each.role}-password` });
await accounts.newToken('admin@dga.or.th');
const [admin] = staff as [Actor, Actor];

const queue = createQueue({
  store,
  vault,
  clock: () => ({ now: clock(), newId: () => randomUUID() }),
  commit: async (turn) => commits.commit(turn),
  deliver: (entries) => delivered.push(...entries),
  sla: defaultSla,
  notify: ({ to, ref, said }) =>
    sealOutgoing(vault, { id: randomUUID(), to, ref, said, replyToken: null, replyTokenAt: null }),
});
const form = found.get('receipt') ?? [];
const refs: { [status: string]: string } = {};
for (const status of ['new', 'claimed', 'waiting', 'resolved']) {
  const from = nextOfficer();
  await liveThrough(from, form);
  const [request] = (await savedOf(from)).requests;
  const ref = request?.ref ?? '';
  refs[status] = ref;
  const text = 'ขอหนังสือมอบอำนาจเพิ่มครับ';
  if (status !== 'new') await queue.claim(admin, ref);
  if (status === 'waiting' || status === 'resolved') await queue.message(admin, ref, { text });
  if (status === 'resolved') await queue.resolve(admin, ref, { disposition: 'issued', note: 'ออกแล้ว' });
}
const teaching = createTeaching({ store, vault, now: clock });
await teaching.teach('admin@dga.or.th', 'signup', 'เปิดบัญชีดิจิทัลยังไง');
await teaching.teach('admin@dga.or.th', 'token-request', 'ขอรหัสหน่วยงาน');
await teaching.undo('admin@dga.or.th', 2);

// What was delivered: most sent, two given up, two waiting for another attempt, some left as they were leased.
await commits.idle();
const lanes = new Map(delivered.map((entry) => [entry.lane, entry]));
for (const [nth, [lane, last]] of [...lanes].entries()) {
  const own = delivered.filter((entry) => entry.lane === lane);
  for (const entry of own) {
    if (entry === last && nth % 4 === 0) continue;
    const id = entry.id;
    if (entry === last && nth % 4 === 1)
      await commits.settle({ id, lane, outcome: 'dead', at: now, cause: 'line-rejected' });
    else if (entry === last && nth % 4 === 2)
      await commits.settle({ id, lane, outcome: 'retry', notBefore: now + minute, uncertain: nth % 8 === 2 });
    else await commits.settle({ id, lane, outcome: 'sent' });
  }
}
await commits.idle();

const redis = await startRedis(redisServer ?? '');
const target = await openRedisStore({ at: { url: redis.url }, timeoutMs: 10_000 });
await fill({ store: target, name: 'redis' }, await sourceOf({ store, name: 'sqlite' }), how);
await writeBackup(join(folder, 'redis-export.gz'), await sourceOf({ store: target, name: 'redis' }), {
  ...how,
  now,
});
await target.close();
const raw = new Redis(redis.url);
const dumped: string[] = [];
for (const key of (await raw.keys('*')).toSorted())
  dumped.push(JSON.stringify([key, (await raw.dumpBuffer(key))?.toString('base64'), await raw.pttl(key)]));
writeFileSync(join(folder, 'redis-keys.jsonl.gz'), gzipSync(`${dumped.join('\n')}\n`));
await raw.quit();
await redis.stop();
await store.close();

const copy = join(work, 'copy.db');
const db = new DatabaseSync(join(work, 'store.db'));
db.exec(`VACUUM INTO '${copy}'`);
db.close();
writeFileSync(join(folder, 'sqlite.db.gz'), gzipSync(readFileSync(copy)));
const dataKeys = `landed:${secret.toString('base64')}`;
writeFileSync(join(folder, 'snapshots.json'), `${JSON.stringify({ dataKeys, refs, snapshots }, null, 1)}\n`);
rmSync(work, { recursive: true });
process.exit(0);
