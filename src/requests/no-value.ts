import type { AgencyReading, Understanding } from '../../flows/understanding.ts';
import { isAside } from '../text/asides.ts';
import { commandOf } from '../text/commands.ts';
import { normalise } from '../text/normalise.ts';
import { segment } from '../text/segment.ts';
import { readYesNo } from '../text/yes-no.ts';
import { checkPhone } from './phone.ts';
import type { RequestField } from './request.ts';

/**
 * Why a text is no value of a slot: a question; a greeting, thanks, a yes or a wish to go on; an agency where a person is asked;
 * a value of another slot, or that it was given; that the officer will not say; that another answer is to be
 * corrected; that they do not know; that there is none, where it may be left out; words to staff, to oneself or about the
 * form; or it is nothing that could be one.
 */
export type Why =
  | 'question'
  | 'courtesy'
  | 'agency'
  | 'other-slot'
  | 'refusal'
  | 'correction'
  | 'unknown'
  | 'skip'
  | 'aside'
  | 'invalid';

export interface NoValue {
  readonly why: Why;
  /** The slot that a correction or a value is of, where the text tells. */
  readonly slot?: RequestField;
}

/** What understanding has to say of a text. */
export interface Hints {
  /** It reads like a question; a name wins all the same. */
  readonly isQuestion: boolean;
  /** The agency that it names. */
  readonly agency?: AgencyReading | null;
  /** What it would be answered with, were it a question. */
  readonly outcome?: Understanding['outcome'];
  readonly gap?: Understanding['gap'];
}

/** The slots that take words rather than a number, an address or a yes. */
export type TextField = 'name' | 'position' | 'agencyName' | 'parentAgency';

/** These may be left out. */
export const mayBeLeftOut: ReadonlySet<RequestField> = new Set<RequestField>(['position', 'email']);

/** What a text is closed with; it says nothing. */
const closing = /(?<![\s.!])[\s.!]+$/;
const notKnown =
  /^(?:(?:ผม|กระผม|ดิฉัน|หนู|ฉัน|เรา|ขอโทษ|อันนี้|ข้อนี้|ยัง|ก็)\s*)*ไม่(?:ค่อย)?\s*(?:ทราบ|รู้|แน่ใจ|มั่นใจ|แน่ชัด)|^(?:ยัง)?(?:จำไม่ได้|จำไม่ค่อยได้|นึกไม่ออก|ลืม(?:แล้ว|ไปแล้ว)?$|แล้วแต่|อะไรก็ได้|ไม่มีข้อมูล)|^(?:i )?(?:am |'m )?(?:not sure|unsure|do not know|don'?t know|dunno|idk|no idea|forgot|do not remember|don'?t remember)\b/;
const refused =
  /^(?:(?:ผม|กระผม|ดิฉัน|หนู|ฉัน|เรา|ขอ|ขออนุญาต|ยัง)\s*)*ไม่\s*(?:อยาก|ขอ|สะดวก|ประสงค์|บอก|ให้|ระบุ|เปิดเผย|แจ้ง|ยินดี|ยินยอม|กรอก|ตอบ)|^(?:เป็น)?ความลับ|^ขอสงวน|^(?:i )?(?:prefer not|rather not|would rather not|won'?t (?:say|tell)|refuse|no comment)\b/;
const none =
  /^(?:(?:ยัง|ก็|ผม|ดิฉัน)*ไม่มี(?: ?(?:ตำแหน่ง|(?:อีเมล์?|เมล์?)(?:หน่วยงาน|ราชการ|ที่ทำงาน)?|e-?mail|(?:ต้น)?สังกัด|เบอร์(?:โทร)?|ชื่อ|แล้ว|เลย|จ้า))*|(?:ขอ)?ข้าม(?:ข้อนี้|ไปก่อน|ไป|เลย|ได้เลย)*|ไม่ระบุ|ไม่ใส่|ไม่ต้องใส่|(?:ขอ)?เว้น(?:ว่าง|ไว้)(?:ไว้)?(?:ก่อน)?|-+|skip(?: it| this)?|none|n\/?a|no (?:e-?mail|position)|not applicable|i (?:do not|don'?t) have (?:one|any|an? e-?mail))$/;
/** Not now, or no and something else: nothing that begins so is a name. */
const notNow =
  /^(?:(?:ผม|ดิฉัน|หนู|ฉัน|เรา) ?)?(?:ไม่|ยังไม่|ยัง$|เดี๋ยว|รอ(?:สัก|ก่อน|แป๊บ|แปป|เดี๋ยว)|สักครู่|แป๊บ|ขอ(?:คิด|เวลา|ดูก่อน|ถามก่อน|เช็ก|เช็ค|ตรวจสอบ|ปรึกษา|รอ))|^(?:wait|hold on|one moment|just a moment|later|not (?:now|yet))\b/;
/** To go on with the form, and what is said to be kind. */
const onwards =
  /^(?:ขอ|ทำ|กรอก|ไป|ช่วย)*ต่อ(?:ไป|เลย|ได้เลย|ได้|เถอะ|กัน)*$|^(?:ข้อ)?ถัดไป$|^(?:รับ)?ทราบ(?:แล้ว)?$|^เข้าใจ(?:แล้ว)?$|^สบายดี$|^ข้อต่อไป$|^(?:next|go on|continue|proceed)$/;
/** That the answer was given before. */
const given =
  /^(?:มี|ส่ง|บอก|แจ้ง|ให้|กรอก|ตอบ|พิมพ์|ใส่)(?:ไป|ไว้|ให้)*แล้ว|^มี$|^(?:ใช้)?(?:เหมือน|ตาม|อัน|คน|ของ|เบอร์|ชื่อ|อีเมล|ตำแหน่ง)เดิม$|^(?:already (?:sent|given|have|told)|same as before|as before)\b/;

const slotWords: readonly (readonly [RequestField, RegExp])[] = [
  ['parentAgency', /ต้นสังกัด|สังกัด|parent/],
  ['agencyType', /ประเภท|type/],
  ['agencyName', /หน่วยงาน|ชื่อ(?:อบต|เทศบาล|กรม)|agency|office name|organi[sz]ation/],
  ['hasDigitalId', /digital ?id|ดิจิทัล ?ไอดี/],
  ['position', /ตำแหน่ง|position|job title/],
  ['phone', /เบอร์|โทร|หมายเลข|phone|number/],
  ['email', /อีเมล|อีเมล์|เมล|e-?mail/],
  ['name', /ชื่อ|นามสกุล|name/],
];
const correcting =
  /^(?:(?:ผม|ดิฉัน|หนู|ฉัน|เรา|ขอโทษ|รบกวน|ช่วย|ขอ|อยาก|ต้องการ|จะ|ขออนุญาต|please|sorry|i want to|i need to|can i|let me)\s*)*(?:กลับไป\s*)?(?:แก้ไข|แก้(?!ว)|เปลี่ยน|change|correct|edit|fix)\s*/;
const mistaken = /(?:ผิด|ไม่ถูก|ไม่ถูกต้อง)(?:ไป)?(?:แล้ว)?$|^(?:พิมพ์|กรอก|ใส่|บอก)ผิด|\bis (?:wrong|incorrect)$/;

const strongQuestion: ReadonlySet<string> = new Set(
  'ทำไม อย่างไร ยังไง อะไร ที่ไหน เมื่อไหร่ เมื่อไร เท่าไหร่ เท่าไร กี่ หรือเปล่า หรือไม่ เหรอ มั้ย'.split(' '),
);
const questionPhrase =
  /(?:หมายเลข|เลข|ข้อ|แห่ง|เรื่อง|ทาง|ช่อง|เมนู|ข้อมูล|มาตรา|ส่วน|วัน|เวลา|อย่าง|อัน|หน่วยงาน)ใด|ใดบ้าง|เท่าใด|หรือ(?:เปล่า|ไม่|ยัง)|เมื่อไหร่|เมื่อไร|เท่าไหร่|(?:ที่|หน่วยงาน|เบอร์|ชื่อ|อีเมล|วัน|คน|อัน|แบบ|ข้อ|ตัว|ทาง|ของใคร)ไหน(?:ดี|บ้าง)?(?= |$)|ยังไง|เพราะอะไร|^ใคร|^ขอถาม|^ขอสอบถาม|^สอบถาม|^อยากทราบ|^อยากรู้|^ขอทราบ|^ต้อง|^(?:do|does|can|could|should|is|are|must|may) (?:i|we|you|it|this|that)\b|^(?:why|what|how|when|where|which|who)(?:$| .*\b(?:is|are|do|does|can|should|must|to|need|my)\b)/;
/** Another matter that is begun where a person's name or position is asked. */
const anotherMatter =
  /^(?:จะ(?:ขอ|ถาม|ใช้|ส่ง|ยื่น|ต้อง)|อยาก|ต้องการ)|^ขอ ?(?:token|โทเค|รหัส|เบอร์|ข้อมูล|ติดต่อ|คุย|สอบถาม|ถาม|ทราบ|ยื่น|กลับ|ดู|ความ)|ชื่อใคร|ใคร(?:ดี|บ้าง)?$/;
/** What the service is about: no person is called so. */
const subject =
  /token|โทเค|โทเก|digital|ดิจิทัล|ดิจิตอล|info ?\.?go|\bdga\b|รหัส|ลงทะเบียน|หน่วยงาน|คำขอ|แบบฟอร์ม|ระบบ|เว็บ|เว็ป|เจ้าหน้าที่|เบอร์|หนังสือ|คู่มือ|ข้อมูล|กฎหมาย|สถานะ|อัปโหลด|อัพโหลด|ล็อกอิน|เข้าใช้|ใช้งาน|ราชการ|สมัคร|ยกเลิก|คุณเป็น|\bbot\b|^(?:รบกวน|ช่วย|กด|โทร|เมื่อ|แล้ว|ถ้า|หาก|คือ|เคย|เพิ่ง|พอดี|ตอนนี้|ทำ)[ก-๙ ]{4}|หน่อย$|\b(?:my|the|please|you|your|account|login|request|want|need)\b/;
/** A name offers no choice. */
const choice = /[ก-๙]หรือ[ก-๙]|\bor\b/;
/** ไหม ends names as well: a question only with a verb that asks before it. */
const politeQuestion =
  /(?:ได้|ใช่|มี|ต้อง|ใช้|เอา|ใส่|กรอก|พิมพ์|ขอ|ถูก|จำเป็น|ส่ง|จริง|ก่อน|แทน|เลย|ด้วย|แล้ว|ดี)[^ ]{0,40}(?:ไหม|มั้ย|มั๊ย|ป่ะ|หรอ|เหรอ)$/;

const agencyKinds =
  /^(?:กระทรวง|ทบวง|เทศบาล|องค์การ(?! )|อบต|อบจ|อ\.บ\.ต|อ\.บ\.จ|ทต\.|ทม\.|ทน\.|สำนักงาน|สนง|โรงพยาบาล|รพ\.|โรงเรียน|มหาวิทยาลัย|วิทยาลัย|สำนักนายก|กรุงเทพมหานคร|จังหวัด(?! |.*ผู้)|ที่ว่าการ|ศาลากลาง|การ(?:ไฟฟ้า|ประปา|ท่าเรือ|รถไฟ|ทาง|กีฬา|เคหะ|ยาง|ท่องเที่ยว|นิคม)|ธนาคาร(?:แห่ง|เพื่อ|ออมสิน|กรุงไทย|อาคาร|อิสลาม|พัฒนา)|กรม(?:การ|ที่ดิน|ทาง|ทรัพยากร|ป่าไม้|ประมง|ปศุสัตว์|ส่งเสริม|พัฒนา|ควบคุม|คุ้มครอง|สรรพ|ศุลกากร|บัญชี|ธนารักษ์|อนามัย|วิชาการ|โยธา|ชล|ราช|บังคับ|สอบสวน|สุขภาพ|อุตุ|เจรจา|การค้า|ทหาร|ศิลปากร|ประชา|ปกครอง|แพทย์)|(?:ministry|department|office) of )/;

const titled =
  /^(?:นาย(?!ก(?:เทศ|อบต|องค์การ|สมาคม|ส(?:ภา)))|นาง|นางสาว|น\.ส\.|ด\.[ชญ]\.|ดร\.|ผศ\.|รศ\.|ศ\.|ว่าที่|คุณ|ม\.[รล]\.|พ\.|ร\.|ส\.|จ\.|mr\.?\s|mrs\.?\s|ms\.?\s|miss\s|dr\.?\s)/;
const positionWords =
  /^(?:นัก(?:วิชาการ|วิเคราะห์|จัดการ|ทรัพยากร|พัฒนา|ประชาสัมพันธ์|สังคม)|เจ้าพนักงาน|เจ้าหน้าที่|ผู้อำนวยการ|ผอ\.|ปลัด(?:เทศบาล|อบต|อำเภอ|องค์การ| )|หัวหน้า|นิติกร|พนักงาน|นายก(?:เทศ|อบต|องค์การ| อบต)|รอง(?:ผู้|ปลัด|นายก|ผอ)|ผู้ช่วย(?:ปลัด|นัก|เจ้า|ผู้))/;
/** What a position may begin with; questions begin otherwise. */
const maybePosition = /^(?:ผู้|นาย|ปลัด|รอง|หัวหน้า|นัก|เจ้า|จนท|จพง|พนักงาน|นิติกร|ผอ|ผช|รักษา|แอดมิน|admin)/;
const personWithTitle =
  /^(?:นางสาว|น\.ส\.|นาง|นาย(?!ก|ทะเบียน|ช่าง|แพทย์|สัตว|ด่าน|ตรวจ|อำเภอ|ทหาร|ท่า|สถานี|เวร|ตำรวจ))\s?[ก-๙]+\s+[ก-๙]+$/;

/** Parts of an agency, where a person is asked. */
const agencyParts =
  /^(?:(?:สำนัก|แผนก|กลุ่มงาน|สถาบัน|สถานี|สถานทูต|ศูนย์|ฝ่าย)(?! )|กอง(?:ช่าง|คลัง|การ|งาน|แผน|วิชา|ยุทธ|สาธารณ|สวัสดิการ|ทุน|กลาง|บริหาร|ส่งเสริม))/;

/** Why a text of a slot that takes words is no value; null where it may be one. @param bare without what is said around the answer. */
export function whyNoWords(field: TextField, text: string, bare: string, hints?: Hints): NoValue | null {
  const plain = normalise(text).replace(closing, '');
  const isAgency = field === 'agencyName' || field === 'parentAgency';
  return (
    saidInstead(plain, text) ??
    numberOrAddress(plain) ??
    (isAgency ? noAgency(plain, normalise(bare), hints) : otherWords(field, plain, normalise(bare), hints)) ??
    leftOut(field, plain) ??
    aside(text, bare) ??
    (isAsked(text, plain, field, hints) ? { why: 'question' } : null)
  );
}

/** Why a text without a number or address is no value of a slot that takes one; null where nothing tells. */
export function whyNoNumber(field: 'phone' | 'email', text: string): NoValue | null {
  const plain = normalise(text).replace(closing, '');
  const said = saidInstead(plain, text) ?? leftOut(field, plain);
  if (said) return said;
  return isAsked(text, plain, null) ? { why: 'question' } : null;
}

/** That there is nothing to be said. A mere dash is no refusal. */
function leftOut(field: RequestField, plain: string): NoValue | null {
  if (!none.test(plain)) return null;
  if (mayBeLeftOut.has(field)) return { why: 'skip' };
  // An agency without a parent: people who know shall help.
  if (field === 'parentAgency' && /\p{L}/u.test(plain)) return { why: 'unknown' };
  return /\p{L}/u.test(plain) ? { why: 'refusal' } : null;
}

/** What an officer may say to any question of the form. */
function saidInstead(plain: string, text: string): NoValue | null {
  if (none.test(plain)) return null;
  if (notKnown.test(plain)) return { why: 'unknown' };
  if (refused.test(plain)) return { why: 'refusal' };
  const corrected = correctionIn(plain);
  if (corrected) return corrected;
  if (given.test(plain)) return { why: 'other-slot' };
  if (onwards.test(plain) || notNow.test(plain) || readYesNo(text) !== null || isCourtesy(text))
    return { why: 'courtesy' };
  return null;
}

function isCourtesy(text: string): boolean {
  const command = commandOf(text);
  return command === 'greeting' || command === 'thanks' || command === 'resume';
}

/** A wish to correct an answer, or that one is wrong; `slot` where the text tells which. Null for other texts. */
export function readCorrection(text: string): { readonly slot: RequestField | null } | null {
  const found = correctionIn(normalise(text).replace(closing, ''));
  return found && { slot: found.slot ?? null };
}

/** The wish at the end, behind what is wrong: `ใส่เบอร์ผิดครับ ขอแก้`. */
const correctingLast = /(?:^|\s)(?:ขอ|อยาก|ช่วย|จะ)\s?แก้(?:ไข)?(?:ให้|หน่อย|ด้วย)*(?:ค่ะ|คะ|ครับ|คับ)?$/;

function correctionIn(text: string): NoValue | null {
  const isLast = correctingLast.test(text);
  const plain = text
    .replace(correctingLast, '')
    .replace(/(?<!\s)\s*(?:ค่ะ|คะ|ครับ|คับ|นะคะ|นะครับ)$/, '')
    .trim();
  const isRequest = isLast || correcting.test(plain);
  const rest = isRequest ? plain.replace(correcting, '') : plain;
  if (!isRequest && !mistaken.test(plain)) return null;
  const found = slotWords.find(([, words]) => words.test(rest))?.[0];
  const slot = found === 'name' && agencyKinds.test(rest.replace(/^.*?ชื่อ\s*/, '')) ? 'agencyName' : found;
  if (slot) return { why: 'correction', slot };
  // เปลี่ยน and แก้ begin names too.
  return isLast || /^(?:ขอ|อยาก|ต้องการ)\s*(?:แก้(?!ว)|เปลี่ยน)|^(?:พิมพ์|กรอก|ใส่|บอก)ผิด/.test(plain)
    ? { why: 'correction' }
    : null;
}

function numberOrAddress(plain: string): NoValue | null {
  if (/^(?:ยัง)?(?:ไม่)?มี\s?(?:digital ?id|ดิจิทัล ?ไอดี)/.test(plain))
    return { why: 'other-slot', slot: 'hasDigitalId' };
  if (plain.includes('@')) return { why: 'other-slot', slot: 'email' };
  if (/\d/.test(plain) && checkPhone(plain).ok) return { why: 'other-slot', slot: 'phone' };
  return null;
}

const asking = /(?:ไหม|มั้ย|มั๊ย|เหรอ|หรอ)(?:คะ|ค่ะ|ครับ|คับ)?$|ทำไม|\b(?:tammai|thammai|why|what|how)\b/;
const mashed = /^(.)\1{3,40}$/;

/** Words to staff, to oneself or about the form, which may ask something. */
function aside(text: string, bare: string): NoValue | null {
  if (mashed.test(bare)) return { why: 'invalid' };
  if (!isAside(text)) return null;
  return { why: asking.test(normalise(text)) ? 'question' : 'aside' };
}

const answers = ({ outcome, gap }: Hints): boolean => outcome === 'answer' || (gap ?? null) !== null;

/** A kind of agency and a word that asks which: สระใคร and บ้านขอ are names. */
const whichAgency =
  /^(?:กระทรวง|กรม|หน่วยงาน|สำนักงาน|(?:ต้น)?สังกัด(?:กระทรวง|กรม)?|จังหวัด|อำเภอ|เทศบาล|อบต\.?|อบจ\.?|องค์กร|มหาวิทยาลัย|รัฐวิสาหกิจ)\s*(?:ไหน|ใด|อะไร|ไร)(?:ดี|ล่ะ|หรอ|เหรอ|อ่ะ|นะ|คะ|ค่ะ|ครับ|คับ|\s)*$/;

/** Where an agency is asked: a person, a position or another matter. What names an agency of any kind is none of them. */
function noAgency(plain: string, bare: string, hints?: Hints): NoValue | null {
  if (whichAgency.test(plain)) return { why: 'question' };
  if (agencyKinds.test(bare) || agencyKinds.test(plain)) return null;
  if (personWithTitle.test(bare)) return { why: 'other-slot', slot: 'name' };
  if (anotherMatter.test(plain)) return { why: 'question' };
  const { name } = hints?.agency ?? {};
  const isWhole = name !== undefined && name !== null && normalise(name) === bare;
  if (positionWords.test(bare) && !isWhole) return { why: 'other-slot', slot: 'position' };
  return hints && !hints.agency && answers(hints) ? { why: 'question' } : null;
}

/** A company or a club: an agency of the state only where the list has it. */
const company =
  /^(?:บริษัท|บจก|บมจ|หจก|ห้างหุ้นส่วน|ห้างร้าน|สมาคม|มูลนิธิ)|จำกัด(?:\s*\(มหาชน\))?$|\b(?:co\.?,? ?ltd|inc)\b/;
/** A polite particle in the middle: a sentence to somebody. */
const spokenTo = /[ก-๙](?:ค่ะ|คะ|ครับ|คับ)\s+\S/;
/** A given name and a family name, as far as letters tell. */
const twoNames = /^[\p{L}\p{M}.'’-]{1,26}(?: [\p{L}\p{M}.'’-]{1,26}){1,3}$/u;

/** An agency, or the other of name and position. */
function otherWords(field: TextField, plain: string, bare: string, hints?: Hints): NoValue | null {
  const isTitled = titled.test(bare);
  const { reason, name } = hints?.agency ?? {};
  const isListed =
    reason?.code === 'listed' && name !== undefined && name !== null && normalise(name) === bare;
  if (agencyKinds.test(bare) || (field === 'name' && !isTitled && (isListed || agencyParts.test(bare))))
    return { why: 'agency', slot: 'agencyName' };
  if (company.test(bare)) return { why: 'agency', slot: 'agencyName' };
  if (!isTitled && spokenTo.test(bare)) return { why: 'aside' };
  const isOther =
    anotherMatter.test(plain) || (field === 'name' && (choice.test(plain) || subject.test(bare)));
  if (!isTitled && isOther) return { why: 'question' };
  if (field === 'name' && (plain.startsWith('ตำแหน่ง') || (positionWords.test(bare) && !/\s/.test(bare))))
    return { why: 'other-slot', slot: 'position' };
  if (field === 'position' && (plain.startsWith('ชื่อ') || personWithTitle.test(bare)))
    return { why: 'other-slot', slot: 'name' };
  const mayBeOne = field === 'name' ? isTitled || twoNames.test(bare) : maybePosition.test(bare);
  // A word that does not ask, such as กำนัน, is not taken for something the letter is silent about.
  const isAnswered = hints?.outcome === 'answer' || ((hints?.gap ?? null) !== null && hints?.isQuestion);
  return isAnswered && !mayBeOne ? { why: 'question' } : null;
}

/** Longer texts, or of more words, are no names. */
const longestName = 80;
const mostNameWords = 7;
/** UTF-16 units, marks among them. */
const longestNameWord = 26;

/**
 * Whether a text asks. Words of a question count where they stand as words: สระใคร, บ้านขอ and ใบไหม are names. What
 * understanding thinks counts only of what cannot be a name.
 */
function isAsked(text: string, plain: string, field: TextField | null, hints?: Hints): boolean {
  if (/[?\uff1f]/.test(text)) return /\p{L}/u.test(text);
  if (titled.test(plain) && plain.length <= longestName) return false;
  if (questionPhrase.test(plain) || politeQuestion.test(plain)) return true;
  if (segment(plain).some((word) => strongQuestion.has(word))) return true;
  if (!hints?.isQuestion) return false;
  const words = plain.split(' ');
  const isLong =
    plain.length > longestName ||
    words.length > mostNameWords ||
    (field === 'name' && words.some((word) => word.length > longestNameWord));
  const isOfAgency = field === 'agencyName' || field === 'parentAgency';
  return isLong && !(isOfAgency && agencyKinds.test(plain));
}

/** Whether a normalised text says that its writer does not know. */
export const saysUnsure = (plain: string): boolean => notKnown.test(plain);

/** Whether a text asks something, by its own words. */
export function askedOf(text: string): boolean {
  return isAsked(text, normalise(text).replace(closing, ''), null);
}

/** Whether a text begins as the name of an agency does: with its kind. */
export const namesAgency = (text: string): boolean => agencyKinds.test(normalise(text));

/** Whether a text is the name of a company or a club. */
export const namesCompany = (text: string): boolean => company.test(normalise(text));

/** Whether a text begins with a person's title: `ม.ร.ว.`, `ว่าที่ ร.ต.`. */
export const hasTitle = (text: string): boolean => titled.test(normalise(text));
