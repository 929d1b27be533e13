import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareEnv } from '../support/processes.ts';

const root = new URL('../../', import.meta.url).pathname;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eval-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function evaluate(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/commands/eval.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...bareEnv },
  });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

function file(name: string, ...lines: readonly (object | string)[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}

function question(
  text: string,
  intent: string,
  alt: readonly string[] = [],
  lang = 'th',
  style = 'casual',
): object {
  return { text, intent, alt, lang, style };
}

test('shares are taken over answerable and out-of-scope questions apart, with what was confused', () => {
  const path = file(
    'mixed.jsonl',
    question('ขอโทเคนที่ไหน', 'token-request'),
    question('คู่มือ', 'deadline', ['manual'], 'th', 'short'),
    question('มีคู่มือไหม', 'deadline'),
    question('วันนี้ฝนจะตกไหม', 'out-of-scope', [], 'th', 'chat'),
    question('What is a digital id?', 'out-of-scope', [], 'en', 'near'),
    { name: 'อบต.บางพลี', type: 'local', issuer: 'dla', alt: [], form: 'abbr' },
    { name: 'กรมสรรพากร', type: 'regional', issuer: 'parent', alt: [], form: 'name' },
  );
  const { code, out } = evaluate('--json', path);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    faq: {
      answerable: { count: 3, atOnce: 2 / 3, among: 2 / 3, wrongAtOnce: 1 / 3, choices: 0 },
      outOfScope: { count: 2, wrongAtOnce: 1 / 2, choices: 0 },
      byLanguage: { en: { answerable: { count: 0, atOnce: null }, outOfScope: { wrongAtOnce: 1 } } },
      byStyle: { short: { answerable: { count: 1, atOnce: 1 } } },
      confusions: [
        { expected: 'deadline', got: 'manual', count: 1 },
        { expected: 'out-of-scope', got: 'digital-id', count: 1 },
      ],
    },
    agencies: {
      count: 2,
      issuerAtOnce: 1 / 2,
      issuerAmong: 1 / 2,
      wrongIssuerAtOnce: 1 / 2,
      typeAmong: 1 / 2,
      byForm: { abbr: { count: 1, typeAtOnce: 1 } },
      confusions: [{ expected: 'regional', got: 'central-government', count: 1 }],
    },
    latencyMs: { p50: expect.any(Number) as number, p99: expect.any(Number) as number },
  });
});

test('the table shows the same figures', () => {
  const { code, out } = evaluate(file('one.jsonl', question('ขอโทเคนที่ไหน', 'token-request')));
  expect(code).toBe(0);
  expect(out).toMatch(/^FAQ +answerable +at once/);
  expect(out).toMatch(/^all +1 +100\.0 % +100\.0 % +0\.0 %/m);
});

test.each<[fault: string, line: object | string, message: RegExp]>([
  ['no JSON', '{"text"', /bad\.jsonl:1: no JSON/],
  ['an intent that is none', question('x', 'weather'), /bad\.jsonl:1: intent: /],
  ['an unknown key', { ...question('x', 'manual'), extra: 1 }, /bad\.jsonl:1: /],
])('a file with %s is refused in one line', (_fault, line, message) => {
  const { code, out, err } = evaluate(file('bad.jsonl', line));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(message);
  expect(err.trimEnd()).not.toContain('\n');
});

test('a file that is not there is named', () => {
  expect(evaluate(join(folder, 'missing.jsonl'))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/missing\.jsonl cannot be read/) as string,
  });
});

test('--help exits with 0, wrong usage with 2', () => {
  expect(evaluate('--help')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Usage: npm run --silent eval/) as string,
  });
  expect(evaluate('--tabel').code).toBe(2);
});
