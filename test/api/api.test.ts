import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/api/operations.ts';
import { problemCodes } from '../../src/api/problems.ts';
import type { ApiParts } from '../../src/api/router.ts';
import { createLog, silentLog } from '../../src/base/log.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { addOfficerMessage, setBlocked, withdrawRequest } from '../../src/requests/changes.ts';
import { createQueue } from '../../src/requests/create-queue.ts';
import { formatReference } from '../../src/requests/reference.ts';
import { createAccounts } from '../../src/staff/accounts.ts';
import { loadWords } from '../../src/base/words.ts';
import { deadLetter } from '../console/errands.ts';
import { agent, colleague, monday, outsider, questionFiling, supervisor } from '../requests/build.ts';
import type { Desk } from '../requests/desk.ts';
import { openDesk } from '../requests/desk.ts';
import type { Answer, Client } from './client.ts';
import { openClient } from './client.ts';

let desk: Desk;
let api: Client;
let parts: ApiParts;
const tokens = new Map<string, string>();
const clients: Client[] = [];

/** An agent who sees the requests of all issuers. */
const everywhere = { email: 'everywhere@dga.or.th', role: 'agent', issuers: supervisor.issuers } as const;

beforeAll(async () => {
  desk = await openDesk();
  await desk.addStaff(agent, colleague, supervisor, outsider, everywhere);
  const accounts = createAccounts(desk.store, () => desk.time.now);
  for (const { email } of [agent, colleague, supervisor, outsider, everywhere]) {
    const made = await accounts.newToken(email);
    if (made.ok) tokens.set(email, made.token);
  }
  parts = {
    queue: desk.queue,
    accounts,
    words: loadWords(),
    log: silentLog,
    timeZone: 'Asia/Bangkok',
    now: () => desk.time.now,
  };
  api = await openClient(parts, tokenOf(agent));
  clients.push(api);
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
});

function tokenOf({ email }: { readonly email: string }): string {
  return tokens.get(email) ?? '';
}

const reads = Object.values(operations).filter(({ method }) => method === 'get');
const writes = Object.values(operations).filter(({ body }) => body !== null);
/** A body that each write takes. */
const bodies: { readonly [id: string]: object } = {
  assign: { to: colleague.email },
  message: { text: 'ขอชื่อผู้บริหารของหน่วยงาน' },
  resolve: { disposition: 'issued' },
};
const pathOf = ({ path }: { readonly path: string }, ref: string) => path.replace('{ref}', ref);

function itemsOf(body: Answer['body']): { ref: string }[] {
  return (body?.['items'] ?? []) as { ref: string }[];
}

async function claimed(): Promise<Answer & { readonly ref: string }> {
  const { ref } = await desk.file();
  return { ...(await api.call('POST', `/requests/${ref}/claim`)), ref };
}

test('wrong tokens from one network are taken thirty times; a token that was right before goes on working', async () => {
  const own = await openClient(parts, tokenOf(agent));
  clients.push(own);
  expect((await own.call('GET', '/requests')).status).toBe(200);
  for (let tries = 1; tries <= 30; tries += 1)
    expect((await own.call('GET', '/requests', { token: `guess-${tries}` })).status).toBe(401);
  for (const operation of Object.values(operations)) {
    const refused = await own.call(operation.method.toUpperCase(), pathOf(operation, '123456782'), {
      token: tokenOf(colleague),
    });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('900');
  }
  expect((await own.call('GET', '/requests')).status).toBe(200);
});

describe('the errand over HTTP', () => {
  test('from the queue to the end, each write on the ETag of the one before', async () => {
    const { ref } = await desk.file();
    const list = await api.call('GET', `/requests?q=${ref}`);
    expect(list.body).toMatchObject({ total: 1, next: null, items: [{ ref, status: 'new', version: 1 }] });

    const found = await api.call('GET', `/requests/${ref}`);
    expect(found.etag).toBe('"1"');
    const taken = await api.call('POST', `/requests/${ref}/claim`, { ifMatch: found.etag });
    expect(taken.body).toMatchObject({ status: 'claimed', assignee: agent.email });
    const asked = await api.call('POST', `/requests/${ref}/message`, {
      json: { text: 'ขอชื่อผู้บริหาร' },
      ifMatch: taken.etag,
    });
    expect(asked.body).toMatchObject({ status: 'waiting', version: 3 });
    const closed = await api.call('POST', `/requests/${ref}/resolve`, {
      json: { disposition: 'issued', note: 'ส่งทางอีเมล' },
      ifMatch: asked.etag,
    });
    expect(closed.body).toMatchObject({ status: 'resolved', disposition: 'issued', note: 'ส่งทางอีเมล' });
    expect(closed.etag).toBe('"4"');
    const again = await api.call('POST', `/requests/${ref}/reopen`, { ifMatch: closed.etag });
    expect(again.body).toMatchObject({ status: 'new', assignee: null, disposition: null });

    expect(desk.pushed.filter((pushed) => pushed.ref === ref)).toHaveLength(4);
    const history = await api.call('GET', `/requests/${ref}/history`);
    expect(history.body).toMatchObject({
      items: [
        { by: 'officer', action: 'file' },
        { by: agent.email, action: 'claim' },
        { action: 'message' },
        { action: 'resolve', detail: { disposition: 'issued' } },
        { action: 'reopen' },
      ],
    });
  });

  test('a request looks as the contract says, to the letter', async () => {
    const { ref } = await desk.file();
    expect((await api.call('GET', `/requests/${formatReference(ref)}`)).body).toEqual({
      ref,
      kind: 'token',
      status: 'new',
      issuer: 'dga',
      agencyType: 'province',
      agencyName: 'จังหวัดเชียงใหม่',
      parentAgency: null,
      contact: {
        name: 'สมชาย ใจดี',
        position: 'นักวิชาการ',
        phone: '0 5311 2708',
        email: 's@chiangmai.go.th',
      },
      hasDigitalId: true,
      attachments: [],
      assignee: null,
      createdAt: new Date(desk.time.now).toISOString(),
      dueAt: new Date(desk.time.now + 2 * 86_400_000).toISOString(),
      claimedAt: null,
      resolvedAt: null,
      disposition: null,
      note: null,
      reason: null,
      subject: null,
      unread: false,
      lang: 'th',
      version: 1,
    });
  });

  test('the thread says what the system notes in the language asked for', async () => {
    const { ref } = await claimed();
    await desk.change(ref, (request, _, clock) => setBlocked(request, true, clock));
    const thai = await api.call('GET', `/requests/${ref}/thread`);
    expect(thai.body).toMatchObject({
      items: [{ from: 'system', by: null, code: 'blocked', text: expect.stringContaining('บล็อก') }],
    });
    const english = await api.call('GET', `/requests/${ref}/thread`, {
      headers: { 'accept-language': 'en-GB,en;q=0.8' },
    });
    expect(english.body).toMatchObject({
      items: [{ code: 'blocked', text: expect.stringContaining('blocked') }],
    });
  });

  test('the thread names what is no text, and the entry that another quotes', async () => {
    const { ref } = await claimed();
    await api.call('POST', `/requests/${ref}/message`, {
      json: { text: 'ขอหนังสือ' },
      headers: { 'if-match': '*' },
    });
    const thread = await desk.queue.thread(agent, ref);
    const [asked] = thread.ok ? thread.value : [];
    const answers = [
      { kind: 'text', text: 'ได้ค่ะ', quotes: asked?.lineId ?? null },
      { kind: 'sticker', text: '', quotes: 'elsewhere' },
      { kind: 'image', text: '', media: { contentId: 'm', fileName: null, size: null, set: null } },
    ];
    for (const answer of answers)
      await desk.change(ref, (request, _, clock) =>
        addOfficerMessage(request, { messageId: 'm', ...answer }, clock),
      );
    expect((await api.call('GET', `/requests/${ref}/thread`)).body).toMatchObject({
      items: [
        { from: 'staff', kind: 'text', text: 'ขอหนังสือ', quotes: null },
        { from: 'officer', kind: 'text', text: 'ได้ค่ะ', quotes: asked?.id },
        { from: 'officer', kind: 'sticker', text: '[สติกเกอร์]', quotes: null },
        { from: 'officer', kind: 'image', text: expect.stringMatching(/^\[รูปภาพ\] \(/) },
      ],
    });
  });

  test('a caller that has the present version gets 304', async () => {
    const { ref } = await desk.file();
    const known = { headers: { 'if-none-match': '"1"' } };
    const same = await api.call('GET', `/requests/${ref}`, known);
    expect([same.status, same.body]).toEqual([304, null]);
    await api.call('POST', `/requests/${ref}/claim`);
    expect((await api.call('GET', `/requests/${ref}`, known)).status).toBe(200);
  });
});

describe('claiming', () => {
  test('at once: one gets 200, every other 409 with who has it', async () => {
    const { ref } = await desk.file();
    const people = [agent, colleague, supervisor];
    const answers = await Promise.all(
      people.flatMap((person) => [
        api.call('POST', `/requests/${ref}/claim`, { token: tokenOf(person) }),
        api.call('POST', `/requests/${ref}/claim`, { token: tokenOf(person), ifMatch: '"1"' }),
      ]),
    );
    const winner = people.find((_, index) =>
      answers.slice(index * 2, index * 2 + 2).some(({ status }) => status === 200),
    );
    const lost = answers.filter(({ body }) => body?.['code'] === 'held-by-other');
    expect(lost).toHaveLength(4);
    for (const { status, body } of lost)
      expect([status, body]).toMatchObject([409, { assignee: winner?.email }]);
    expect((await api.call('GET', `/requests/${ref}`)).body).toMatchObject({
      version: 2,
      assignee: winner?.email,
    });
  });

  test('one’s own again is 200 with the same version; what is resolved is 409 with what is allowed', async () => {
    const { ref, etag } = await claimed();
    const again = await api.call('POST', `/requests/${ref}/claim`);
    expect([again.status, again.etag]).toEqual([200, etag]);
    await desk.change(ref, (request, _, clock) => withdrawRequest(request, clock));
    const late = await api.call('POST', `/requests/${ref}/claim`);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      type: '/api/problems/not-allowed',
      code: 'not-allowed',
      allowed: ['reopen'],
    });
  });
});

describe('who may do what', () => {
  test('assigning is for supervisors: an agent gets 403', async () => {
    const { ref, etag } = await claimed();
    const ask = { json: { to: colleague.email }, ifMatch: etag };
    expect(await api.call('POST', `/requests/${ref}/assign`, ask)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const assigned = await api.call('POST', `/requests/${ref}/assign`, {
      ...ask,
      token: tokenOf(supervisor),
    });
    expect(assigned.body).toMatchObject({ assignee: colleague.email, version: 3 });
    const unknown = await api.call('POST', `/requests/${ref}/assign`, {
      json: { to: 'nobody@dga.or.th' },
      ifMatch: assigned.etag,
      token: tokenOf(supervisor),
    });
    expect(unknown).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'body', field: 'to', reason: 'unknown-staff' }] },
    });
  });

  test('an agent works what they hold: on a colleague’s each move is 409 with who has it', async () => {
    const { ref, etag } = await claimed();
    for (const id of ['release', 'message', 'resolve'])
      expect(
        await api.call('POST', `/requests/${ref}/${id}`, {
          token: tokenOf(colleague),
          ifMatch: etag,
          json: bodies[id],
        }),
      ).toMatchObject({ status: 409, body: { code: 'held-by-other', assignee: agent.email } });
  });

  test('what the lifecycle does not have is 409 with what it has, in every move', async () => {
    const { ref } = await desk.file();
    const denied: { readonly [id: string]: string } = {
      release: 'new',
      message: 'new',
      resolve: 'new',
      reopen: 'new',
    };
    for (const id of Object.keys(denied))
      expect(
        await api.call('POST', `/requests/${ref}/${id}`, { ifMatch: '"1"', json: bodies[id] }),
      ).toMatchObject({ status: 409, body: { code: 'not-allowed', allowed: ['claim', 'assign'] } });
    await desk.change(ref, (request, _, clock) => withdrawRequest(request, clock));
    expect(
      await api.call('POST', `/requests/${ref}/assign`, {
        ifMatch: '"2"',
        json: bodies['assign'],
        token: tokenOf(supervisor),
      }),
    ).toMatchObject({ status: 409, body: { allowed: ['reopen'] } });
  });

  test('a request of other issuers is not there, whatever is asked of it', async () => {
    const { ref } = await desk.file();
    const token = tokenOf(outsider);
    for (const operation of Object.values(operations).filter(({ path }) => path.includes('{ref}')))
      for (const one of [ref, '123456786', '123456780', 'abc'])
        expect(
          await api.call(operation.method.toUpperCase(), pathOf(operation, one), {
            token,
            json: bodies[operation.id],
            ifMatch: '"1"',
          }),
        ).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await api.call('GET', '/requests', { token })).body).toMatchObject({ items: [], total: 0 });
    expect((await api.call('GET', `/requests?q=${ref}`, { token })).body).toMatchObject({ total: 0 });
    expect((await api.call('GET', '/requests?issuer=dga', { token })).body).toMatchObject({ total: 0 });
    expect((await api.call('GET', '/stats', { token })).body).toMatchObject({ total: 0 });
  });
});

test('what an officer wrote is unread until the thread is read, by each account of its own', async () => {
  const { ref } = await claimed();
  await desk.change(ref, (request, _, clock) =>
    addOfficerMessage(request, { text: 'ดร.สมชาย ใจกล้า', messageId: 'm1' }, clock),
  );
  const unreadBy = async (who: typeof agent) =>
    (await api.call('GET', `/requests/${ref}`, { token: tokenOf(who) })).body?.['unread'];
  expect(await unreadBy(agent)).toBe(true);
  await api.call('GET', `/requests/${ref}/thread`);
  expect(await unreadBy(agent)).toBe(false);
  expect(await unreadBy(colleague)).toBe(true);
});

describe('a message that LINE did not take', () => {
  /** A request whose holder wrote once, in vain. */
  async function undelivered(): Promise<{ ref: string; message: string }> {
    const { ref, etag } = await claimed();
    await api.call('POST', `/requests/${ref}/message`, { ifMatch: etag, json: { text: 'ถึงหรือไม่' } });
    await deadLetter(desk, ref, 'rejected');
    const { body } = await api.call('GET', `/requests/${ref}/thread`);
    const items = body?.['items'] as { id: string; from: string; delivery: unknown }[];
    const message = items.find(({ from }) => from === 'staff');
    expect(message?.delivery).toMatchObject({ state: 'failed', via: null, code: 'rejected' });
    return { ref, message: message?.id ?? '' };
  }

  test('can be sent again, once', async () => {
    const { ref, message } = await undelivered();
    const path = `/requests/${ref}/messages/${message}/resend`;
    expect(await api.call('POST', path, { ifMatch: '"1"' })).toMatchObject({ status: 412 });
    expect(await api.call('POST', path, { token: tokenOf(colleague) })).toMatchObject({
      status: 409,
      body: { code: 'held-by-other' },
    });
    expect(await api.call('POST', path)).toMatchObject({ status: 200, body: { status: 'waiting' } });
    expect(await api.call('POST', path)).toMatchObject({ status: 409, body: { code: 'not-undelivered' } });
  });

  test('can be dropped, and stays in the thread as that', async () => {
    const { ref, message } = await undelivered();
    const path = `/requests/${ref}/messages/${message}`;
    expect(await api.call('DELETE', path, { ifMatch: '"1"' })).toMatchObject({ status: 412 });
    expect(await api.call('DELETE', path)).toMatchObject({ status: 200 });
    expect(await api.call('DELETE', path)).toMatchObject({ status: 409 });
    const { body } = await api.call('GET', `/requests/${ref}/thread`);
    expect(body?.['items']).toContainEqual(
      expect.objectContaining({ id: message, delivery: expect.objectContaining({ state: 'dropped' }) }),
    );
  });

  test('is not written at all to an officer who blocks the account', async () => {
    const { ref } = await claimed();
    await desk.change(ref, (request, _, clock) => setBlocked(request, true, clock));
    expect(
      await api.call('POST', `/requests/${ref}/message`, { ifMatch: '*', json: { text: 'ก' } }),
    ).toMatchObject({ status: 409, body: { code: 'blocked' } });
  });
});

describe('a dead letter', () => {
  type Listed = { items: { id: string; ref: string | null; cause: string }[]; next: string | null };
  const all = () => ({ token: tokenOf(supervisor) });
  const listed = async (query = ''): Promise<Listed> =>
    (await api.call('GET', `/dead-letters${query}`, all())).body as unknown as Listed;

  test('is listed without a word of what it said, an answer of the assistant too', async () => {
    const { ref } = await desk.file();
    const own = await deadLetter(desk, ref, 'rejected');
    const answer = await deadLetter(desk, null, 'quota-exhausted');
    const { items, next } = await listed('?limit=1');
    expect(items).toEqual([
      {
        id: answer,
        ref: null,
        createdAt: expect.any(String),
        deadAt: expect.any(String),
        attempts: 1,
        cause: 'quota-exhausted',
      },
    ]);
    expect((await listed(`?cursor=${next}`)).items[0]).toMatchObject({ id: own, ref, cause: 'rejected' });
  });

  test('is for those whose scope is all issuers alone', async () => {
    const id = await deadLetter(desk, null, 'rejected');
    const calls = [
      ['GET', '/dead-letters'],
      ['POST', `/dead-letters/${id}/retry`],
      ['DELETE', `/dead-letters/${id}`],
    ] as const;
    for (const [method, path] of calls)
      expect(await api.call(method, path)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await listed()).items.map((letter) => letter.id)).toContain(id);
  });

  test('is sent again or dropped once, and is then gone', async () => {
    const [first, second] = [
      await deadLetter(desk, null, 'rejected'),
      await deadLetter(desk, null, 'rejected'),
    ];
    const retry = () => api.call('POST', `/dead-letters/${first}/retry`, all());
    const answers = await Promise.all([retry(), retry()]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)[0]).toBe(200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await retry()).toMatchObject({ status: 404 });
    const drop = () => api.call('DELETE', `/dead-letters/${second}`, all());
    expect(await drop()).toMatchObject({ status: 200, body: { id: second } });
    expect(await drop()).toMatchObject({ status: 404 });
    const ids = (await listed()).items.map(({ id }) => id);
    expect(ids).not.toContain(first);
    expect(ids).not.toContain(second);
  });

  test('of a request is settled by those who may act on it, and not sent to an officer who blocks the account', async () => {
    const { ref } = await claimed();
    const id = await deadLetter(desk, ref, 'blocked');
    await desk.change(ref, (request, _, clock) => setBlocked(request, true, clock));
    expect(await api.call('POST', `/dead-letters/${id}/retry`, all())).toMatchObject({
      status: 409,
      body: { code: 'blocked' },
    });
    expect(await api.call('DELETE', `/dead-letters/${id}`, { token: tokenOf(everywhere) })).toMatchObject({
      status: 409,
      body: { code: 'held-by-other', assignee: agent.email },
    });
    expect(await api.call('DELETE', `/dead-letters/${id}`, all())).toMatchObject({ status: 200 });
  });
});

describe('If-Match', () => {
  test.each(writes.filter(({ ifMatch }) => ifMatch === 'required'))('$id needs it: 428', async ({ id }) => {
    const { ref } = await claimed();
    expect(await api.call('POST', `/requests/${ref}/${id}`, { json: bodies[id] })).toMatchObject({
      status: 428,
      body: { code: 'precondition-required' },
    });
  });

  test.each(writes)('a stale one is 412 for $id, with the present version', async ({ id }) => {
    const { ref } = await claimed();
    for (const ifMatch of ['"1"', '"99"', 'W/"1"', '"1", "3"', '"x"', '""'])
      expect(
        await api.call('POST', `/requests/${ref}/${id}`, {
          ifMatch,
          json: bodies[id],
          token: tokenOf(id === 'claim' ? agent : supervisor),
        }),
      ).toMatchObject({ status: 412, body: { code: 'stale', version: 2 } });
    expect((await api.call('GET', `/requests/${ref}`)).etag).toBe('"2"');
  });

  test('of another form is 400, and * is any version', async () => {
    const { ref } = await claimed();
    for (const ifMatch of ['2', '"2" "3"', '"2', 'W/2', ',', '*, "2"'])
      expect(await api.call('POST', `/requests/${ref}/release`, { ifMatch })).toMatchObject({
        status: 400,
        body: { errors: [{ in: 'header', field: 'If-Match' }] },
      });
    expect((await api.call('POST', `/requests/${ref}/release`, { ifMatch: '*' })).status).toBe(200);
  });

  test.each(['W/"2"', '"1", "2"', '"1" ,W/"2" , "9"', ',"2",', 'W/"x","2"'])(
    '%s is version 2',
    async (ifMatch) => {
      const { ref } = await claimed();
      expect((await api.call('POST', `/requests/${ref}/release`, { ifMatch })).status).toBe(200);
    },
  );
});

describe('the queue as a list', () => {
  let refs: string[];
  let fresh: Desk;
  let listing: Client;

  beforeAll(async () => {
    fresh = await openDesk();
    await fresh.addStaff(agent, supervisor);
    const accounts = createAccounts(fresh.store, () => fresh.time.now);
    const made = await accounts.newToken(supervisor.email);
    listing = await openClient({ ...parts, queue: fresh.queue, accounts }, made.ok ? made.token : '');
    clients.push(listing);
    refs = [];
    for (let number = 0; number < 5; number += 1)
      refs.push((await fresh.file({ dueAt: monday + number * 1000 })).ref);
    const question = await fresh.file({ ...questionFiling, ref: '123456786', dueAt: monday + 10_000 });
    const local = await fresh.file({
      issuer: 'dla',
      agencyType: 'local',
      agencyName: 'อบต.บางพลี',
      dueAt: monday + 11_000,
    });
    refs.push(question.ref, local.ref);
    await fresh.queue.claim(supervisor, refs[0] ?? '');
    await fresh.queue.claim(agent, refs[1] ?? '');
  });

  const listed = async (query: string) => {
    const { status, body } = await listing.call('GET', `/requests?${query}`);
    expect(status).toBe(200);
    return itemsOf(body).map(({ ref }) => refs.indexOf(ref));
  };

  test('pages follow each other by the cursor, oldest due first', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Answer = await listing.call(
        'GET',
        `/requests?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(page.body).toMatchObject({ total: 7 });
      seen.push(...itemsOf(page.body).map(({ ref }) => refs.indexOf(ref)));
      cursor = page.body?.['next'] as string | null;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test.each<[query: string, found: number[]]>([
    ['', [0, 1, 2, 3, 4, 5, 6]],
    ['status=claimed', [0, 1]],
    ['status=claimed,waiting', [0, 1]],
    ['status=claimed&status=new', [0, 1, 2, 3, 4, 5, 6]],
    ['status=resolved', []],
    ['kind=question', [5]],
    ['issuer=dla', [6]],
    ['agencyType=local', [6]],
    ['assignee=me', [0]],
    ['assignee=none', [2, 3, 4, 5, 6]],
    ['assignee=Agent@dga.or.th', [1]],
    ['q=%E0%B8%9A%E0%B8%B2%E0%B8%87%E0%B8%9E%E0%B8%A5%E0%B8%B5', [6]],
    ['q=nothing', []],
    ['q=', [0, 1, 2, 3, 4, 5, 6]],
    ['q=123-456-786&kind=question', [5]],
    ['q=123-456-786&kind=token', []],
  ])('%s', async (query, found) => expect(await listed(query)).toEqual(found));

  test('what is not described is refused, with the name of it and never its value', async () => {
    const wrong: [query: string, field: string][] = [
      ['state=new', 'state'],
      ['status=open', 'status.0'],
      ['status=', 'status.0'],
      ['kind=token&kind=question', 'kind'],
      ['issuer=opdc', 'issuer'],
      ['agencyType=city', 'agencyType'],
      ['assignee=somchai', 'assignee'],
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=1e1', 'limit'],
      ['cursor=somchai', 'cursor'],
      [`q=${'a'.repeat(201)}`, 'q'],
    ];
    for (const [query, field] of wrong) {
      const { status, body } = await listing.call('GET', `/requests?${query}`);
      expect([query, status, body]).toMatchObject([
        query,
        400,
        { code: 'invalid-request', errors: [{ in: 'query', field }] },
      ]);
      expect(JSON.stringify(body)).not.toContain('somchai');
    }
  });

  test('the statistics of a period', async () => {
    const whole = await listing.call('GET', '/stats');
    expect(whole.body).toMatchObject({
      total: 0,
      from: new Date(desk.time.now - 30 * 86_400_000).toISOString(),
      to: new Date(desk.time.now).toISOString(),
    });
    // A date begins at midnight in Bangkok; the plus of an offset may come unescaped.
    for (const query of [
      'from=2026-11-23&to=2026-11-24',
      'from=2026-11-22T17:00:00Z&to=2026-11-24T00:00:00%2B07:00',
      'from=2026-11-22T17:00:00Z&to=2026-11-24T00:00:00+07:00',
    ])
      expect((await listing.call('GET', `/stats?${query}`)).body).toMatchObject({
        from: '2026-11-22T17:00:00.000Z',
        to: '2026-11-23T17:00:00.000Z',
        total: 7,
        kind: { token: 6, question: 1 },
        status: { new: 5, claimed: 2, waiting: 0, resolved: 0 },
        issuer: { dga: 5, parent: 0, dla: 1, none: 1 },
        secondsToClaim: { count: 2, median: 0, p90: 0 },
        secondsToResolve: { count: 0, median: null, p90: null },
      });
    for (const query of ['from=yesterday', 'from=2026-11-24&to=2026-11-23', 'from=2026-02-30', 'since=1'])
      expect((await listing.call('GET', `/stats?${query}`)).status).toBe(400);
  });
});

describe('what no call takes', () => {
  test.each(Object.values(operations))('$id without a valid token: 401', async (operation) => {
    const path = pathOf(operation, '123456786');
    const method = operation.method.toUpperCase();
    const bare = await api.call(method, path, { token: null });
    expect(bare).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(bare.headers.get('www-authenticate')).toBe('Bearer');
    const wrong = await api.call(method, path, { token: `dgacc_${'A'.repeat(43)}` });
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ]);
    const basic = await api.call(method, path, { token: null, headers: { authorization: 'Basic QTpC' } });
    expect(basic.status).toBe(401);
  });

  test('a token of a disabled account', async () => {
    const made = await parts.accounts.findByToken(tokenOf(outsider));
    if (made) await desk.store.saveStaff({ ...made, disabledAt: 1 });
    expect((await api.call('GET', '/requests', { token: tokenOf(outsider) })).status).toBe(401);
    if (made) await desk.store.saveStaff(made);
  });

  test.each(writes)('$id with a body that is not as described', async ({ id, ifMatch }) => {
    const { ref } = await claimed();
    const path = `/requests/${ref}/${id}`;
    const tag = ifMatch ? { ifMatch: '"2"' } : {};
    const post = (raw: { body: string; type: string | null }) => api.call('POST', path, { raw, ...tag });
    const type = 'application/json';
    expect(await post({ body: '{"a"', type })).toMatchObject({
      status: 400,
      body: { code: 'malformed-json' },
    });
    expect(await post({ body: '{"extra":1}', type })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    });
    expect((await post({ body: '[]', type })).status).toBe(400);
    expect((await post({ body: '"text"', type })).status).toBe(400);
    expect((await post({ body: 'text=a', type: 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post({ body: '{}', type: 'text/plain' })).status).toBe(415);
    expect((await post({ body: '{}', type: 'application/json; charset=tis-620' })).status).toBe(415);
    expect((await post({ body: `{"text":"${'a'.repeat(70_000)}"}`, type })).status).toBe(413);
    expect((await api.call('GET', `/requests/${ref}`)).etag).toBe('"2"');
  });

  test('values that are too long, missing or unknown', async () => {
    const { ref } = await claimed();
    const wrong: [id: string, json: unknown, field: string][] = [
      ['message', {}, 'text'],
      ['message', { text: '' }, 'text'],
      ['message', { text: '  ' }, 'text'],
      ['message', { text: 'ก'.repeat(4501) }, 'text'],
      ['message', { text: 5 }, 'text'],
      ['resolve', {}, 'disposition'],
      ['resolve', { disposition: 'done' }, 'disposition'],
      ['resolve', { disposition: 'answered' }, 'disposition'],
      ['resolve', { disposition: 'declined' }, 'reason'],
      ['resolve', { disposition: 'other', reason: ' ' }, 'reason'],
      ['resolve', { disposition: 'other', reason: 'ก'.repeat(1001) }, 'reason'],
      ['resolve', { disposition: 'issued', note: 'ก'.repeat(2001) }, 'note'],
      ['assign', { to: 'somchai' }, 'to'],
    ];
    for (const [id, json, field] of wrong)
      expect([id, await api.call('POST', `/requests/${ref}/${id}`, { json, ifMatch: '"2"' })]).toMatchObject([
        id,
        { status: 400, body: { code: 'invalid-request', errors: [{ in: 'body', field }] } },
      ]);
  });

  test('moves without a body take none, or an empty one', async () => {
    const { ref } = await desk.file();
    expect((await api.call('POST', `/requests/${ref}/claim`, { json: {} })).status).toBe(200);
    const bare = { raw: { body: '', type: null } };
    expect((await api.call('POST', `/requests/${ref}/release`, { ...bare, ifMatch: '"2"' })).status).toBe(
      200,
    );
  });

  test.each(Object.values(operations))('$id with a parameter that it does not have', async (operation) => {
    const { ref } = await claimed();
    const answer = await api.call(operation.method.toUpperCase(), `${pathOf(operation, ref)}?verbose=1`, {
      json: bodies[operation.id],
      ...(operation.method === 'post' && { ifMatch: '"2"' }),
      token: tokenOf(supervisor),
      ...(operation.method === 'get' && { json: undefined }),
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: 'query', field: 'verbose' }] } });
  });

  test('another method is 405 with those that there are', async () => {
    for (const operation of reads) {
      const answer = await api.call('DELETE', pathOf(operation, '123456786'));
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    for (const operation of writes) {
      const answer = await api.call('PUT', pathOf(operation, '123456786'), { json: {} });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  test('another path is 404, without a token too where it is not of the API’s calls', async () => {
    for (const path of ['/nothing', '/requests/123456786/close', '/Requests'])
      expect((await api.call('GET', path)).status).toBe(404);
    expect((await api.call('GET', '/requests/%E0%A4%A')).status).toBe(404);
    expect((await api.call('GET', '/../v2/requests', { token: null })).status).toBe(404);
  });
});

describe('when something is broken', () => {
  test('the store away is 503 with Retry-After, for every call', async () => {
    const away = await openDesk();
    const accounts = createAccounts(away.store, () => 0);
    const client = await openClient({ ...parts, queue: away.queue, accounts }, tokenOf(agent));
    clients.push(client);
    await away.close();
    for (const operation of Object.values(operations)) {
      const answer = await client.call(operation.method.toUpperCase(), pathOf(operation, '123456786'));
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    for (const answer of client.seen) seenElsewhere.add(answer);
  });

  test('a request that no key opens is shown without what is personal; nothing can be done to it', async () => {
    const { ref } = await desk.file();
    const vault = new Vault([{ id: 'other', secret: randomBytes(32) }], randomBytes(32));
    const client = await openClient(
      { ...parts, queue: createQueue({ ...desk.parts, vault }) },
      tokenOf(agent),
    );
    clients.push(client);
    const unreadable = { ref, unreadable: true, agencyName: null, contact: { name: null, phone: null } };
    const seen = await client.call('GET', `/requests/${ref}`);
    expect(seen).toMatchObject({ status: 200, body: unreadable });
    const { items } = (await client.call('GET', `/requests?q=${ref}`)).body as { items: unknown[] };
    expect(items).toMatchObject([unreadable]);
    expect(await client.call('GET', `/requests/${ref}/thread`)).toMatchObject({ status: 200 });
    const version = seen.headers.get('etag') ?? '';
    for (const [move, json] of Object.entries({
      claim: {},
      resolve: { disposition: 'issued' },
      message: { text: 'สวัสดี' },
    })) {
      const answer = await client.call('POST', `/requests/${ref}/${move}`, { json, ifMatch: version });
      expect({ move, answer }).toMatchObject({ answer: { status: 409, body: { code: 'unreadable' } } });
    }
    for (const answer of client.seen) seenElsewhere.add(answer);
    expect(await api.call('GET', `/requests/${ref}`)).toMatchObject({ body: { agencyName: 'จังหวัดเชียงใหม่' } });
  });

  test('what fails for a fault of ours is 500, and the log tells nothing of the request', async () => {
    const { ref, officer } = await desk.file();
    const record = await desk.store.findRequest(ref);
    if (!record) throw new Error('not filed');
    // Later than any date there is.
    const broken = { ...record, createdAt: 9e15, version: record.version + 1 };
    const requests = [{ expected: record.version, record: broken, thread: [], audit: [] }];
    const turn = { officer, at: 0, eventIds: [], conversation: null, requests, outbox: [], consents: [] };
    await desk.store.commit({ turns: [turn], settlements: [], lease: null });
    const lines = new PassThrough();
    const client = await openClient(
      { ...parts, log: createLog({ level: 'info', stream: lines }) },
      tokenOf(agent),
    );
    clients.push(client);
    expect(await client.call('GET', `/requests/${ref}`)).toMatchObject({
      status: 500,
      body: { code: 'internal' },
    });
    const logged = String(lines.read());
    expect(logged).toContain('"level":"error"');
    expect(logged).not.toContain(ref);
    expect(logged).not.toContain('สมชาย');
  });
});

const seenElsewhere = new Set<string>();

test('every answer that is described was seen above, and held against its description', () => {
  for (const client of clients) for (const answer of client.seen) seenElsewhere.add(answer);
  const unseen = [...api.described].filter(
    (answer) => !answer.endsWith(' default') && !seenElsewhere.has(answer),
  );
  expect(unseen).toEqual([]);
});

test('every kind of problem has a page that says what it means', async () => {
  for (const code of problemCodes)
    expect(await (await fetch(`${api.origin}/api/problems/${code}`)).json()).toMatchObject({
      code,
      meaning: expect.stringMatching(/\S/),
    });
  expect((await fetch(`${api.origin}/api/problems/toString`)).status).toBe(404);
});
