import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import type { Json, Language } from '../../flows/domain.ts';
import { readFacts } from '../../flows/facts.ts';
import type { Passage } from '../../src/commands/flow/literal-faults.ts';
import {
  factFaults,
  literalFaults,
  passagesOf,
  sentencesOf,
} from '../../src/commands/flow/literal-faults.ts';
import type { Words } from '../../src/base/words.ts';
import { factHole, factNames, loadWords } from '../../src/base/words.ts';

const root = new URL('../../', import.meta.url);
const facts = readFacts();
const site = { publicUrl: 'https://chat.example.go.th', unclearKeepDays: 90 };
const words = loadWords('Asia/Bangkok', site, facts);
const sentences = passagesOf(root).filter(({ kind }) => kind === 'sentence');

const scratch = mkdtempSync(join(tmpdir(), 'facts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The tables with one value changed. */
function changedFacts(file: string, path: readonly (string | number)[], value: unknown) {
  const folder = join(scratch, [file, ...path].join('-'));
  mkdirSync(folder);
  for (const table of ['letter.yaml', 'issuers.yaml', 'menu.yaml']) {
    const document = parseDocument(readFileSync(new URL(`flows/${table}`, root), 'utf8'));
    if (table === file) document.setIn(path, document.createNode(value));
    writeFileSync(join(folder, table), document.toString());
  }
  return readFacts(pathToFileURL(`${folder}/`));
}

/** A sentence as it is said, by where it stands: `locales/th/faq.yaml answer.deadline`. */
function said(at: string, from: Words): string {
  const [, language = '', namespace = '', key = ''] = /^locales\/(\w+)\/([\w-]+)\.yaml (.+)$/.exec(at) ?? [];
  let value: Json | undefined = from.table(language as Language, namespace);
  for (const name of key.split('.')) value = (value as { readonly [key: string]: Json })[name];
  return JSON.stringify(value);
}

const changes: [file: string, path: (string | number)[], value: unknown, names: string[]][] = [
  ['issuers.yaml', ['dga', 'phones', 0, 'written'], '0 2999 1111', ['dga.phone']],
  ['issuers.yaml', ['dga', 'email'], 'help@example.go.th', ['dga.email']],
  ['issuers.yaml', ['dla', 'phones', 0, 'written'], '0 2999 2222', ['dla.phone']],
  ['issuers.yaml', ['dla', 'phones', 0, 'extensions'], ['7001', '7002', '7003'], ['dla.extensions']],
  ['letter.yaml', ['letter', 'number'], 'นร 1300/ว77', ['letter.number', 'letter.short']],
  ['letter.yaml', ['letter', 'date'], '2024-02-29', ['letter.date']],
  ['letter.yaml', ['letter', 'deadline'], '2024-03-31', ['letter.deadline']],
  ['letter.yaml', ['letter', 'agencies'], 777, ['letter.agencies']],
  ['letter.yaml', ['letter', 'percent'], 55, ['letter.percent']],
  ['letter.yaml', ['letter', 'link'], 'https://example.go.th/letter', ['letter.link']],
  ['letter.yaml', ['opdc', 'phone'], '0 2999 3333', ['opdc.phone']],
  ['letter.yaml', ['opdc', 'extensions'], ['7010'], ['opdc.extensions']],
  ['letter.yaml', ['opdc', 'fax'], '0 2999 4444', ['opdc.fax']],
  ['letter.yaml', ['opdc', 'email'], 'office@example.go.th', ['opdc.email']],
  ['letter.yaml', ['opdc', 'postcode'], '99999', ['opdc.postcode']],
  ['letter.yaml', ['guide', 'link'], 'https://example.go.th/guide', ['guide.link']],
  ['letter.yaml', ['guide', 'portal'], 'portal.example.go.th', ['guide.portal']],
  ['letter.yaml', ['lawFaq', 'date'], '2024-06-07', ['lawFaq.date']],
  ['letter.yaml', ['access', 'date'], '2024-05-06', ['access.date']],
  ['letter.yaml', ['access', 'link'], 'access.example.go.th', ['access.link']],
  [
    'menu.yaml',
    ['nodes', 'consent', 'keys'],
    { 5: 'main' },
    ['key.main', 'keys.main', 'keys.services', 'keys.info', 'keys.usage'],
  ],
  [
    'menu.yaml',
    ['nodes', 'main', 'keys'],
    { 5: 'services' },
    ['key.services', 'keys.services', 'keys.info', 'keys.usage'],
  ],
  ['menu.yaml', ['nodes', 'services', 'keys'], { 5: 'info' }, ['key.info', 'keys.info', 'keys.usage']],
  ['menu.yaml', ['nodes', 'info', 'keys'], { 5: 'usage' }, ['key.usage', 'keys.usage']],
  ['menu.yaml', ['chatKeys'], { 7: 'human', '*': 'back', '#': 'repeat' }, ['chatKey.human']],
  ['menu.yaml', ['chatKeys'], { 0: 'human', 7: 'back', '#': 'repeat' }, ['chatKey.back']],
  ['menu.yaml', ['chatKeys'], { 0: 'human', '*': 'back', 7: 'repeat' }, ['chatKey.repeat']],
];

describe('a fact stands once', () => {
  test.each(changes)(
    '%s %j changed to %j arrives in every sentence that shows it',
    (file, path, value, names) => {
      rmSync(join(scratch, [file, ...path].join('-')), { recursive: true, force: true });
      const after = changedFacts(file, path, value);
      const differing = [...facts].filter(
        ([name, { is }]) => JSON.stringify(after.get(name)?.is) !== JSON.stringify(is),
      );
      expect(differing.map(([name]) => name).toSorted()).toEqual(names.toSorted());
      const changed = loadWords('Asia/Bangkok', site, after);
      for (const { at, text } of sentences) {
        const shows = [...text.matchAll(factHole)].some(([, name]) => names.includes(name ?? ''));
        expect([at, said(at, changed) !== said(at, words)]).toEqual([at, shows]);
      }
    },
  );

  test('every fact is among those that were changed', () => {
    expect([...new Set(changes.flatMap(([, , , names]) => names))].toSorted()).toEqual(
      [...facts.keys()].toSorted(),
    );
  });

  test('nothing in locales or code says one of them again, and no sentence names one that there is not', () => {
    const passages = passagesOf(root);
    expect(literalFaults(passages, facts)).toEqual([]);
    expect(factFaults(passages, factNames(facts))).toEqual([]);
  });

  test('a sentence is checked after its values are taken out, a comment of a locale file as well', () => {
    const file = 'choice:\n  call: โทร. {{dga.phone}} ต่อ 2311\n# 0 2241 9000\n';
    expect(literalFaults(sentencesOf('locales/th/x.yaml', file), facts)).toEqual([
      'locales/th/x.yaml choice.call: "2311" stands in flows/*.yaml; write {{dla.extensions}}',
      'locales/th/x.yaml:3: "0 2241 9000" stands in flows/*.yaml; write {{dla.phone}}',
    ]);
  });

  test('a name that is no fact', () => {
    expect(factFaults([sentence('โทร. {{dga.fon}}')], factNames(facts))).toEqual([
      'x: there is no fact dga.fon; flows/facts.ts names them',
    ]);
  });
});

function sentence(text: string): Passage {
  return { at: 'x', text, kind: 'sentence' };
}

describe('a fact written out is found in any spelling', () => {
  test.each([
    [
      '{{dga.phone}}',
      ['0 2612 6060', '02-612-6060', '0-2612-6060', '026126060', '(02) 612 6060', '๐ ๒๖๑๒ ๖๐๖๐'],
    ],
    [
      '{{dga.phone}}',
      ['+66 2612 6060', '+66-2-612-6060', '66 (0)2 612 6060', '+6626126060', '0 2612\u00a06060'],
    ],
    ['{{dla.phone}}', ['0 2241 9000', '02.241.9000', '02/241/9000', '0‑2241‑9000', '０２２４１９０００']],
    ['{{dla.extensions}}', ['ต่อ 2311', 'ต่อ2311', 'ext.2311', 'x2322', '2311-2', 'ext. 2322', '๒๓๒๒']],
    ['{{opdc.phone}}', ['0 2356 9999', '02 356 9999']],
    ['{{opdc.extensions}}', ['ต่อ 8810', '๘๘๑๐']],
    ['{{letter.number}}', ['นร 1200/ว63', 'นร1200/ว 63', 'นร. 1200/ว. 63', 'นร ๑๒๐๐/ว๖๓']],
    ['{{letter.short}}', ['หนังสือ ว63', 'ว 63', 'ว๖๓']],
    [
      '{{letter.date, day}}',
      ['17 พ.ย. 2566', '17 พฤศจิกายน 2566', '๑๗ พฤศจิกายน ๒๕๖๖', '17/11/2566', '17 พ.ย. 66'],
    ],
    [
      '{{letter.deadline, day}}',
      ['30 พ.ย. 66', '30พย.2566', '30 พฤศจิกายน พ.ศ. 2566', '30-11-66', '2023-11-30'],
    ],
    [
      '{{letter.deadline, day}}',
      [
        '30 November 2023',
        'November 30, 2023',
        'Nov 30',
        '30th of November',
        '30.11.2023',
        'Nov. 30, 2023',
        '30-Nov-2023',
        '30 / 11 / 2566',
      ],
    ],
    ['{{letter.agencies}}', ['941 หน่วยงาน', '๙๔๑']],
    ['{{letter.percent}}', ['ร้อยละ 11', '11 %', '๑๑ เปอร์เซ็นต์', '11 per cent', '11 percent']],
    [
      '{{dga.email}}',
      ['contact@dga.or.th', 'Contact@DGA.or.th', 'contact(at)dga.or.th', 'contact at dga.or.th'],
    ],
    ['{{guide.link}}', ['https://admin.info.go.th/backend/guideline', 'admin.info.go.th/backend/guideline']],
    ['{{letter.link}}', ['opdc.link/ZWVmNg']],
    ['{{keys.usage}}', ['1932', '1-9-3-2', '1, 9, 3, 2', '1 → 9 → 3 → 2', '๑๙๓๒']],
    ['{{key.services}}', ['กด 9', 'กดหมายเลข 9', 'กดเลข 9', 'press the 9', 'press 9', 'กด ๙', '9 บริการ']],
    ['{{chatKey.human}}', ['กด 0 เพื่อ', 'พิมพ์ “0”', '0 เจ้าหน้าที่']],
    ['{{chatKey.back}}', ['พิมพ์ “*”', '* ย้อนกลับ']],
  ])('%s', (hole, spellings) => {
    const found = spellings.map((text) => [
      text,
      literalFaults([sentence(text)], facts)
        .join('\n')
        .includes(hole),
    ]);
    expect(found).toEqual(spellings.map((text) => [text, true]));
  });

  test.each([
    'โทร. 0 2612 60601',
    'โทร. 1 2612 6060',
    '08 2612 6060',
    '1941',
    '2,941',
    'ว631',
    'ว 6',
    '23 พ.ย. 2569',
    '17 ธ.ค. 2566',
    'ร้อยละ 110',
    '111 %',
    'มาตรา 11',
    '13 หลัก',
    'กด 90',
    'กดปุ่ม',
    'somchai@dga.or.th',
    'info.go.th',
    '19321',
    'may 17',
  ])('%s is none', (text) => expect(literalFaults([sentence(text)], facts)).toEqual([]));

  test('a key of the phone is none in code, and a row of keys none in a comment', () => {
    const code = (text: string, kind: Passage['kind']) => literalFaults([{ at: 'x', text, kind }], facts);
    expect(code('press 9', 'code')).toEqual([]);
    expect(code('// `1932`', 'comment')).toEqual([]);
    expect(code("'1932'", 'code')).toHaveLength(1);
  });
});
