import { describe, expect, test } from 'vitest';
import type { Json } from '../../flows/domain.ts';
import { dispositions, languages, requestKinds, requestStatuses } from '../../flows/domain.ts';
import { dispositionsOf, needsReason } from '../../src/requests/dispositions.ts';
import { systemTexts } from '../../src/requests/entries.ts';
import { moves } from '../../src/requests/lifecycle.machine.ts';
import { formatReference } from '../../src/requests/reference.ts';
import { requestFields } from '../../src/requests/request.ts';
import { invalidReasons } from '../../src/requests/refusals.ts';
import { claimRequest, maxMessageLength, resolveRequest } from '../../src/requests/staff-moves.ts';
import { tellOfficer } from '../../src/requests/told.ts';
import { loadWords } from '../../src/base/words.ts';
import { after, agent, clockAt, filed } from './build.ts';

const words = loadWords();
/** https://developers.line.biz/en/reference/messaging-api/#text-message */
const longestLineText = 5000;

function keysOf(table: { readonly [key: string]: Json }, path = ''): string[] {
  return Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? keysOf(value as { readonly [key: string]: Json }, `${path}${key}.`)
      : [`${path}${key}`],
  );
}

describe.each(languages)('in %s', (language) => {
  const missing = (group: string, keys: readonly string[]) =>
    keys.filter((key) => !words.has(language, `requests:${group}${key}`));

  test('the words are those of the other language', () => {
    expect(keysOf(words.table(language, 'requests'))).toEqual(keysOf(words.table('th', 'requests')));
  });

  test('every status, kind, field and outcome has its name', () => {
    expect(missing('kind.', requestKinds)).toEqual([]);
    expect(missing('status.', requestStatuses)).toEqual([]);
    expect(missing('officer-status.', requestStatuses)).toEqual([]);
    expect(missing('field.', requestFields)).toEqual([]);
    expect(missing('disposition.', dispositions)).toEqual([]);
  });

  test('every outcome has the sentence that the officer reads', () => {
    for (const kind of requestKinds)
      for (const disposition of dispositionsOf(kind)) {
        const held = after(claimRequest(filed({ kind }).request, agent, {}, clockAt()));
        for (const reason of needsReason(disposition) ? ['เอกสารไม่ครบ'] : [null, 'เอกสารไม่ครบ']) {
          const decision = resolveRequest(held, agent, { disposition, reason }, clockAt());
          if (!decision.ok || !decision.change) throw new Error('not closed');
          const prompts = tellOfficer(decision.change, 'resolve');
          expect(prompts.filter(({ say }) => !words.has(language, say))).toEqual([]);
          const text = prompts.map(({ say, params }) => words.say(language, say, params)).join('\n');
          expect(text).toContain('123-456-786');
          expect(text.includes('เอกสารไม่ครบ')).toBe(reason !== null);
        }
      }
  });

  test('every line of a history and every note of the system has its words', () => {
    const others = ['file', 'join', 'unsend', 'mask', 'erase', 'block', 'unblock', 'resend', 'drop'];
    expect(missing('history.', [...moves, ...others])).toEqual([]);
    expect(missing('system.', systemTexts)).toEqual([]);
  });

  test('every refusal has its sentence', () => {
    const codes = [
      'not-found',
      'not-allowed',
      'held-by-other',
      'forbidden',
      'stale',
      'blocked',
      'not-undelivered',
    ];
    expect(missing('refusal.', codes)).toEqual([]);
    expect(missing('refusal.invalid-', invalidReasons)).toEqual([]);
  });

  test('the labels of buttons fit: 20 graphemes', () => {
    const graphemes = new Intl.Segmenter(language, { granularity: 'grapheme' });
    for (const choice of ['show', 'reply', 'menu']) {
      const label = words.say(language, `requests:choice.${choice}`);
      expect([...graphemes.segment(label)].length).toBeLessThanOrEqual(20);
    }
  });

  test('the longest message of staff fits one of LINE’s with what stands around it, and arrives as typed', () => {
    const tricky = '{{ref}} $t(requests:choice.menu) $& <b> & "ก"';
    const text = tricky + 'ก'.repeat(maxMessageLength - tricky.length);
    const said = words.say(language, 'requests:told.message', { ref: formatReference('123456786'), text });
    expect(said.length).toBeLessThanOrEqual(longestLineText);
    expect(said.endsWith(text)).toBe(true);
    expect(said).toContain('123-456-786');
  });
});
