import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bareEnv } from '../support/processes.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'content-'));
/** The words are learned anew where examples change, which takes a busy machine its time. */
const patienceMs = 240_000;

const read = (file: string) => readFileSync(join(copy, file), 'utf8');
const edit = (file: string, change: (text: string) => string) => {
  const before = read(file);
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(copy, file), after);
};
const below = (file: string, line: string, added: string) =>
  edit(file, (text) => text.replace(`${line}\n`, () => `${line}\n${added}\n`));
const node = (...args: string[]) =>
  run(process.execPath, args, { cwd: copy, env: { ...process.env, ...bareEnv } });
const check = () => node('src/commands/flow.ts', 'check');
/** What the check says of a fault. */
const fault = async (): Promise<string> => {
  const { code, stderr } = await check().then(
    () => ({ code: 0, stderr: '' }),
    (error: { code: number; stderr: string }) => error,
  );
  expect(code).toBe(1);
  return stderr;
};

symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
cpSync(join(root, 'package.json'), join(copy, 'package.json'));
beforeEach(() => {
  for (const folder of ['flows', 'locales', 'src'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
}, patienceMs);
afterAll(() => rmSync(copy, { recursive: true }));

const entry = `  - id: training
    source: { document: letter, part: question 3 }
    checkedOn: 2026-12-01
    examples: |
      มีอบรมการใช้งานระบบไหมคะ
      จัดอบรมเมื่อไหร่
      is there a training course
`;
const addEntry = () =>
  edit('flows/faq.yaml', (text) => text.replace('  - id: manual\n', (line) => entry + line));
const addWords = (language: string) => {
  below(`locales/${language}/faq.yaml`, 'answer:', '  training: อบรม training');
  below(`locales/${language}/faq.yaml`, 'title:', '  training: อบรม');
};

describe('an answer is added to faq.yaml and the locales, and no code', () => {
  test(
    'it passes the check, and its question is answered with it',
    async () => {
      addEntry();
      addWords('th');
      addWords('en');
      const { stdout, stderr } = await check();
      expect(stderr.replaceAll(/^understanding: .*\n/gm, '')).toBe('');
      expect(stdout).toContain('nothing wrong');
      expect(stdout).not.toContain('training');
    },
    patienceMs,
  );

  test(
    'one without an answer or a title in a language is told with the file',
    async () => {
      addEntry();
      addWords('th');
      const faults = await fault();
      expect(faults).toContain('locales/en/faq.yaml: answer.training: missing\n');
      expect(faults).toContain('locales/en/faq.yaml: title.training: missing\n');
    },
    patienceMs,
  );
});

test(
  'DLA’s extension is changed in issuers.yaml alone',
  async () => {
    edit('flows/issuers.yaml', (text) =>
      text.replace(/\['2311', '2322'\]|'2311'/, (one) => one.replace('2311', '2399')),
    );
    const { stdout } = await check();
    expect(stdout).toContain('nothing wrong');
  },
  patienceMs,
);

describe('what an editor breaks is told in one line with the file', () => {
  test.each<[string, () => void, string]>([
    [
      'an example under two entries',
      () => appendFileSync(join(copy, 'flows/gaps.yaml'), '  Digital ID สมัครอย่างไร\n'),
      '"Digital ID สมัครอย่างไร" stands under digital-id, and under law-portal-code in flows/gaps.yaml: keep one\n',
    ],
    [
      'an unknown entry in the examples',
      () => appendFileSync(join(copy, 'flows/examples/questions.yaml'), '\nno-such-entry: |\n  ถามอะไร\n'),
      'flows/examples/questions.yaml: "no-such-entry" names no intents\n',
    ],
    [
      'an answer without its source',
      () =>
        edit('flows/faq.yaml', (text) =>
          text.replace('  - id: manual\n', `  - id: training\n    examples: |\n      x\n  - id: manual\n`),
        ),
      'flows/faq.yaml: training: an answer needs source',
    ],
    [
      'an entry twice',
      () =>
        edit('flows/faq.yaml', (text) =>
          text.replace('  - id: manual\n', (line) => entry.replace('training', 'signup') + line),
        ),
      'flows/faq.yaml: signup: stands 2 times instead of once\n',
    ],
    [
      'a sentence that nothing says',
      () =>
        ['th', 'en'].forEach((language) =>
          below(`locales/${language}/conversation.yaml`, 'greeting:', '  old: x'),
        ),
      'locales/*/conversation.yaml: greeting.old: nothing says it; take it out\n',
    ],
    [
      'a fact written out',
      () => edit('locales/th/faq.yaml', (text) => text.replace('{{dga.phone}}', '02-612-6060')),
      'write {{dga.phone}}\n',
    ],
    [
      'a key that its node does not name',
      () =>
        edit('locales/th/conversation.yaml', (text) =>
          text.replace('    กด {{key.usage}}  สอบถามการใช้งาน\n', '    สอบถามการใช้งาน\n'),
        ),
      'locales/th/conversation.yaml: menu.info: does not name key 2; write {{key.usage}}\n',
    ],
    [
      'words of the rich menu that its picture does not show',
      () =>
        edit('locales/th/rich-menu.yaml', (text) => text.replace('label: หาผู้ออก Token', 'label: ผู้ออก Token')),
      'flows/rich-menu/th.png: older than locales/th/rich-menu.yaml; npm run rich-menu draws it\n',
    ],
  ])(
    '%s',
    async (_what, breakIt, told) => {
      breakIt();
      expect(await fault()).toContain(told);
    },
    patienceMs,
  );
});
