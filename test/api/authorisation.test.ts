import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../src/api/operations.ts';
import { silentLog } from '../../src/base/log.ts';
import { loadWords } from '../../src/base/words.ts';
import { createAccounts } from '../../src/staff/accounts.ts';
import { admin, agent, outsider, supervisor } from '../requests/build.ts';
import type { Desk } from '../requests/desk.ts';
import { openDesk } from '../requests/desk.ts';
import type { Client } from './client.ts';
import { openClient } from './client.ts';

const callers = {
  anonymous: null,
  'agent of another issuer': { ...outsider, email: 'agent@dla.go.th', role: 'agent' },
  'supervisor of another issuer': outsider,
  'admin of another issuer': { ...outsider, email: 'admin@dla.go.th', role: 'admin' },
  agent,
  supervisor,
  admin,
} as const;
type Caller = keyof typeof callers;
const everybody = Object.keys(callers) as Caller[];

let desk: Desk;
let api: Client;
const tokens = new Map<Caller, string>();

beforeAll(async () => {
  desk = await openDesk();
  const accounts = createAccounts(desk.store, () => desk.time.now);
  for (const [caller, account] of Object.entries(callers) as [Caller, (typeof callers)[Caller]][]) {
    if (account === null) continue;
    await desk.addStaff(account);
    const made = await accounts.newToken(account.email);
    if (made.ok) tokens.set(caller, made.token);
  }
  const words = loadWords();
  const now = () => desk.time.now;
  api = await openClient(
    { queue: desk.queue, accounts, words, log: silentLog, timeZone: 'Asia/Bangkok', now },
    '',
  );
});
afterAll(() => api.close());

/**
 * What each caller gets, in the order of `callers`. 409: the lifecycle refuses it, after the caller's right was seen.
 * Letters and messages are asked for by ids that nobody has: 404 is their answer to whoever may ask.
 */
const table: { readonly [id: string]: readonly number[] } = {
  list: [401, 200, 200, 200, 200, 200, 200],
  stats: [401, 200, 200, 200, 200, 200, 200],
  get: [401, 404, 404, 404, 200, 200, 200],
  thread: [401, 404, 404, 404, 200, 200, 200],
  history: [401, 404, 404, 404, 200, 200, 200],
  claim: [401, 404, 404, 404, 200, 200, 200],
  assign: [401, 404, 404, 404, 403, 200, 200],
  release: [401, 404, 404, 404, 409, 409, 409],
  message: [401, 404, 404, 404, 409, 409, 409],
  resend: [401, 404, 404, 404, 409, 409, 409],
  drop: [401, 404, 404, 404, 409, 409, 409],
  resolve: [401, 404, 404, 404, 409, 409, 409],
  reopen: [401, 404, 404, 404, 409, 409, 409],
  deadLetters: [401, 403, 403, 403, 403, 200, 200],
  retryLetter: [401, 403, 403, 403, 403, 404, 404],
  dropLetter: [401, 403, 403, 403, 403, 404, 404],
};
/** A body that each write takes. */
const bodies: { readonly [id: string]: object } = {
  assign: { to: agent.email },
  message: { text: 'ขอชื่อผู้บริหารของหน่วยงาน' },
  resolve: { disposition: 'issued' },
};

test('the table has every call of the API', () => {
  const ids = Object.values(operations).map(({ id }) => id);
  expect(Object.keys(table).toSorted()).toEqual(ids.toSorted());
});

test.each(Object.values(operations))('$method $path is for whom the table says', async (operation) => {
  const { id, method, path } = operation;
  const statuses: [string, number][] = [];
  for (const caller of everybody) {
    const { ref } = await desk.file();
    const filled = path.replace('{ref}', ref).replace(/\{\w+\}/, '00000000-0000-4000-8000-000000000000');
    const answer = await api.call(method.toUpperCase(), filled, {
      token: tokens.get(caller) ?? null,
      ifMatch: '"1"',
      json: bodies[id],
    });
    statuses.push([caller, answer.status]);
  }
  expect(Object.fromEntries(statuses)).toEqual(
    Object.fromEntries(everybody.map((caller, at) => [caller, table[id]?.[at]])),
  );
});
