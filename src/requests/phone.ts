import type { PhoneNumber } from 'libphonenumber-js/max';
import readNumber from 'libphonenumber-js/max';
import { normalise } from '../text/normalise.ts';

export type CheckedPhone =
  | { readonly ok: true; readonly value: string; readonly flags: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** Words that only say that a number follows. */
const label =
  /^(?:(?:หมายเลข|เบอร์|โทรศัพท์|โทร|มือถือ|ติดต่อ|ที่ทำงาน|สำนักงาน|คือ|tel(?:ephone)?|phone|mobile|office|no)[\s.:]*)+/;
const extensionWord =
  /(?:(?:กด ?)?(?:หมายเลข|เบอร์)?(?:ต่อ|ภายใน)(?: ?ภายใน)?|กด|ext(?:ension)?|x(?= ?\d+$)|#)[ .:]*/;
const extensions = /^\d{1,6}(?: ?(?:หรือ|และ|ถึง|or|and|to|[,/-]) ?\d{1,6})*$/;
/** The last digits of a range's last number: `0-5324-1273 ถึง 5`. */
const range = /(?<=\d) ?(?:ถึง|to|-|~) ?(\d{1,4})$/;
const between = / ?(?:[,;/\n]|หรือ|และ|กับ|or\b|and\b) ?/;
/** Longest of the numbers that are dialled as they are, such as 1111 and 191. */
const shortCodeDigits = 6;
/** So many digits at least has a number that stands by itself behind another. */
const fewestDigits = 8;
/** An office's and a mobile number. */
const mostNumbers = 2;
/** UTF-16 units. */
const longestPhone = 200;

/**
 * One or two telephone numbers of Thailand in any usual spelling, with their extensions and ranges.
 * @returns as it is written in Thailand: `0 2123 4567 ต่อ 12`, `0 5324 1273-5`, `0 2123 4567, 08 1234 5678`. A problem is a
 * key below `requests:problem`.
 */
export function checkPhone(text: string): CheckedPhone {
  if (text.length > longestPhone) return refuse('phone-unclear');
  const parts = partsOf(text);
  if (parts.length > mostNumbers || (parts.length > 1 && parts.some((part) => fax.test(part))))
    return refuse('phone-several');
  const checked = parts.map(checkOne);
  const refused = checked.find(({ ok }) => !ok);
  if (refused) return refused;
  return {
    ok: true,
    value: [...new Set(checked.map((one) => (one.ok ? one.value : '')))].join(', '),
    flags: [],
  };
}

const fax = /โทรสาร|แฟกซ์|แฟ็กซ์|fax/;

/** The text by its numbers; what follows one in few digits, as of its extensions, stays with it. */
function partsOf(text: string): string[] {
  const lines = text.split(/[\r\n]+/).map((line) => normalise(line));
  const plain = lines.filter((line) => line !== '').join(', ');
  const parts: string[] = [];
  for (const piece of plain.split(between)) {
    const digits = piece.replaceAll(/\D/g, '').length;
    const before = parts.at(-1);
    if (before === undefined) parts.push(piece);
    else if (digits >= fewestDigits && parts.some((part) => /\d/.test(part))) parts.push(piece);
    else parts[parts.length - 1] = `${before},${piece}`;
  }
  return parts;
}

function checkOne(text: string): CheckedPhone {
  const plain = text
    .replace(/^[\s,]+/, '')
    .replace(label, '')
    .replace(/\(([^()]*)\)$/, '$1')
    .replace(/(?<![ .,])[ .,]+$/, '');
  if (plain.split(/[^\d\s().+-]+/).filter((part) => read(part)).length > 1) return refuse('phone-several');
  const [before = '', ...rest] = plain.split(extensionWord);
  const main = before.trim();
  const extension = rest.join(' ').trim();
  if (rest.length > 0 && !extensions.test(extension)) return refuse('phone-extension');
  const digits = main.replaceAll(/\D/g, '');
  const last = range.exec(main)?.[1];
  const first = last === undefined ? '' : main.replace(range, '');
  const whole = read(main);
  const beginning = whole ? null : read(first);
  if (beginning) return accept(beginning, last ?? '', extension);
  if (digits === '' || /[\p{L}@]/u.test(main)) return refuse('phone-unclear');
  if (digits.length <= shortCodeDigits) return refuse('phone-short-code');
  return whole ? accept(whole, '', extension) : refuse(whyNot(main, digits));
}

function whyNot(main: string, digits: string): string {
  const isForeign = /^\s*(?:\+|00)(?!\s*66)/.test(main);
  if (isForeign) return 'phone-foreign';
  const national = digits.replace(/^(?:00)?66/, '0');
  if (national.length < 9) return 'phone-too-short';
  return national.length > 10 ? 'phone-too-long' : 'phone-unknown';
}

/** The country and, though it is not to be dialled then, the zero: `+66 02 685 3220`. */
const countryAndZero = /^[\s(]*(?:\+|00)?66[\s).(-]*0[\s).-]*(?=\d)/;

/** Null for what cannot be called: no number of Thailand, or one that costs the caller extra. */
function read(text: string): PhoneNumber | null {
  if (text.length > longestNumber) return null;
  const number = readNumber(
    text
      .replace(countryAndZero, '0')
      .replace(/^\s*\(\+66\)/, '+66')
      .replace(/^\s*00(?=\d)/, '+'),
    {
      defaultCountry: 'TH',
      extract: false,
    },
  );
  if (!number?.isValid() || number.country !== 'TH' || number.getType() === 'PREMIUM_RATE') return null;
  return number;
}

/** With all that is written between its digits; UTF-16 units. */
const longestNumber = 40;

function accept(number: PhoneNumber, last: string, extension: string): CheckedPhone {
  const written = last === '' ? write(number) : `${write(number)}-${last}`;
  const said = extension
    .replaceAll(/ ?(?:หรือ|และ|or|and|[,/]) ?/g, ' หรือ ')
    .replaceAll(/ ?(?:ถึง|to|-) ?/g, '-');
  return { ok: true, value: said === '' ? written : `${written} ต่อ ${said}`, flags: [] };
}

/** Eight digits are a landline's, nine a mobile's; free-phone numbers have their own grouping. */
function write(number: PhoneNumber): string {
  const national = number.nationalNumber;
  if (national.length === 8) return `0 ${national.slice(0, 4)} ${national.slice(4)}`;
  if (national.length === 9) return `0${national.slice(0, 1)} ${national.slice(1, 5)} ${national.slice(5)}`;
  return number.formatNational();
}

function refuse(code: string): CheckedPhone {
  return { ok: false, problem: `requests:problem.${code}` };
}
