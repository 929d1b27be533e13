import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bareEnv } from '../support/processes.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Every situation is gone through, which takes a busy machine its time. */
const patienceMs = 240_000;

describe('a key and its node are added to menu.yaml, and no code', () => {
  let copy = '';
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  /** Puts a line below another one, as an editor would. */
  const below = (file: string, line: string, added: string) => {
    const text = read(file);
    expect(text).toContain(`${line}\n`);
    writeFileSync(
      join(copy, file),
      text.replace(`${line}\n`, () => `${line}\n${added}\n`),
    );
  };
  const node = (...args: string[]) =>
    run(process.execPath, args, { cwd: copy, env: { ...process.env, ...bareEnv } });
  const check = () => node('src/commands/flow.ts', 'check');
  const setKey = (keys: string, more: string) =>
    writeFileSync(
      join(copy, 'flows/menu.yaml'),
      read('flows/menu.yaml')
        .replace("keys: { '2': usage }", () => keys)
        .replace(/^ {2}usage:\n {4}keys: \{\}\n/m, (usage) => `${usage}${more}`),
    );

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'menu-'));
    for (const folder of ['flows', 'locales', 'src', 'package.json'])
      cpSync(join(root, folder), join(copy, folder), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  }, patienceMs);
  afterAll(() => rmSync(copy, { recursive: true }));

  test(
    'a key that leads to no node is told in one line',
    async () => {
      setKey("keys: { '2': usage, '4': news }", '');
      await expect(check()).rejects.toMatchObject({
        code: 1,
        stderr: 'flow: flows/menu.yaml: info: key 4 leads to "news", which is not a node\n',
      });
    },
    patienceMs,
  );

  test(
    'a node without words is told with the file and the entry',
    async () => {
      setKey("keys: { '2': usage, '4': news }", '  news:\n    keys: {}\n');
      await expect(check()).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`locales/th/conversation.yaml: add menu.news,`),
      });
    },
    patienceMs,
  );

  test(
    'with its words the node is reached by its key, asks, and passes the check',
    async () => {
      setKey("keys: { '2': usage, '4': news }", '  news:\n    keys: {}\n');
      for (const language of ['th', 'en']) {
        const file = `locales/${language}/conversation.yaml`;
        below(file, 'menu:', '  news: ข่าว News');
        writeFileSync(
          join(copy, file),
          readFileSync(join(copy, file), 'utf8')
            .replace(/^choice:\n/m, (line) => `${line}  key-news: '{{key}} News'\n`)
            .replace(/^.*\{\{key\.usage\}\}.*\n/m, (line) => `${line}    {{key.news}} News\n`),
        );
        below(`locales/${language}/routing.yaml`, 'key:', '  news: News');
      }
      const script = `
      import { situationAt, take } from './src/commands/flow/situation.ts';
      import { newContext } from './flows/context.ts';
      const consented = { ...newContext(), consent: { notice: '2569-11', at: 0 } };
      const { to, says } = take(situationAt('menu.info', { context: consented }), { type: 'key.4', key: '4' });
      const back = take(to, { type: 'back' });
      console.log(to.path, says[0].say, back.to.path);`;
      const { stdout } = await node('--input-type=module-typescript', '--eval', script);
      expect(stdout).toBe('menu.news menu.news menu.info\n');
      const checked = await check();
      expect(checked.stderr).toBe('');
      expect(checked.stdout).toContain('6 menu nodes');
    },
    patienceMs,
  );
});
