import type { PhoneNumber } from 'libphonenumber-js/max';
import readNumber from 'libphonenumber-js/max';
import { normalise } from '../text/normalise.ts';

export type CheckedPhone =
  | { readonly ok: true; readonly value: string; readonly flags: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** Words that only say that a number follows. */
const label =
  /^(?:(?:หมายเลข|เบอร์|โทรศัพท์|โทร|มือถือ|ติดต่อ|ที่ทำงาน|คือ|tel(?:ephone)?|phone|mobile|office|no)[\s.:]*)+/;
const extensionWord =
  /\s*(?:(?:กด)?\s*(?:หมายเลข|เบอร์)?(?:ต่อ|ภายใน)\s*(?:ภายใน)?|กด|ext(?:ension)?|x(?=\s*\d+$)|#)[\s.:]*/;
const extensions = /^\d{1,6}(?:\s*(?:หรือ|และ|ถึง|or|and|to|[,/-])\s*\d{1,6})*$/;
/** Longest of the numbers that are dialled as they are, such as 1111 and 191. */
const shortCodeDigits = 6;

/**
 * A telephone number of Thailand in any usual spelling, with its extensions.
 * @returns as it is written in Thailand: `0 2123 4567 ต่อ 12`, `08 1234 5678`. Of a range (`0 2123 4560-5`)
 * the first, flagged. A problem or flag is a key below `requests:problem` or `requests:flag`.
 */
export function checkPhone(text: string): CheckedPhone {
  const plain = normalise(text)
    .replace(label, '')
    .replace(/[\s.,]+$/, '');
  if (plain.split(/[^\d\s().+-]+/).filter((part) => read(part)).length > 1) return refuse('phone-several');
  const [main = '', ...rest] = plain.split(extensionWord);
  const extension = rest.join(' ').trim();
  if (rest.length > 0 && !extensions.test(extension)) return refuse('phone-extension');
  const digits = main.replaceAll(/\D/g, '');
  if (digits === '' || /[\p{L}@]/u.test(main)) return refuse('phone-unclear');
  if (digits.length <= shortCodeDigits) return refuse('phone-short-code');
  const number = read(main);
  if (number) return accept(number, extension, []);
  const first = /^(.+\d)\s*-\s*\d{1,2}$/.exec(main)?.[1];
  const firstOfRange = first === undefined ? null : read(first);
  if (firstOfRange) return accept(firstOfRange, extension, ['requests:flag.phone-range']);
  return refuse(whyNot(main, digits));
}

function whyNot(main: string, digits: string): string {
  const isForeign = /^\s*(?:\+|00)(?!\s*66)/.test(main);
  if (isForeign) return 'phone-foreign';
  const national = digits.replace(/^(?:00)?66/, '0');
  if (national.length < 9) return 'phone-too-short';
  return national.length > 10 ? 'phone-too-long' : 'phone-unknown';
}

/** Null for what cannot be called: no number of Thailand, or one that costs the caller extra. */
function read(text: string): PhoneNumber | null {
  const number = readNumber(text.replace(/^\s*00(?=\d)/, '+'), {
    defaultCountry: 'TH',
    extract: false,
  });
  if (!number?.isValid() || number.country !== 'TH' || number.getType() === 'PREMIUM_RATE') return null;
  return number;
}

function accept(number: PhoneNumber, extension: string, flags: readonly string[]): CheckedPhone {
  const written = write(number);
  const said = extension
    .replaceAll(/\s*(?:หรือ|และ|or|and|[,/])\s*/g, ' หรือ ')
    .replaceAll(/\s*(?:ถึง|to|-)\s*/g, '-');
  return { ok: true, value: said === '' ? written : `${written} ต่อ ${said}`, flags };
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
