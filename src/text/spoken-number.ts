import { createGlossary } from './glossary.ts';
import { normalise } from './normalise.ts';
import { shortAnswers } from './short-answers.ts';

const { particles, courtesies, numbers } = shortAnswers;

/** What a word may be in a choice by number: `one` is a number and stands behind others, `option` stands on either side. */
interface Role {
  readonly number?: number;
  readonly is: ReadonlySet<'before' | 'behind'>;
}

/** No list that is read in a chat is longer. */
const highestChoice = 99;

const choices = createGlossary(readChoices());

function readChoices(): ReadonlyMap<string, Role> {
  const anywhere = [...particles, ...courtesies];
  const before = new Set([...anywhere, ...numbers.choosing]);
  const behind = new Set([...anywhere, ...numbers.counter]);
  const named = Object.entries(numbers.counted).flatMap(([number, words]) =>
    words.map((word) => [word, Number(number)] as const),
  );
  const digits = Array.from({ length: highestChoice }, (_, index) => [`${index + 1}`, index + 1] as const);
  const counted = new Map([...digits, ...named]);
  return new Map(
    [...before, ...behind, ...counted.keys()].map((word) => {
      const is = new Set<'before' | 'behind'>();
      if (before.has(word)) is.add('before');
      if (behind.has(word)) is.add('behind');
      const number = counted.get(word);
      return [word, number === undefined ? { is } : { is, number }];
    }),
  );
}

/** ❶ to ❿, ➀ to ➉ and ➊ to ➓ stand in one row of Unicode; it has no digits for them, as it has for ①. */
function inDigits(text: string): string {
  return text
    .replaceAll(/[\u2776-\u2793]/g, (circled) => String(((circled.charCodeAt(0) - 0x2776) % 10) + 1))
    .normalize('NFKC');
}

/** `no` is a word for a number only where digits follow: `no. 2`, not `no one`. */
const numero = /^\s*no\.?\s*(?=\d)/i;
/** What makes a number an amount, a time, a date or a part of a longer one. */
const joinedDigits = /\d[.,:/+%\-*#]+\s*\d|[+\-%*#]\s*\d|\d\s*[%*#]/;

/**
 * The number of a choice, above 0: `1`, `ข้อ ๑`, `เลือก 2 ค่ะ`, `(3)`, ⑨, 1️⃣, `อันที่สอง`, `ข้อแรก`, `option 2`, `the second one`.
 * Null for every other text: numbers of phones, years and amounts, several numbers, a number with other words.
 */
export function readNumber(text: string): number | null {
  const plain = inDigits(text).replace(numero, '');
  if (joinedDigits.test(plain) || /\?/.test(plain)) return null;
  const pieces = choices(plain);
  if (!pieces) return null;
  const at = pieces.findIndex(({ meaning }) => meaning.number !== undefined);
  const isNamed =
    pieces.slice(0, at).every(({ meaning }) => meaning.is.has('before')) &&
    pieces.slice(at + 1).every(({ meaning }) => meaning.is.has('behind'));
  return isNamed ? (pieces[at]?.meaning.number ?? null) : null;
}

/** More keys than this are no keys but a number; the longest path of the menu has four. */
const mostKeys = 6;

/** What officers write before a key: กด 1, กดหมายเลข 1, เลือก 1, press 1. */
const before = /^(?:กด|เลือก|press|dial)?\s*(?:หมายเลข|เบอร์|เลข|ปุ่ม|key|number)?\s*/;

/** In one run, or each parted from the next. Parted otherwise it is a number: 10.30, 1/1/66, 0 2123 4567. */
const inOneRun = /^[0-9*#]+$/;
const oneByOne = /^[0-9*#](?:[\s.,/>→-]+[0-9*#])+$/u;

/** The frame of a key pictured as an emoji: 1️⃣ is a 1 with this after it. */
const keycap = /\u20e3/g;

/** Longer texts are no keys; UTF-16 units. */
const longestKeys = 200;

/**
 * The keys in a text, in every form officers type them: `1`, `๑`, `１`, ⑨, `กด 1`, `1.`, and ahead: `1932`,
 * `1-9-3-2`, `1 9 3 2`, `๑๙๓๒`, `หนึ่ง เก้า สาม สอง`, `กด 1 แล้วกด 9`, `ดอกจัน`.
 * @returns null when the text is anything else. `555`, laughter in Thai, is no key.
 */
export function readKeys(text: string): string[] | null {
  if (text.length > longestKeys) return null;
  const plain = normalise(text)
    .replaceAll(keycap, '')
    .replace(before, '')
    .replace(/(?<![\s.)])[\s.)]+$/, '');
  const isPlain = inOneRun.test(plain) || oneByOne.test(plain);
  const keys = isPlain ? (plain.match(/[0-9*#]/g) ?? []) : keysInWords(text);
  if (keys === null || keys.length === 0 || keys.length > mostKeys) return null;
  return /^55+$/.test(keys.join('')) ? null : keys;
}

type KeyWord = { readonly key: string } | 'around';

const keyWords = createGlossary(readKeyWords());

function readKeyWords(): ReadonlyMap<string, KeyWord> {
  const words = new Map<string, KeyWord>();
  for (const word of [...particles, ...numbers.pressing]) words.set(word, 'around');
  for (const [key, names] of Object.entries(numbers.keys))
    for (const word of [key, ...names]) words.set(word, { key });
  return words;
}

/** Words for keys, or words between them: `กด 1 แล้วกด 9`. Two digits on end are a longer number, or a time. */
function keysInWords(text: string): string[] | null {
  const plain = inDigits(text);
  if (joinedDigits.test(plain) || /\d\s+\d/.test(plain) || /\?/.test(plain)) return null;
  const pieces = keyWords(plain);
  if (!pieces) return null;
  return pieces.flatMap(({ meaning }) => (meaning === 'around' ? [] : [meaning.key]));
}
