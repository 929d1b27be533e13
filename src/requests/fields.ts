/**
 * The checks of the form's slots. A value comes out as people write it; what cannot be taken comes back as a
 * sentence that says how to mend it, and what is doubtful but taken as a flag: both as keys, `requests:problem.…`
 * and `requests:flag.…`.
 */
import { z } from 'zod';
import { normalise, sameMarks } from '../text/normalise.ts';
import type { Hints, NoValue, TextField } from './no-value.ts';
import { mayBeLeftOut, whyNoNumber, whyNoWords } from './no-value.ts';
import { checkPhone } from './phone.ts';
import type { RequestField } from './request.ts';

/** The slots that are filled by typing. The agency's type is `routing`'s to read. */
export type TypedField = Exclude<RequestField, 'agencyType' | 'subject'>;

type Simple<Value> =
  | { readonly ok: true; readonly value: Value; readonly flags: readonly string[] }
  | { readonly ok: false; readonly problem: string };

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value; readonly flags: readonly string[] }
  | ({ readonly ok: false; readonly problem: string } & NoValue);

/** Longest name, position or agency, UTF-16 units. */
export const maxFieldLength = 200;
/** Longer texts are not looked at. */
const longestRead = 1000;

/** Mail of the state is expected under these; another address is flagged, since many offices use one. */
const governmentDomains = /(?:^|\.)(?:go|or|ac|mi)\.th$/;

/**
 * Whether a text is a value of a slot.
 * @param hints what understanding has to say of it, where it was asked.
 */
export function checkField(field: 'hasDigitalId', text: string, hints?: Hints): Checked<boolean>;
export function checkField(
  field: Exclude<TypedField, 'hasDigitalId'>,
  text: string,
  hints?: Hints,
): Checked<string>;
export function checkField(field: TypedField, text: string, hints?: Hints): Checked<string | boolean>;
export function checkField(field: TypedField, text: string, hints?: Hints): Checked<string | boolean> {
  if (text.length > longestRead) return problem('too-long');
  switch (field) {
    case 'name':
    case 'position':
    case 'agencyName':
    case 'parentAgency':
      return checkText(field, text, hints);
    case 'phone':
      return explained('phone', text, checkPhone(text));
    case 'email':
      return explained('email', text, checkEmail(text));
    case 'hasDigitalId':
      return checkYesNo(text);
  }
}

/** A number or an address that was not taken: what was said instead, where nothing of it was there. */
function explained(field: 'phone' | 'email', text: string, checked: Simple<string>): Checked<string> {
  if (checked.ok) return checked;
  const isThere = field === 'email' ? text.includes('@') : /\d{3}/.test(text);
  const said = isThere ? null : whyNoNumber(field, text);
  return said ? refuse(field, said) : { ...checked, why: 'invalid' };
}

/** What people say around the answer itself: `ดิฉันชื่อ …`, `ตำแหน่ง …`, `my name is …`. */
const leadIns: { readonly [field in TextField]: RegExp } = {
  name: /^(?:สวัสดี(?:ค่ะ|ครับ|คะ)\s+)?(?:(?:ดิฉัน|กระผม|ผม|หนู)\s*)?(?:ชื่อ(?:\s*(?:[-–]\s*)?(?:นาม)?สกุล)?|ผู้ติดต่อ)(?:\s*คือ)?[\s:]*|^(?:สวัสดี(?:ค่ะ|ครับ|คะ)\s+)?(?:ดิฉัน|กระผม|ผม)\s+|^สวัสดี(?:ค่ะ|ครับ|คะ)\s+|^my name is\s+|^name\s*:\s*/i,
  position: /^(?:(?:ดิฉัน|กระผม|ผม|หนู)\s*)?(?:ตำแหน่ง|เป็น)(?:\s*(?:คือ|เป็น))?[\s:]*|^position\s*:\s*/i,
  agencyName:
    /^ชื่อหน่วยงาน(?:ของ(?:เรา|ผม|ดิฉัน|ฉัน|หนู))?(?:\s*คือ)?[\s:]*|^หน่วยงาน(?:ของ(?:เรา|ผม|ดิฉัน|ฉัน|หนู))?\s*(?:คือ|ชื่อ|:)\s*|^(?:(?:ดิฉัน|กระผม|ผม|หนู|เรา)\s*)?(?:ทำงาน(?:อยู่)?ที่|อยู่(?:ที่)?|มาจาก|เป็นของ)\s*/,
  parentAgency: /^(?:ต้น)?สังกัด(?:\s*คือ)?[\s:]*/,
};
/** A lookbehind keeps the search for an ending linear: it begins once in a run, not at each of its characters. */
const polite = 'ครับผม|ครับ|ค่ะ|นะคะ|นะครับ|(?<=\\s)คะ';
const politeEnding = new RegExp(`(?<!\\s|${polite})(?:\\s*(?:${polite}))+$`);

/** Pictures, and what LINE puts into the text for one of its own: `สมศรี ใจดี(heart)`. */
const pictures =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|(?<=[\u0e00-\u0e7f]\s?|^)\([a-z][a-z ]{1,20}\)/gu;

/** At least two letters, so that no number and no punctuation passes for a name; no address. */
function checkText(field: TextField, text: string, hints?: Hints): Checked<string> {
  const whole = tidy(text.replaceAll(pictures, ' '));
  const bare = whole.replace(leadIns[field], '').replace(politeEnding, '').trim();
  const value = hasLetters(bare) ? bare : whole;
  const said = whyNoWords(field, tidy(text), value, hints);
  if (said) return refuse(field, said);
  if (value.length > maxFieldLength) return problem('too-long');
  const isAddress = /@|:\/\//.test(value);
  return !hasLetters(value) || isAddress ? problem(`${field}-unclear`) : { ok: true, value, flags: [] };
}

/** A letter and another one, or its vowel: ปู. */
const hasLetters = (text: string): boolean => /\p{L}[^\p{L}\p{M}]*[\p{L}\p{M}]/u.test(text);

/** The sentence for what was said instead of a value. */
function refuse(field: RequestField, said: NoValue): Checked<never> {
  const isOptional = mayBeLeftOut.has(field) && (said.why === 'refusal' || said.why === 'unknown');
  return {
    ok: false,
    ...said,
    problem: `requests:problem.${isOptional ? 'may-be-left-out' : `instead.${said.why}`}`,
  };
}

/** What stands around a whole address. An apostrophe or bracket within it is left to be judged. */
const emailLabel =
  /^(?:mailto:|(?:ที่อยู่)?(?:e-?mail|mail|อีเมล์|อีเมล|อีเมลล์|เมล์|เมล)(?: ?address)?(?:ของ(?:ผม|ดิฉัน|หนู))?(?:คือ)?)\s*[:.]?\s*/i;
const emailWithName = /^[^<>@]*\s<([^<>]+)>$/;
const beforeEmail = /^[\s"'“”‘’<>()[\]{}«»,;:]+/;
const closesEmail = `[\\s"'“”‘’<>()[\\]{}«»,;:!?.ๆฯ]|ครับผม|ครับ|คับ|นะคะ|ค่ะ|คะ|จ้า|นะ`;
const afterEmail = new RegExp(`(?<!${closesEmail})(?:${closesEmail})+$`);

function checkEmail(text: string): Simple<string> {
  const whole = digitsToArabic(tidy(text));
  if (whole.length > maxFieldLength) return problem('too-long');
  const plain = (emailWithName.exec(whole)?.[1] ?? whole)
    .replace(emailLabel, '')
    .replace(beforeEmail, '')
    .replace(afterEmail, '')
    .replaceAll(/ ?([@.]) ?/g, '$1')
    .replaceAll(/[’‘`´]/g, "'");
  const at = plain.lastIndexOf('@');
  if (at < 0) return problem('email-no-at');
  if (/@.*@/.test(plain)) return problem('email-several');
  const user = plain.slice(0, at);
  const domain = plain.slice(at + 1).toLowerCase();
  if (/[^\x21-\x7e]|[,;<>"]/.test(plain)) return problem('email-characters');
  if (user === '' || !/^[^.].*\.[a-z]{2,}$/.test(domain)) return problem('email-incomplete');
  const value = `${user}@${domain}`;
  if (!z.email().safeParse(value).success) return problem('email-characters');
  return {
    ok: true,
    value,
    flags: governmentDomains.test(domain) ? [] : ['requests:flag.email-not-government'],
  };
}

const yes = wordSet('มี ใช่ สมัคร ลงทะเบียน ได้ เรียบร้อย ครับ ค่ะ คะ yes y yep yeah yup have ihave ido true ok');
const no = wordSet(
  'ไม่ ไม่มี ไม่ใช่ ไม่ได้ ไม่ได้สมัคร ไม่เคย ไม่เคยมี ไม่เคยสมัคร ' +
    'ยัง ยังไม่ ยังไม่มี ยังไม่ได้ ยังไม่ได้ทำ ยังไม่ได้สมัคร ยังไม่ได้ลงทะเบียน ยังไม่สมัคร ยังไม่ลงทะเบียน ยังไม่เคย ' +
    'กำลัง กำลังสมัคร กำลังลงทะเบียน กำลังทำ กำลังจะสมัคร ระหว่างสมัคร รอสมัคร รออนุมัติ รอยืนยัน รอตรวจสอบ ' +
    'no n nope none notyet idont idonthave idonot idonothave donthave havent ihavent havenot ihavenot false',
);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function checkYesNo(text: string): Checked<boolean> {
  const answer = normalise(text).replaceAll(
    /digital\s*id|ดิจิทัล\s*ไอดี|บัญชี|แล้ว|เลย|อยู่|[^\p{L}\p{M}\p{N}]/gu,
    '',
  );
  if (yes.has(answer)) return { ok: true, value: true, flags: [] };
  if (no.has(answer)) return { ok: true, value: false, flags: [] };
  // The answer comes first, and then what the officer has to say about it: `ยังไม่มีค่ะ ต้องทำอย่างไร`.
  const [first = ''] = normalise(text).split(/[\s,.]/);
  if (first.startsWith('ยังไม่')) return { ok: true, value: false, flags: [] };
  if (/^(?:มี|สมัคร|ลงทะเบียน)แล้ว$/.test(first)) return { ok: true, value: true, flags: [] };
  return problem('hasDigitalId-unclear');
}

function problem(code: string): { readonly ok: false; readonly problem: string; readonly why: 'invalid' } {
  return { ok: false, why: 'invalid', problem: `requests:problem.${code}` };
}

/** The text as typed, with what cannot be seen mended: full-width forms, marks in another order, invisible characters, runs of spaces. */
function tidy(text: string): string {
  const visible = text
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\ufe00-\ufe0f]/gu, '')
    .normalize('NFC');
  return sameMarks(visible).replaceAll(/ {2,}/g, ' ').trim();
}

function digitsToArabic(text: string): string {
  return text.replaceAll(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}
