import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadRichMenu } from '../../flows/rich-menu.ts';
import { menu } from '../../flows/menu.ts';
import {
  gapFaults,
  issuerFaults,
  labelsFaults,
  lapseFaults,
  localeFaults,
  promptFaults,
} from '../../src/commands/flow/faults.ts';
import { flowFaults } from '../../src/commands/flow/flow-faults.ts';
import { menuFaults, menuWordFaults } from '../../src/commands/flow/menu-faults.ts';
import {
  richMenuFaults,
  richMenuPictureFaults,
  richMenuSilence,
  richMenuWordFaults,
} from '../../src/commands/flow/rich-menu-faults.ts';
import type { Situation, Step } from '../../src/commands/flow/situation.ts';
import { unusedFaults } from '../../src/commands/flow/unused-faults.ts';
import { situationAt as at } from '../../src/commands/flow/situation.ts';
import { createTeaching } from '../../src/learning/teaching.ts';
import { ensureDataKeys } from '../../src/privacy/data-keys.ts';
import { openVault } from '../../src/privacy/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { pngSize } from '../../src/base/image-size.ts';
import { loadWords } from '../../src/base/words.ts';
import { bareEnv } from '../support/processes.ts';

const run = promisify(execFile);
const flow = (...args: string[]) =>
  run(process.execPath, [fileURLToPath(new URL('../../src/commands/flow.ts', import.meta.url)), ...args], {
    env: { ...process.env, ...bareEnv },
  });
const words = loadWords();
/** Every situation is gone through, which takes a busy machine its time. */
const patienceMs = 300_000;

describe('flow check', () => {
  test(
    'finds nothing wrong with the conversation as it is, and says which answers speak of a passed date',
    async () => {
      const { stdout, stderr } = await flow('check');
      expect(stderr).toBe('');
      expect(stdout).toContain('nothing wrong');
      expect(stdout).toContain('faq deadline: the date it speaks of, 2023-11-30, has passed');
    },
    patienceMs,
  );

  test('wrong usage exits with 2 and tells how', async () => {
    await expect(flow('chekc')).rejects.toMatchObject({
      code: 2,
      stderr: "flow: unknown command 'chekc' (Did you mean check?) (--help tells more)\n",
    });
    expect((await flow('--help')).stdout).toContain('diagram');
  });

  const step = (from: string, to: string, more: Partial<Step> = {}): Step => ({
    from: at(from),
    to: at(to),
    event: { type: 'repeat' },
    says: [{ say: 'thanks', choices: [{ label: 'choice.menu', action: 'menu' }] }],
    effects: [],
    ...more,
  });

  test('a state that nothing leads to', () => {
    expect(
      flowFaults(
        [step('consent.first', 'menu.main'), step('menu.main', 'menu.main')],
        new Set(['consent.first', 'menu.main', 'menu.info']),
      ),
    ).toEqual(['menu.info: never reached']);
  });

  test('an input that is not answered, and a reply that says nothing', () => {
    const path = 'consent.first';
    const faults = (event: Step['event']) =>
      flowFaults([step(path, path, { event, says: [] })], new Set([path]));
    expect(faults({ type: 'repeat' })).toEqual([`${path}: repeat is not answered`]);
    expect(faults({ reply: 'unknown' })).toEqual([`${path}: unknown is not answered`]);
    const note = {
      ref: '123456782',
      text: 'x',
      messageId: null,
      quotes: null,
      kind: 'text',
      media: null,
    } as const;
    expect(faults({ reply: 'note', note, receipt: null })).toEqual([]);
  });

  test('a state without a way to a person, or back', () => {
    const steps = (['human', 'back', 'menu'] as const).map((type) =>
      step('menu.usage', 'menu.usage', { event: { type } }),
    );
    expect(flowFaults(steps, new Set(['menu.usage']))).toEqual([
      'menu.usage: asking for a person does not lead to one',
      'menu.usage: back leads nowhere',
      'menu.usage: the menu is not reached',
    ]);
  });

  test('a dead end, a state that no conversation may rest in, and one that asks nothing', () => {
    const faults = flowFaults(
      [step('consent.first', 'service'), step('consent.first', 'form.next')],
      new Set(['consent.first', 'service']),
    );
    expect(faults).toEqual([
      'service: a dead end',
      'form.next: a conversation can get stuck in it',
      'form.next: asks nothing; prompts/ask.ts lacks it',
    ]);
  });

  test('a sentence that does not exist, a label that LINE does not take, a button without a meaning', () => {
    const faults = promptFaults(
      [{ say: 'no.such', choices: [{ label: 'routing:reason.hospital', action: 'fly' }] }],
      words,
    );
    expect(faults).toContain('locales/th/conversation.yaml: no.such: missing');
    expect(faults).toContainEqual(
      expect.stringMatching(/^th routing:reason\.hospital: ".+" has \d+ characters, LINE takes 20$/),
    );
    expect(faults).toContain('fly: no such action');
  });

  test('a word that one language lacks, and a value that one language does not fill in', () => {
    const table = (language: string): Record<string, string> =>
      language === 'th' ? { a: 'ก', b: '{{x}}' } : { b: '{{y}}' };
    expect(localeFaults({ namespaces: ['n'], table })).toEqual([
      'locales/en/n.yaml: a: missing',
      'n.b: th fills in x, en y',
    ]);
  });

  describe('of the rich menu', () => {
    const richMenu = loadRichMenu();
    const [first, second] = richMenu.areas;
    const changed = (change: object) =>
      richMenuFaults({ ...richMenu, areas: [{ ...first, ...change }, second] } as typeof richMenu);

    test.each([
      ['call: no number is known of parent', { call: 'parent' }],
      ['call and language overlap', { at: { x: 0, y: 0, width: 1741, height: 306 } }],
      ['call reaches out of the picture', { at: { x: 0, y: 1500, width: 1740, height: 306 } }],
      ['language stands there twice', { id: 'language' }],
    ])('%s', (fault, change) => expect(changed(change)).toEqual([`rich-menu.yaml: ${fault}`]));

    test('an action that means nothing, and one longer than LINE takes', () => {
      const acting = (action: string) =>
        richMenuFaults({
          ...richMenu,
          areas: [{ id: 'tile', at: { x: 0, y: 0, width: 9, height: 9 }, action }],
        });
      expect(acting('fly')).toEqual(['rich-menu.yaml: tile: no such action: fly']);
      expect(acting('x'.repeat(301))).toContainEqual(expect.stringContaining('longer than LINE takes'));
    });

    test('a picture that LINE does not take, and one that is of another size', () => {
      const square = { ...richMenu, size: { width: 2500, height: 2500 } };
      expect(richMenuFaults(square)).toEqual(['rich-menu.yaml: LINE takes no picture of 2500 by 2500']);
      expect(richMenuPictureFaults(square, pngSize)).toHaveLength(2);
      expect(richMenuPictureFaults(richMenu, pngSize)).toEqual([]);
    });

    test('a word that is missing, and a label that is too long', () => {
      const area = { id: 'nowhere', at: { x: 0, y: 0, width: 9, height: 9 }, action: 'menu' };
      expect(richMenuWordFaults({ ...richMenu, areas: [area] }, words)).toContain(
        'th rich-menu:area.nowhere.label: missing',
      );
      const wordy = { ...words, say: () => 'ก'.repeat(21) };
      expect(richMenuWordFaults({ ...richMenu, areas: richMenu.areas.slice(0, 1) }, wordy)).toContain(
        `th rich-menu call: "${'ก'.repeat(21)}" has 21 characters, LINE takes 20`,
      );
    });

    test('a tap that is not answered somewhere', () => {
      const area = { id: 'tile', at: { x: 0, y: 0, width: 9, height: 9 }, action: 'greeting' };
      const table = { ...richMenu, areas: [area] };
      expect(richMenuSilence(table, [at('menu.usage'), at('consent.first')])).toEqual([]);
      const silent = (from: Situation) => step(from.path, from.path, { says: [] });
      expect(richMenuSilence(table, [at('menu.usage')], silent)).toEqual([
        'menu.usage: greeting of the rich menu is not answered',
      ]);
    });
  });

  test('a sentence that nothing says, with the file to take it out of', () => {
    const table = () => ({ greeting: { first: 'a', old: 'b' }, 'key-info': 'c' });
    const naming = "say('greeting.first'); say(`n:key-${node}`)";
    expect(unusedFaults({ namespaces: ['n'], table }, naming)).toEqual([
      'locales/*/n.yaml: greeting.old: nothing says it; take it out',
    ]);
  });

  test('an answer that speaks of a date and has no line for when that has passed', () => {
    const table = (language: string): { [key: string]: { [key: string]: string } } => ({
      answer: {
        deadline: language === 'th' ? 'ถึงวันที่ 30\nพ้นแล้ว {{lapsed, date}}' : 'until the 30th',
        manual: 'x',
      },
    });
    const entries = [
      { id: 'deadline', validTo: '2023-11-30' },
      { id: 'manual', validTo: null },
    ];
    expect(lapseFaults(entries, { table })).toEqual([
      'en faq:answer.deadline: has a validTo and no line with {{lapsed, date}}',
    ]);
  });

  test('an answer to what the letter leaves open without its label, its sentence or its sources', () => {
    const answer = { sources: [], checkedOn: '2026-12-01', settings: [], person: true };
    const gap: { [key: string]: string } = { lost: 'x', forgotten: 'x' };
    const lacking = {
      table: () => ({ gap }),
      has: (_: string, key: string) => key === 'faq:gap.lost',
      say: () => 'ก'.repeat(21),
    };
    const faults = gapFaults(lacking, { lost: answer });
    expect(faults).toContain('gap-answers.yaml: forgotten: missing');
    expect(faults).toContain('locales/en/faq.yaml: gap-title.lost: missing');
    expect(faults).toContain(`th faq:gap-title.lost: "${'ก'.repeat(21)}" has 21 characters, LINE takes 20`);
  });

  test('an issuer whose keys lead nowhere, and a key without words', () => {
    expect(issuerFaults(words, () => [])).toEqual([
      'issuers.yaml: dga: no key of the phone menu leads to "usage"',
    ]);
    const has = (language: string, key: string) => language === 'th' || key !== 'routing:key.info';
    expect(issuerFaults({ has })).toEqual(['locales/en/routing.yaml: key.info: missing']);
  });

  test('the label of a choice that LINE does not take', () => {
    const choice = { choice: { long: 'ก'.repeat(21), name: '{{name}}', short: 'ก' } };
    const table = (_: string, namespace: string): { [key: string]: { [key: string]: string } } =>
      namespace === 'requests' ? choice : {};
    const say = (_: string, key: string) => (key.endsWith('long') ? 'ก'.repeat(21) : 'ก');
    expect(labelsFaults({ table, say })).toEqual(
      ['th', 'en'].map(
        (language) =>
          `${language} requests:choice.long: "${'ก'.repeat(21)}" has 21 characters, LINE takes 20`,
      ),
    );
  });

  test('a word of the menu with two meanings, and one with none', () => {
    const broken = { ...menu, commands: { menu: ['เมนู'], back: ['เมนู'], fly: ['บิน'] } };
    expect(menuFaults(broken)).toEqual([
      'menu.yaml: "เมนู" means both menu and back',
      'menu.yaml: no such action: fly',
    ]);
  });

  test('a key of the menu whose node has no words: the file, the entry and what it is for', () => {
    const { info, usage } = menu.nodes;
    const nodes = {
      ...menu.nodes,
      info: { keys: { ...info?.keys, '4': 'news' }, named: [] },
      news: { ...usage, keys: {}, named: [] },
    };
    const faults = menuWordFaults({ ...menu, nodes }, words);
    expect(faults).toContain(
      'locales/en/conversation.yaml: add menu.news, the sentence of menu.yaml\'s node "news"',
    );
    expect(faults).toContain(
      "locales/th/conversation.yaml: add choice.key-news, the label of key 4 of menu.yaml's node \"info\", such as '{{key}} Name'",
    );
    expect(faults).toContain(
      'locales/th/routing.yaml: add key.news, the name of key 4 of menu.yaml\'s node "info"',
    );
    expect(faults).toContain(
      'locales/th/conversation.yaml: menu.info: does not name key 4; write {{key.news}}',
    );
    expect(faults).toHaveLength(8);
  });
});

test('flow export-teaching prints the file with what was taught, and writes it only when told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teaching-'));
  try {
    const store = openSqliteStore({ path: join(folder, 'assistant.db') });
    const vault = await openVault(ensureDataKeys(folder), store);
    const teaching = createTeaching({ store, vault, now: () => 0 });
    await teaching.teach('somsri@dga.or.th', 'manual', 'อยากอ่านวิธีใช้ทีละขั้น');
    await store.close();
    const before = readFileSync(new URL('../../flows/faq.yaml', import.meta.url), 'utf8');
    const { stdout } = await run(
      process.execPath,
      [fileURLToPath(new URL('../../src/commands/flow.ts', import.meta.url)), 'export-teaching'],
      { env: { ...process.env, ...bareEnv, DATA_DIR: folder }, maxBuffer: 10_000_000 },
    );
    expect(stdout.replace('      อยากอ่านวิธีใช้ทีละขั้น\n', '')).toBe(before);
    expect(stdout).not.toBe(before);
    expect(readFileSync(new URL('../../flows/faq.yaml', import.meta.url), 'utf8')).toBe(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
