import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTeaching } from '../../src/learning/teaching.ts';
import { ensureDataKeys } from '../../src/privacy/data-keys.ts';
import { openVault } from '../../src/privacy/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { bareEnv } from '../support/processes.ts';

const root = new URL('../../', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ask-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function ask(
  args: readonly string[],
  input: string | Buffer,
  settings: { readonly [name: string]: string } = {},
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/commands/ask.ts', ...args], {
    cwd: root,
    input,
    // Of an installation that has nothing, unless it is given something.
    env: { ...process.env, ...bareEnv, REDIS_URL: '', DATA_DIR: join(folder, 'none'), ...settings },
  });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

function askJson(input: string | Buffer): unknown[] {
  const { code, out, err } = ask(['--json'], input);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

test('one object a line, in the order of the input', () => {
  const [known, unknown] = askJson('อบต.บางพลี ขอโทเคนที่ไหน\nวันนี้ฝนจะตกไหม\n');
  expect(known).toEqual({
    text: 'อบต.บางพลี ขอโทเคนที่ไหน',
    outcome: 'answer',
    intent: 'token-local',
    choices: [],
    gap: null,
    score: expect.any(Number) as number,
    agency: {
      type: 'local',
      issuer: 'dla',
      candidates: ['local'],
      reason: 'ชื่อขึ้นต้นด้วย “อบต.”',
    },
    why: expect.stringMatching(/^token-request \d\.\d\d near/) as string,
  });
  expect(unknown).toMatchObject({
    text: 'วันนี้ฝนจะตกไหม',
    outcome: 'none',
    intent: null,
    choices: [],
    agency: null,
  });
});

test('every line gets its object, whatever stands in it', () => {
  const long = 'ขอโทเคน '.repeat(20_000);
  const input = Buffer.concat([
    Buffer.from('\nขอโทเคน\r\n'),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
    Buffer.from(`\nก\u2028ข\n${long}\nไม่มีขึ้นบรรทัดใหม่`),
  ]);
  const texts = askJson(input).map((result) => (result as { text: string }).text);
  expect(texts).toEqual(['', 'ขอโทเคน', '\ufffd\ufffd\ufffd(', 'ก\u2028ข', long, 'ไม่มีขึ้นบรรทัดใหม่']);
});

describe('an installation', () => {
  const phrase = 'กุหลาบน้ำเงินสิบห้าดอก';
  const withoutTeaching = { outcome: 'none', err: expect.stringMatching(/^not read: .+\n$/) as string };
  const data = (): string => join(folder, 'data');
  const asked = (text: string, settings: { readonly [name: string]: string }): unknown => {
    const { out, err } = ask(['--json'], `${text}\n`, settings);
    return { ...(JSON.parse(out) as object), err };
  };
  beforeAll(async () => {
    const store = openSqliteStore({ path: join(data(), 'assistant.db') });
    const vault = await openVault(ensureDataKeys(data()), store);
    await createTeaching({ store, vault, now: () => 0 }).teach('somsri@dga.or.th', 'token-request', phrase);
    await store.close();
  });

  test('without a store is given none, nor a folder, nor keys', () => {
    expect(asked(phrase, {})).toMatchObject({ outcome: 'none', err: '' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('understands what was taught in its store, and says that this decided', () => {
    const settings = { DATA_DIR: data() };
    expect(asked(phrase, settings)).toMatchObject({
      outcome: 'answer',
      intent: 'token-request',
      why: expect.stringContaining(`"${phrase}" for token-request`) as string,
      err: '',
    });
    expect(asked('Digital ID สมัครอย่างไร', settings)).toMatchObject({
      why: expect.not.stringContaining('taught') as string,
    });
  });

  test('knows the agencies of its list', () => {
    const file = join(folder, 'agencies.csv');
    writeFileSync(file, 'name,abbreviations,type,parent\nสถาบันกาแฟแห่งชาติ,สกฟช.,public-organization,\n');
    expect(asked('สกฟช. ขอโทเคนที่ไหน', { AGENCY_LIST: file })).toMatchObject({
      agency: { type: 'public-organization' },
      err: '',
    });
  });

  test.each<[why: string, settings: () => { readonly [name: string]: string }]>([
    ['away', () => ({ REDIS_URL: 'redis://127.0.0.1:1' })],
    [
      'of other keys',
      () => ({ DATA_DIR: data(), DATA_KEYS: `other:${Buffer.alloc(32, 1).toString('base64')}` }),
    ],
  ])('whose store is %s is told so, and the question is answered', (_why, settings) => {
    expect(asked(phrase, settings())).toMatchObject(withoutTeaching);
  });

  test('whose store is locked is told so, and the question is answered', () => {
    const db = new DatabaseSync(join(data(), 'assistant.db'));
    db.exec('BEGIN EXCLUSIVE');
    expect(asked(phrase, { DATA_DIR: data() })).toMatchObject(withoutTeaching);
    db.exec('ROLLBACK');
    db.close();
  });
});

test('nothing asked, nothing said', () => {
  expect(ask(['--json'], '')).toEqual({ code: 0, out: '', err: '' });
});

test('without --json it is written for people', () => {
  const { code, out } = ask([], 'ขอโทเคนที่ไหน\n');
  expect(code).toBe(0);
  expect(out).toMatch(/^ขอโทเคนที่ไหน\n {2}answer token-request \(\d\.?\d*\)\n/);
});

test('--help says how, and exits with 0', () => {
  expect(ask(['--help'], '')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Usage: npm run --silent ask/) as string,
  });
});

test('wrong usage exits with 2', () => {
  expect(ask(['--jsno'], '')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/--jsno/) as string,
  });
  expect(ask(['question'], '')).toMatchObject({ code: 2, out: '' });
});
