import { readFileSync } from 'node:fs';

/** What one officer does next, again and again: their first texts once, then the round for ever. */
interface Script {
  readonly once: readonly string[];
  readonly round: readonly string[];
}

/** Keys of the phone menu, one by one. */
const menuKeys: Script = { once: ['1'], round: ['9', '3', '2', '#', '*', 'เมนู'] };

const filledIn = [
  'ยื่นคำขอ Token',
  'เทศบาลเมืองแสนสุข',
  'ใช่',
  'ให้ช่วยประสาน',
  'วิชัย มั่นคง',
  'ปลัดเทศบาล',
  '0 3819 3500',
  'wichai@saensukcity.go.th',
  'มี',
];

/** A token request from the first word to the receipt; then another that is filled in and thought better of. */
const form: Script = {
  once: ['1', ...filledIn, 'ยื่นคำขอ'],
  round: [...filledIn, 'ยกเลิก', 'เลิกและลบ'],
};

/**
 * Questions of officers as they write them: all styles, in and out of scope. Not those that ask for a person, since
 * the assistant then keeps silent, or start a request.
 */
const questions = readFileSync(
  new URL('../../../flows/evaluation/questions.fresh.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { text: string; intent: string })
  .filter(({ intent }) => !['human', 'request-new', 'request-status'].includes(intent))
  .map(({ text }) => text);

/**
 * The text that officer number `officer` sends as their `nth`, both from 0. A third of the officers press menu
 * keys, a third ask questions, a third fill in the form.
 */
export function textOf(officer: number, nth: number): string {
  const kind = officer % 3;
  if (kind === 1) {
    if (nth === 0) return '1';
    return questions[(officer * 7 + nth) % questions.length] ?? '';
  }
  const { once, round } = kind === 0 ? menuKeys : form;
  return once[nth] ?? round[(nth - once.length) % round.length] ?? '';
}

export const userIdOf = (officer: number): string => `U${officer.toString(16).padStart(32, '0')}`;
