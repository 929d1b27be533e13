/**
 * The checks of the form's slots. A value comes out as people write it; what cannot be taken comes back as a
 * sentence that says how to mend it, and what is doubtful but taken as a flag: both as keys, `requests:problem.…`
 * and `requests:flag.…`.
 */
import { z } from 'zod';
import { normalise } from '../text/normalise.ts';
import { checkPhone } from './phone.ts';
import type { RequestField } from './request.ts';

/** The slots that are filled by typing. The agency's type is `routing`'s to read. */
export type TypedField = Exclude<RequestField, 'agencyType' | 'subject'>;

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value; readonly flags: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** Longest name, position or agency, UTF-16 units. */
export const maxFieldLength = 200;

/** Mail of the state is expected under these; another address is flagged, since many offices use one. */
const governmentDomains = /(?:^|\.)(?:go|or|ac|mi)\.th$/;

export function checkField(field: 'hasDigitalId', text: string): Checked<boolean>;
export function checkField(field: Exclude<TypedField, 'hasDigitalId'>, text: string): Checked<string>;
export function checkField(field: TypedField, text: string): Checked<string | boolean>;
export function checkField(field: TypedField, text: string): Checked<string | boolean> {
  switch (field) {
    case 'name':
    case 'position':
    case 'agencyName':
    case 'parentAgency':
      return checkText(field, text);
    case 'phone':
      return checkPhone(text);
    case 'email':
      return checkEmail(text);
    case 'hasDigitalId':
      return checkYesNo(text);
  }
}

type TextField = 'name' | 'position' | 'agencyName' | 'parentAgency';

/** What people say around the answer itself: `ดิฉันชื่อ …`, `ตำแหน่ง …`, `my name is …`. */
const leadIns: { readonly [field in TextField]: RegExp } = {
  name: /^(?:(?:ดิฉัน|กระผม|ผม|หนู)\s*)?(?:ชื่อ(?:\s*[-–]?\s*(?:นาม)?สกุล)?|ผู้ติดต่อ)(?:\s*คือ)?[\s:]*|^my name is\s+|^name\s*:\s*/i,
  position: /^(?:(?:ดิฉัน|กระผม|ผม|หนู)\s*)?(?:ตำแหน่ง|เป็น)(?:\s*(?:คือ|เป็น))?[\s:]*|^position\s*:\s*/i,
  agencyName: /^ชื่อหน่วยงาน(?:\s*คือ)?[\s:]*|^หน่วยงาน\s*(?:คือ|:)\s*/,
  parentAgency: /^(?:ต้น)?สังกัด(?:\s*คือ)?[\s:]*/,
};
const politeEnding = /(?:\s*(?:ครับผม|ครับ|ค่ะ|นะคะ|นะครับ|(?<=\s)คะ))+$/;

/** At least two letters, so that no number and no punctuation passes for a name; no address. */
function checkText(field: TextField, text: string): Checked<string> {
  const whole = tidy(text);
  const bare = whole.replace(leadIns[field], '').replace(politeEnding, '').trim();
  const value = /\p{L}{2}/u.test(bare) ? bare : whole;
  if (value.length > maxFieldLength) return problem('too-long');
  const letters = value.match(/\p{L}/gu)?.length ?? 0;
  const isAddress = /@|:\/\//.test(value);
  return letters < 2 || isAddress ? problem(`${field}-unclear`) : { ok: true, value, flags: [] };
}

function checkEmail(text: string): Checked<string> {
  const plain = digitsToArabic(tidy(text))
    .replace(/^(?:mailto:|e-?mail|อีเมล์?)\s*[:.]?\s*/i, '')
    .replace(/(?:\s*(?:ครับ|ค่ะ|คะ|นะคะ|นะครับ))+$/, '')
    .replaceAll(/[<>"']/g, '')
    .replaceAll(/\s*([@.])\s*/g, '$1')
    .replace(/[.,;\s]+$/, '');
  const at = plain.lastIndexOf('@');
  if (at < 0) return problem('email-no-at');
  if (/\s|,|;|@.*@/.test(plain)) return problem(/@.*@/.test(plain) ? 'email-several' : 'email-characters');
  const user = plain.slice(0, at);
  const domain = plain.slice(at + 1).toLowerCase();
  if (/[^\x21-\x7e]/.test(plain)) return problem('email-characters');
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

function problem(code: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem: `requests:problem.${code}` };
}

/** The text as typed, with what cannot be seen mended: full-width forms, split ำ and แ, invisible characters, runs of spaces. */
function tidy(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\ufe00-\ufe0f]/gu, '')
    .replaceAll(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, '$1ำ')
    .replaceAll('เเ', 'แ')
    .normalize('NFC')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

function digitsToArabic(text: string): string {
  return text.replaceAll(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}
