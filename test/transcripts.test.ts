import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Chat, ChatOptions } from './support/chat.ts';
import { startChat } from './support/chat.ts';
import { createUnderstanding } from '../src/understanding/understand.ts';
import { loadAgencyList } from '../src/routing/agency-list.ts';
import { createAgencyReader } from '../src/routing/agency.ts';
import { readAgency } from './support/agency-readers.ts';
import { createAgencyCompletion } from '../src/routing/completion.ts';
import { play } from './support/transcript.ts';

const folder = new URL('transcripts/', import.meta.url);
/** `npm run transcripts` writes what happens now; the difference is what gets reviewed. */
const rewrite = process.env['REWRITE_TRANSCRIPTS'] === '1';

let chat: Chat;
afterEach(() => chat.close());

const understand = createUnderstanding({ readAgency });

/** An operator's list stands at the head of a transcript, a line `agency  : name,abbreviations,type,parent` for each. */
function withList(script: string): Pick<ChatOptions, 'understand' | 'complete'> {
  const rows = [...script.matchAll(/^agency {2}: (.+)$/gm)].map((match) => match[1] ?? '');
  if (rows.length === 0) return { understand };
  const { entries, faults } = loadAgencyList(['name,abbreviations,type,parent', ...rows].join('\n'));
  expect(faults).toEqual([]);
  return {
    understand: createUnderstanding({ readAgency: createAgencyReader(entries) }),
    complete: createAgencyCompletion(entries),
  };
}

describe('transcripts', () => {
  for (const file of readdirSync(folder).sort())
    test(`transcript ${file}`, async () => {
      const script = readFileSync(new URL(file, folder), 'utf8');
      chat = startChat(withList(script));
      const played = await play(script, chat);
      if (rewrite) writeFileSync(new URL(file, folder), played);
      expect(played).toBe(rewrite ? played : script);
    });
});
