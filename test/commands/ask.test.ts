import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

function ask(
  args: readonly string[],
  input: string | Buffer,
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/commands/ask.ts', ...args], {
    cwd: root,
    input,
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
    score: expect.any(Number) as number,
    agency: {
      type: 'local',
      issuer: 'dla',
      candidates: ['local'],
      reason: 'ชื่อขึ้นต้นด้วย “อบต.”',
    },
    why: expect.stringMatching(/token "โทเคน"/) as string,
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
