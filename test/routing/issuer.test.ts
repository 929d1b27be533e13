import { describe, expect, test } from 'vitest';
import { agencyTypes, issuers, languages } from '../../flows/domain.ts';
import { issuerWords } from '../../src/line/phrase.ts';
import { issuerCard, issuerOf, keysToPress } from '../../src/routing/issuer.ts';
import { readKnown } from '../../src/routing/known.ts';
import { loadWords } from '../../src/base/words.ts';

const words = loadWords();

test('seven types are DGA’s, regional offices go to their parent agency, local bodies to the DLA', () => {
  expect(agencyTypes.map(issuerOf)).toEqual([
    'dga',
    'dga',
    'dga',
    'dga',
    'dga',
    'dga',
    'dga',
    'parent',
    'dla',
  ]);
});

describe('the cards say what the letter says', () => {
  test('DGA: its number, its address and the keys 1, 9, 3, 2', () => {
    const { phones, email } = issuerCard('dga');
    expect(phones).toEqual([{ written: '0 2612 6060', dialled: '026126060', extensions: [] }]);
    expect(email).toBe('contact@dga.or.th');
    expect(keysToPress('dga').map(({ key }) => key)).toEqual(['1', '9', '3', '2']);
  });

  test('Department of Local Administration: its number with two extensions', () => {
    expect(issuerCard('dla').phones).toEqual([
      { written: '0 2241 9000', dialled: '022419000', extensions: ['2311', '2322'] },
    ]);
  });

  test('parent agency: no number is given, so none is shown', () => {
    const { phones, email, links } = issuerCard('parent');
    expect({ phones, email, links }).toEqual({ phones: [], email: null, links: [] });
    expect(keysToPress('parent')).toEqual([]);
  });

  test.each(issuers)('%s: the contact is the letter’s', (issuer) => {
    const { sources } = issuerCard(issuer);
    expect(sources.find(({ of }) => of !== 'prepare')).toMatchObject({ document: 'letter' });
  });

  test('what is to be prepared for DGA comes from its guide, and the card says so', () => {
    const [contact, prepare] = issuerWords('province', 'en', words).source.split('\n');
    expect(contact).toBe('Source of the contact: OPDC letter นร 1200/ว63 of 17 November 2023');
    expect(prepare).toMatch(
      /^Source of what to prepare: DGA's guide .*admin\.info\.go\.th\/backend\/guideline$/,
    );
  });
});

describe.each(languages)('in %s', (language) => {
  const lengthOf = (text: string): number => [...new Intl.Segmenter(language).segment(text)].length;

  test.each(agencyTypes)('%s has a name, a help line and a label that fits a LINE button', (type) => {
    for (const key of ['type', 'typeShort']) expect(words.has(language, `routing:${key}.${type}`)).toBe(true);
    expect(lengthOf(words.say(language, `routing:typeShort.${type}`))).toBeLessThanOrEqual(20);
  });

  test('labels tell the types apart', () => {
    expect(new Set(agencyTypes.map((type) => words.say(language, `routing:typeShort.${type}`))).size).toBe(
      agencyTypes.length,
    );
  });

  test.each(issuers)('%s: everything its card names has words', (issuer) => {
    const { prepare, sources } = issuerCard(issuer);
    const wanted = ['name', 'fullName', 'how', 'conditions', ...prepare.map((item) => `prepare.${item}`)].map(
      (key) => `issuer.${issuer}.${key}`,
    );
    const shared = [
      ...keysToPress(issuer).map(({ node }) => `key.${node}`),
      ...sources.flatMap(({ of, document }) => [`sources.${of}`, `document.${document}`]),
    ];
    for (const key of [...wanted, ...shared])
      expect([key, words.has(language, `routing:${key}`)]).toEqual([key, true]);
  });

  test('every reason a reading may have is a sentence with what matched', () => {
    const { families, offices, english } = readKnown().vocabulary;
    const byReader = [
      'listed',
      'similar',
      'ending',
      'part',
      'place',
      'subject',
      'central-unit',
      'regional-office',
    ];
    const codes = new Set([...families, ...offices, ...english].map(({ reason }) => reason).concat(byReader));
    for (const code of codes)
      expect([code, words.has(language, `routing:reason.${code}`)]).toEqual([code, true]);
    expect(words.say(language, 'routing:reason.prefix', { matched: 'อบต.' })).toContain('อบต.');
  });
});
