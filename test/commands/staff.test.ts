import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openConfiguredStore } from '../../src/startup/open-store.ts';
import { createAccounts } from '../../src/staff/accounts.ts';
import { bareEnv } from '../support/processes.ts';

const script = fileURLToPath(new URL('../../src/commands/staff.ts', import.meta.url));
const email = 'somchai@dga.or.th';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staff-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as npm does, in a folder without `.env`. */
async function staff(line: string, input = '', env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn(process.execPath, [script, ...line.split(' ').filter(Boolean)], {
    cwd: folder,
    env: { ...bareEnv, DATA_DIR: join(folder, 'data'), ...env },
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

/** What the server would see, beside the command. */
async function withAccounts<Value>(
  look: (accounts: ReturnType<typeof createAccounts>) => Promise<Value>,
): Promise<Value> {
  const store = await openConfiguredStore({ redis: null, dataDir: join(folder, 'data') });
  try {
    return await look(createAccounts(store, Date.now));
  } finally {
    await store.close();
  }
}

describe('staff add', () => {
  test('prints a one-time password that signs in', async () => {
    const { code, out } = await staff(`add Somchai@DGA.or.th --role supervisor --issuer dga,dla`);
    expect(code).toBe(0);
    expect(out).toMatch(/^\w{5}-\w{5}-\w{5}\n$/);
    expect(await withAccounts((accounts) => accounts.verify(email, out.trim()))).toMatchObject({
      email,
      role: 'supervisor',
      issuers: ['dga', 'dla'],
      mustChangePassword: true,
    });
  });

  test('takes a password from standard input and prints none', async () => {
    const added = await staff(`add ${email} --role admin --issuer all --password-stdin`, 'ข้าวเหนียว มะม่วง\n');
    expect(added).toMatchObject({ code: 0, out: '' });
    const account = await withAccounts((accounts) => accounts.verify(email, 'ข้าวเหนียว มะม่วง'));
    expect(account).toMatchObject({ issuers: ['dga', 'parent', 'dla'], mustChangePassword: false });
  });

  test('fails with one line for an account that is there, and for a short password', async () => {
    await staff(`add ${email} --role agent --issuer dga --password-stdin`, 'correct horse');
    const again = await staff(`add ${email} --role agent --issuer dga`);
    expect(again).toMatchObject({ code: 1, out: '', err: `staff: there is an account ${email} already\n` });
    const short = await staff(`add other@dga.or.th --role agent --issuer dga --password-stdin`, 'short');
    expect(short).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^staff: .*8 characters\n$/),
    });
  });
});

test('tokens are listed by an id that tells nothing of them, and ended one by one', async () => {
  const [lost = '', kept = ''] = await withAccounts(async (accounts) => {
    await accounts.add({ email, role: 'agent', issuers: ['dga'] });
    const made = [await accounts.newToken(email), await accounts.newToken(email)];
    return made.map((one) => (one.ok ? one.token : ''));
  });
  const { out } = await staff(`tokens ${email}`);
  const ids = out
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(`${lost} ${kept}`).not.toContain(id);

  expect(await staff(`revoke ${email} --token ${lost}`)).toMatchObject({ code: 0, out: '' });
  expect(await withAccounts((accounts) => accounts.findByToken(lost))).toBeNull();
  expect(await withAccounts((accounts) => accounts.findByToken(kept))).toMatchObject({ email });
  expect(await staff(`revoke ${email} --token ${lost}`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no such token') as string,
  });
  expect(await staff(`revoke ${email}`)).toMatchObject({ code: 2 });
});

test('a token is printed alone and stands for its account', async () => {
  await staff(`add ${email} --role agent --issuer dga --password-stdin`, 'correct horse');
  const { code, out, err } = await staff(`token ${email}`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(await withAccounts((accounts) => accounts.findByToken(out.trim()))).toMatchObject({ email });
  expect(await staff('token nobody@dga.or.th')).toMatchObject({
    code: 1,
    out: '',
    err: 'staff: there is no account nobody@dga.or.th, or it is disabled\n',
  });
});

test('accounts are listed, disabled, enabled, and given a new password', async () => {
  await staff(`add ${email} --role agent --issuer dga --password-stdin`, 'correct horse');
  expect((await staff(`disable ${email}`)).code).toBe(0);
  expect((await staff('list')).out).toBe(`${email}\tagent\tdga\tdisabled\n`);
  expect((await staff(`enable ${email}`)).code).toBe(0);
  const { out } = await staff(`password ${email}`);
  expect((await staff('list')).out).toBe(`${email}\tagent\tdga\tenabled,one-time-password\n`);
  expect(await withAccounts((accounts) => accounts.verify(email, out.trim()))).not.toBeNull();
  expect((await staff('disable nobody@dga.or.th')).code).toBe(1);
});

test('--help tells how, on standard output', async () => {
  const all = await staff('--help');
  expect(all).toMatchObject({ code: 0, err: '' });
  expect(all.out).toContain('add [options] <EMAIL>');
  const { code, out, err } = await staff('add --help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const option of ['--role <ROLE>', '--issuer <ISSUERS>', '--password-stdin'])
    expect(out).toContain(option);
});

test.each([
  '',
  'remove a@dga.or.th',
  'add',
  'add somchai --role agent --issuer dga',
  `add ${email}`,
  `add ${email} --role agent`,
  `add ${email} --role boss --issuer dga`,
  `add ${email} --role agent --issuer opdc`,
  `add ${email} --role agent --issuer dga extra`,
  `add ${email} --role agent --issuer dga --password secret`,
  `token ${email} --role agent`,
  'list everything',
])('wrong usage is exit code 2 and one line: staff %s', async (line) => {
  const { code, out, err } = await staff(line);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^staff: .+--help tells more\)\n$/);
});

describe('where the store cannot be had', () => {
  test('a wrong setting is named', async () => {
    expect(await staff('list', '', { PORT: 'http' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^staff: PORT: /),
    });
  });

  test('a folder that is none is told in one line', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = await staff('list', '', { DATA_DIR: join(folder, 'file') });
    expect(code).toBe(1);
    expect(err).toMatch(/^staff: .+\n$/);
  });
});
