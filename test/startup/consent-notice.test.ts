import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { consentNotice } from '../../src/startup/consent-notice.ts';

const askedIn = (language: string): string => {
  const file = new URL(`../../locales/${language}/conversation.yaml`, import.meta.url);
  return (parse(readFileSync(file, 'utf8')) as { consent: { ask: string } }).consent.ask;
};

// What officers agreed to is kept as the version. Where this fails, the text changed: give it today's date as its version
// in src/startup/consent-notice.ts, then put both here.
test('the consent notice has a new version whenever its text changes', () => {
  const text = createHash('sha256').update(['th', 'en'].map(askedIn).join('\n')).digest('hex').slice(0, 16);
  expect(`${consentNotice} ${text}`).toMatchInlineSnapshot(`"2569-12-01 251add7707a1f558"`);
});
