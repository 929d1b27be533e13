import { checkField } from './fields.ts';
import { askedOf, namesAgency } from './no-value.ts';

/** What tells how to reach an officer. */
const contactSlots = ['name', 'position', 'phone', 'email'] as const;
type ContactSlot = (typeof contactSlots)[number];
export type ContactDetails = { readonly [slot in ContactSlot]?: string };

/** Longer texts are no contact details; UTF-16 units. */
const longestText = 600;
/** A position that is told in longer words is a sentence. */
const longestPosition = 80;

const address = /[^\s,;:<>()[\]"“”]{1,64}@[^\s,;<>()[\]"“”]{1,120}/u;
/** A number with its range and extensions; which digits make one is for the check to say. */
const phoneNumber =
  /(?:\+\d|\(?[0๐])[\d๐-๙]?(?:[\s().‑–-]{0,2}[\d๐-๙]){7,11}(?:\s?(?:-|–|ถึง)\s?[\d๐-๙]{1,4}(?![\d๐-๙]))?(?:\s?\(?(?:ต่อ|ext\.?|ภายใน)\s?[\d๐-๙]{1,6}(?:\s?[-,/]\s?[\d๐-๙]{1,6}){0,4}\)?)?/iu;

/** What stands before a value; the longest first. */
const labels: readonly (readonly [ContactSlot, RegExp])[] = [
  ['email', /^(?:อีเมล์|อีเมล|เมล์|เมล|e-?mail|mail)(?=$|[\s:=.@]|[a-z0-9])/i],
  [
    'phone',
    /^(?:เบอร์ติดต่อ|เบอร์โทรศัพท์|เบอร์โทร|เบอร์มือถือ|เบอร์|หมายเลขโทรศัพท์|โทรศัพท์|โทร|มือถือ|tel(?:ephone)?|phone|mobile)(?=$|[\s:=.]|[\d+(])/i,
  ],
  ['position', /^(?:ตำแหน่ง|position|job title|title(?=\s?:))/i],
  ['name', /^(?:ชื่อ(?:\s?[-–]?\s?(?:นาม)?สกุล)?|ผู้ติดต่อ|ผู้ประสานงาน|(?:my )?name(?: is)?(?=[\s:]))/i],
];
const colon = /^(?:\s?(?:คือ|:|=|\.))*\s*/;
/** Within a line only what cannot go on as a name: ชื่อลือชา is a family name. */
const anyLabel =
  /(?<=(?:ค่ะ|ครับ|คะ)\s)(?=ชื่อ)|(?<=[\s,;])(?=ตำแหน่ง|(?:ชื่อ(?:\s?[-–]?\s?(?:นาม)?สกุล)?|ผู้ติดต่อ|ผู้ประสานงาน|เบอร์(?:โทร|ติดต่อ|มือถือ|โทรศัพท์)?|หมายเลขโทรศัพท์|โทรศัพท์|โทร|มือถือ|อีเมล์?|เมล์?)(?:[\s:=.,]|$)|(?:(?:my )?name|position|tel|telephone|phone|mobile|e-?mail)\b)/giu;
/** What one says before saying who one is. */
const opening = /^(?:(?:สวัสดี(?:ค่ะ|ครับ|คะ)|ดิฉัน|กระผม|ผม|ฉัน|hello|hi|i am) )+/i;

/** Where a position begins behind a name: `สมศรี ใจดี นักวิชาการคอมพิวเตอร์`. */
const positionAhead =
  /\s(?=นัก[ก-ฮ]|เจ้าพนักงาน|เจ้าหน้าที่|ผู้อำนวยการ|ผอ\.|ปลัด|หัวหน้า|นิติกร|พนักงาน|นายก(?:เทศ|อบต|องค์)|รองปลัด|ผู้ช่วย|เลขา|director\b|officer\b|head of\b)/iu;
const positionLike =
  /^(?:นัก[ก-ฮ]|เจ้าพนักงาน|เจ้าหน้าที่|ผู้อำนวยการ|ผอ\.?|ปลัด|หัวหน้า|นิติกร|พนักงาน|นายก(?:เทศ|อบต|องค์)|รองปลัด|ผู้ช่วย|เลขา)|\b(?:director|officer|manager|head|engineer|clerk|analyst)\b/iu;
/** Goes on in a sentence rather than naming somebody. */
const spoken = / (?:ค่ะ|ครับ|คะ|นะคะ) |สอบถาม|token|โทเค|info ?\.?go|อยู่|บอก|ให้มา/i;
const agencyLabel = /^(?:(?:ชื่อ)?หน่วยงาน|สังกัด|อยู่|มาจาก|จาก)(?:\s?(?:คือ|:|=))*\s*/;
/** Goes on with the name of an agency: where it is, and what it is part of. */
const ofAgency = /^(?:อำเภอ|จังหวัด|เขต|สาขา|อ\.|จ\.)/;

/** A person's name without a label: of a few words in letters alone. */
const nameLike = /^[\p{L}\p{M}.'’-]{1,26}(?: [\p{L}\p{M}.'’-]{1,26}){1,4}$/u;

/**
 * Several contact details in one message, with labels or without, on lines or with commas, each as its slot's check writes it:
 * `สมศรี ใจดี ตำแหน่ง นักวิชาการ โทร 0812345678`. Null where fewer than two can be told for sure, or the text asks something.
 */
export function readContact(text: string): ContactDetails | null {
  const found = detailsIn(text)?.contact ?? {};
  return Object.keys(found).length > 1 ? found : null;
}

/**
 * An agency together with contact details, as officers introduce themselves: `อบต.บางพลี สมศรี ใจดี โทร 0812345678`. Null where
 * one of them is missing, or the text asks something.
 */
export function readIntroduction(text: string): { agency: string; contact: ContactDetails } | null {
  const { agency, contact } = detailsIn(text) ?? {};
  return agency && contact && Object.keys(contact).length > 0 ? { agency, contact } : null;
}

function detailsIn(text: string): { agency: string | null; contact: ContactDetails } | null {
  if (text.length > longestText || askedOf(text)) return null;
  const found: { [slot in ContactSlot]?: string } = {};
  let agency: string | null = null;
  const put = (slot: ContactSlot, value: string): boolean => {
    const checked = found[slot] === undefined && value !== '' ? checkField(slot, value) : null;
    if (checked?.ok) found[slot] = checked.value;
    return checked?.ok === true;
  };
  let rest = text;
  for (const [slot, pattern] of [
    ['email', address],
    ['phone', phoneNumber],
  ] as const) {
    const value = pattern.exec(rest)?.[0];
    if (value !== undefined && put(slot, value)) rest = rest.replace(value, ' , ');
  }
  for (const piece of piecesOf(rest)) {
    const named = agencyAhead(piece);
    agency ??= named;
    const others = named === null ? piece : piece.slice(piece.indexOf(named) + named.length).trim();
    if (others !== '') readPiece(others, put);
  }
  return { agency, contact: inOrder(found) };
}

/** The agency that a piece begins with, as far as its words go on naming it. */
function agencyAhead(piece: string): string | null {
  const [first = '', ...words] = piece.replace(agencyLabel, '').split(' ');
  if (!namesAgency(first)) return null;
  const end = words.findIndex((word) => !namesAgency(word) && !ofAgency.test(word));
  return [first, ...(end < 0 ? words : words.slice(0, end))].join(' ');
}

/** The text by its lines, commas and labels. */
function piecesOf(text: string): string[] {
  return text
    .split(/[\r\n,;|]+|\s\/\s/)
    .flatMap((line) => line.trim().split(anyLabel))
    .map((piece) => piece.replaceAll(/\s+/g, ' ').trim().replace(opening, ''))
    .filter((piece) => /\p{L}/u.test(piece));
}

function readPiece(piece: string, put: (slot: ContactSlot, value: string) => boolean): void {
  for (const [slot, label] of labels) {
    if (!label.test(piece)) continue;
    const told = piece.replace(label, '').replace(colon, '');
    const value = slot === 'name' ? beforeAgency(told) : told;
    const at = slot === 'name' ? positionAhead.exec(value)?.index : undefined;
    put(slot, at === undefined ? value : value.slice(0, at));
    if (at !== undefined) put('position', value.slice(at).trim());
    return;
  }
  if (spoken.test(piece)) return;
  if (positionLike.test(piece)) {
    if (piece.length <= longestPosition) put('position', piece);
    return;
  }
  const at = positionAhead.exec(piece)?.index ?? piece.length;
  const name = beforeAgency(piece.slice(0, at));
  const position = piece.slice(at).trim();
  if (position.length > longestPosition || !nameLike.test(withoutParticle(name))) return;
  if (put('name', name) && position !== '') put('position', position);
}

/** A name up to where its agency is told: `สมศรี ใจดี อบต.บางพลี`. */
function beforeAgency(text: string): string {
  const words = text.split(' ');
  const end = words.findIndex((word, index) => index > 0 && namesAgency(word.replace(agencyLabel, '')));
  return end < 0 ? text : words.slice(0, end).join(' ');
}

function withoutParticle(text: string): string {
  return text.replace(/\s?(?:ครับ|ค่ะ|คะ)$/, '');
}

function inOrder(found: ContactDetails): ContactDetails {
  return Object.fromEntries(
    contactSlots.flatMap((slot) => (found[slot] === undefined ? [] : [[slot, found[slot]]])),
  );
}
