import { expect, test } from 'vitest';
import { normalise } from '../../src/text/normalise.ts';
import { soundOf } from '../../src/text/sound.ts';

const keyOf = (text: string): string => soundOf(normalise(text)).key;

test.each<[what: string, spellings: string[]]>([
  ['tone marks', ['โทเคน', 'โทเค่น', 'โทเค้น', 'โท่เคน']],
  ['the shortening mark', ['โทเคน', 'โทเค็น']],
  ['silent letters', ['คอนแทคเซนเตอ', 'คอนแทคเซ็นเตอร์']],
  ['long and short vowels', ['คุ่มือ', 'คู่มือ', 'คูมือ']],
  ['consonants that sound alike', ['เทศบาล', 'เทสบาล', 'เทษบาล']],
  ['ใ and ไ', ['ที่ไหน', 'ที่ใหน']],
  ['the dots of an abbreviation', ['อ.บ.ต.', 'อบต.', 'อบต']],
  ['capitals and the joints of a word', ['Digital-ID', 'digital id', 'DIGITAL ID', 'digitalid']],
])('%s leave the sound as it is', (_what, spellings) => {
  expect(new Set(spellings.map((spelling) => keyOf(spelling).replaceAll(' ', ''))).size).toBe(1);
});

test('other words sound otherwise', () => {
  expect(keyOf('โทเคน')).not.toBe(keyOf('โทรคม'));
  expect(keyOf('กรม')).not.toBe(keyOf('กลม'));
});

test('each letter of the sound knows where it came from', () => {
  const text = normalise('ขอโทเค็นครับ');
  const { key, at } = soundOf(text);
  expect(at).toHaveLength(key.length + 1);
  expect(text.slice(at[key.indexOf('ท')], at[key.indexOf('ท') + 1])).toBe('ท');
  expect(at[key.length]).toBe(text.length);
});
