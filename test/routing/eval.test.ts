import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { array, enum as oneOf, object, string } from 'zod';
import { agencyTypes, issuers } from '../../flows/domain.ts';
import { readAgency } from '../support/agency-readers.ts';
import { issuerOf } from '../../src/routing/issuer.ts';

const expectation = object({
  name: string(),
  type: oneOf(agencyTypes),
  issuer: oneOf(issuers),
  /** Other types that are right too. */
  alt: array(oneOf(agencyTypes)),
  form: oneOf(['name', 'abbr', 'sentence']),
});

function measure(file: string): { [figure: string]: number } {
  const lines = readFileSync(new URL(`../../flows/evaluation/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const results = lines.map((line) => {
    const wanted = expectation.parse(JSON.parse(line));
    const got = readAgency(wanted.name);
    return {
      issuerAtOnce: got?.issuer === wanted.issuer,
      issuerOffered: got?.candidates.some((type) => issuerOf(type) === wanted.issuer) ?? false,
      issuerWrong: got !== null && got.issuer !== null && got.issuer !== wanted.issuer,
      typeOffered: got?.candidates.some((type) => [wanted.type, ...wanted.alt].includes(type)) ?? false,
    };
  });
  const share = (figure: keyof (typeof results)[number]): number =>
    (100 * results.filter((result) => result[figure]).length) / results.length;
  return {
    issuerAtOnce: share('issuerAtOnce'),
    issuerOffered: share('issuerOffered'),
    issuerWrong: share('issuerWrong'),
    typeOffered: share('typeOffered'),
  };
}

describe.each(['agencies.dev.jsonl', 'agencies.held-out.jsonl'])('of %s', (file) => {
  const figures = measure(file);

  test('at least 90 % get the right issuer without a question', () => {
    expect(figures['issuerAtOnce']).toBeGreaterThanOrEqual(90);
  });

  test('at least 98 % get it at once or among the buttons of one question', () => {
    expect(figures['issuerOffered']).toBeGreaterThanOrEqual(98);
  });

  test('at most 2 % are sent to a wrong issuer', () => {
    expect(figures['issuerWrong']).toBeLessThanOrEqual(2);
  });

  test('at least 95 % get the right type, at once or among the buttons', () => {
    expect(figures['typeOffered']).toBeGreaterThanOrEqual(95);
  });
});
