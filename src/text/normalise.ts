/**
 * Thai made comparable: one spelling for what keyboards, phones and copied PDFs write in several ways. Cheap and
 * safe for any text (a name, a form's answer, a question); it guesses nothing. What only a question may be
 * subjected to (letters that sound alike, the wrong keyboard layout) stands in `sound.ts` and `keyboard.ts`.
 */

/** Zero-width characters, soft hyphen, byte-order mark, variation selectors: nothing a reader sees. */
// oxlint-disable-next-line no-misleading-character-class -- they are meant one by one
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]/g;
/** Control characters, the mark of undecodable bytes, and pictures: they end a word and say nothing else. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is there to find
const separators = /[\u0000-\u001f\u007f-\u009f\ufffd\ufffc]|\p{Extended_Pictographic}|\p{Emoji_Modifier}/gu;
/** A text of nothing but these, as most are, has none of the above, and nothing in it that NFKC would change for good. */
const everyday = /^[ -_a-~ก-ฺ฿-์]*$/;
const quotes: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚‛′`´]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−]/g, '-'],
];

const toneMarks = '\u0e48-\u0e4c'; // ่ ้ ๊ ๋ ์
const vowelMarks = '\u0e31\u0e34-\u0e3a\u0e47'; // ั ิ ี ึ ื ุ ู ฺ ็
const marks = new RegExp(`[${toneMarks}${vowelMarks}]{2,}`, 'g');
const tones = new RegExp(`[${toneMarks}]`, 'g');
const repeatedVowel = /([\u0e30\u0e32])\1+/g; // ะ า
/** What NFKC makes of ำ (and what some keyboards send), with its tone marks before, between or missing. */
const splitSaraAm = new RegExp(`(?<!\u0e4d)\u0e4d+([${toneMarks}]*)\u0e32`, 'g');
/** ึ put together from ิ and the ring of ำ. */
const splitSaraUe = new RegExp(`\u0e34([${toneMarks}]*)\u0e4d`, 'g');
/** Vowels behind a consonant, with its tone mark typed among them: เจา้, นำ้. */
const vowelsBehind = /[\u0e30\u0e32\u0e33][\u0e30\u0e32\u0e33\u0e48-\u0e4b]+/g;
/** ๅ stands only after ฤ and ฦ; elsewhere it is the key beside า. */
const strayLakkhang = /(?<![ฤฦ])ๅ/g;
/** All that the next steps mend; most texts have none of it. */
const misspelt = new RegExp(
  `เเ|ๅ|\u0e4d|[\u0e30\u0e32\u0e33][\u0e48-\u0e4b]|[${toneMarks}][${toneMarks}${vowelMarks}]|[${vowelMarks}]{2}|${repeatedVowel.source}`,
);
const needlessSpace = /^\s|\s$|\s\s|[^\S ]/;
/** A letter drawn out (มากกกก, helloooo). Three of a Thai consonant also meet where words do (ระบบบ้าง), but not at the end of one. */
const emphasis = /([a-vx-z])\1{2,}|([ก-ฮ])\2{3,}|([ก-ฮ])\3{2}(?![\p{Script=Thai}])/gu;

/** Never part of another word, so they go wherever they stand: of สถานะครับ only ครับ. */
const particlesAnywhere =
  /(?:(?<!สถา)นะ|น่ะ)?(?:ครับผม|ครับ|ครัช|คร้าบ|คร๊าบ|ค๊าบ|ค้าบ|คั้บ|ค่ะ|ค๊ะ|ค้ะ|ฮะ|อ่ะ|อะค่ะ|นะจ๊ะ|จ้ะ|จ๊ะ)+/g;
/** Also parts of other words (บังคับ, คะแนน, หน้า): particles only where a word run ends. A bare นะ stays: สถานะ, แจ้งวัฒนะ. */
const particlesAtEnd =
  /(?<=[\p{Script=Thai}\p{N}a-z)?\s]|^)(?:นะคะ|น้ะคะ|นะคับ|(?<!บัง)คับ|(?<!รา)คะ|(?<=(?:ไหม|มั้ย|นะ|หน่อย|แล้ว|บ้าง|ไหน|ไร|ไง)\s?)ค่า|(?<!ห)น้า|(?<!เ)จ้า|จ่ะ|(?<!เ[ก-ฮ])อะ|ง่ะ|เนาะ|เนอะ|ว่ะ|ฮับ|เด้อ)+(?=$|[\s.,!?)"'])/gu;

/** What one of those ends with; most texts have none. */
const endsInParticle = /(?:คะ|คับ|ค่า|น้า|จ้า|จ่ะ|อะ|ง่ะ|เนาะ|เนอะ|ว่ะ|ฮับ|เด้อ)(?=$|[\s.,!?)"'])/;

const thaiZero = 0x0e50;

/**
 * The comparable form of a text; of any two spellings that look the same it makes the same string.
 * Equal for a text and its own result (idempotent), lower case, no space at the ends, single spaces between.
 *
 * `normalise('อบต.บางพลี ขอ ＴＯＫＥＮ ๑๕ หลักค่ะ')` is `'อบต.บางพลี ขอ token 15 หลัก'`.
 */
export function normalise(text: string): string {
  if (text !== latest.text) latest = { text, normal: normaliseAnew(text) };
  return latest.normal;
}

/** A text that arrives is looked at from several sides, one after another, and each wants it like this. */
let latest = { text: '', normal: '' };

function normaliseAnew(text: string): string {
  // A particle may hide that a word is drawn out (มากกกครับ) and be drawn out itself (ครับบบ).
  return withSingleSpaces(withoutEmphasis(withoutParticles(withoutEmphasis(sameCharacters(text)))));
}

/** No space at the ends, single ones between. */
export function withSingleSpaces(text: string): string {
  return needlessSpace.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text;
}

function withoutEmphasis(text: string): string {
  return hasTriple(text) ? text.replaceAll(emphasis, '$1$2$3') : text;
}

/** Whether a character stands three times in a row, as hardly any does. */
function hasTriple(text: string): boolean {
  let last = -1;
  let times = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    times = unit === last ? times + 1 : 1;
    if (times === 3) return true;
    last = unit;
  }
  return false;
}

/**
 * The part of `normalise` that changes no word: for a name, whose last syllable may look like a particle (จะนะ, ราชาเทวะ).
 * Spaces stay as they are.
 */
export function sameCharacters(text: string): string {
  const plain = withoutFinery(text).toLowerCase();
  return misspelt.test(plain) ? sameMarks(plain).replaceAll(repeatedVowel, '$1') : plain;
}

/**
 * Thai marks as they are to be typed, where another order, a doubled one or two letters for one look the same: `นำ้` and
 * `นํ้า` become `น้ำ`, `เจา้` `เจ้า`, `เเ` `แ`. Changes nothing that can be seen, so it is fit for what is stored.
 */
export function sameMarks(text: string): string {
  return text
    .replaceAll('เเ', 'แ')
    .replaceAll(strayLakkhang, 'า')
    .replaceAll(splitSaraAm, '$1ำ')
    .replaceAll(splitSaraUe, 'ึ$1')
    .replaceAll(vowelsBehind, toneFirst)
    .replaceAll(marks, inOrder);
}

/** One character for what looks the same, and none for what is not seen. */
function withoutFinery(text: string): string {
  if (everyday.test(text)) return text;
  let result = text.normalize('NFKC').replaceAll(invisible, '').replaceAll(separators, ' ');
  for (const [pattern, plain] of quotes) result = result.replaceAll(pattern, plain);
  return result.replaceAll(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - thaiZero));
}

/** The first tone mark of a run before its vowels. */
function toneFirst(run: string): string {
  return (run.match(tones)?.[0] ?? '') + run.replaceAll(tones, '');
}

/** Marks over and under one letter: each vowel once, then one tone. */
function inOrder(run: string): string {
  const tone = run.match(tones)?.[0] ?? '';
  return [...new Set(run.replaceAll(tones, ''))].join('') + tone;
}

function withoutParticles(text: string): string {
  let bare = text.replaceAll(particlesAnywhere, ' ');
  if (endsInParticle.test(bare)) bare = bare.replaceAll(particlesAtEnd, ' ');
  // A text that is nothing but particles keeps them: an empty answer and "ค่ะ" are not the same.
  return /[\p{L}\p{N}]/u.test(bare) ? bare : text;
}
