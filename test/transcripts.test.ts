import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Chat } from './support/chat.ts';
import { startChat } from './support/chat.ts';
import { createUnderstanding } from '../src/faq/understand.ts';
import { readAgency } from '../src/routing/agency.ts';
import { play } from './support/transcript.ts';

const folder = new URL('transcripts/', import.meta.url);
/** `npm run transcripts` writes what happens now; the difference is what gets reviewed. */
const rewrite = process.env['REWRITE_TRANSCRIPTS'] === '1';

let chat: Chat;
afterEach(() => chat.close());

const understand = createUnderstanding({ readAgency });

describe('transcripts', () => {
  for (const file of readdirSync(folder).sort())
    test(`transcript ${file}`, async () => {
      const script = readFileSync(new URL(file, folder), 'utf8');
      chat = startChat({ understand });
      const played = await play(script, chat);
      if (rewrite) writeFileSync(new URL(file, folder), played);
      expect(played).toBe(rewrite ? played : script);
    });
});
