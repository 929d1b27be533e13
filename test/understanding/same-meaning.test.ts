import { expect, test } from 'vitest';
import { readAgency } from '../support/agency-readers.ts';
import { loadFaq } from '../../src/understanding/tables.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';

const understand = createUnderstanding({ readAgency });
/** Every seventh example that is answered, which are some three hundred. */
const answered = loadFaq()
  .examples.filter((_, at) => at % 7 === 0)
  .flatMap(({ text }) => {
    const { intent } = understand(text);
    return intent === null ? [] : [{ text, intent }];
  });

const thai = /[ก-๎]/;
/** A neighbouring pair of letters in the middle of the text changes places. */
function withSlip(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle - 1)}${text.charAt(middle)}${text.charAt(middle - 1)}${text.slice(middle + 1)}`;
}

test.each<[form: string, change: (text: string) => string, lost: number]>([
  ['a particle', (text) => (thai.test(text) ? `${text}ครับ` : `${text} ka`), 0.02],
  ['a picture', (text) => `${text} 🙏`, 0.01],
  ['no spaces', (text) => (thai.test(text) ? text.replaceAll(' ', '') : text), 0.03],
  ['a greeting before', (text) => `สวัสดีค่ะ ${text}`, 0.03],
  ['thanks after', (text) => `${text} ขอบคุณมากครับ`, 0.03],
  ['a sentence of story before', (text) => `เมื่อวานหัวหน้าเดินมาบอกที่โต๊ะ ${text}`, 0.15],
  ['one slip of a thumb', withSlip, 0.15],
])('the same meaning in another form is understood: %s', (_form, change, lost) => {
  const missed = answered.filter(({ text, intent }) => {
    const said = understand(change(text));
    return said.intent !== intent && !said.choices.includes(intent);
  });
  expect(answered.length).toBeGreaterThan(250);
  expect(missed.length / answered.length).toBeLessThanOrEqual(lost);
});
