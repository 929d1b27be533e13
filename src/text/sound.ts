/** A text by its sound: the key, and for each letter of the key where it stands in the text. */
export interface Sound {
  readonly key: string;
  /** `at[i]` is the index in the text of the letter that became `key[i]`; `at[key.length]` is the text's length. */
  readonly at: readonly number[];
}

/** Letters that Thai speakers confuse because they sound alike; the first of each group stands for all. */
const alike = [
  'คขฃฅฆ',
  'ชฉฌ',
  'สซศษ',
  'ยญ',
  'ดฎ',
  'ตฏ',
  'ทฐฑฒถธ',
  'นณ',
  'พผภ',
  'ฟฝ',
  'ลฬ',
  'หฮ',
  'ไใ',
  'ีิ',
  'ืึ',
  'ูุ',
];
const unheard = '่้๊๋็ฯๆฺํ๎\'"()[]{}';
const joints = '.-_/& ';
const silencer = '์'.charCodeAt(0);
const shortVowels: ReadonlySet<number> = new Set(Array.from('ิุ', (vowel) => vowel.charCodeAt(0)));
const apostrophe = 39;
const isShortenedIs = /(?:what|who|where|when|how|it|that|here|let)$/;

/** Longest text that is read; what follows is left out. */
const longest = 0xffff;

/** What a UTF-16 unit is heard as: itself, another, nothing, or a joint whose neighbours decide. */
const nothing = 0;
const joint = 1;
const heardAs = Uint16Array.from({ length: 0x0e80 }, (_, unit) => unit);
for (const group of alike) for (const letter of group) heardAs[letter.charCodeAt(0)] = group.charCodeAt(0);
for (const letter of unheard) heardAs[letter.charCodeAt(0)] = nothing;
for (const letter of joints) heardAs[letter.charCodeAt(0)] = joint;

/**
 * The sound of a normalised text: without tone marks, silent letters and the dots of abbreviations, with letters that sound
 * alike made one. A typing error of sound (`คุ่มือ`, `ไคร`, `เทสบาล`) leaves the key as it is.
 */
export function soundOf(text: string): Sound {
  const units: number[] = [];
  const places: number[] = [];
  const length = Math.min(text.length, longest);
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    const silent = silentFrom(text, index, unit);
    if (silent > 0) {
      index += silent - 1;
      continue;
    }
    const heard = heardAs[unit] ?? unit;
    if (heard === nothing) continue;
    if (heard === joint) {
      if (!isPause(text, index, unit) || units.length === 0 || units.at(-1) === space) continue;
      units.push(space);
    } else units.push(heard);
    places.push(index);
  }
  places.push(text.length);
  return { key: asText(units), at: places };
}

/** How many letters from here on are written and not spoken: the ธิ์ of สิทธิ์ is 3, the 's of DGA's is 2. */
function silentFrom(text: string, index: number, unit: number): number {
  const next = text.charCodeAt(index + 1);
  if (next === silencer) return 2;
  if (shortVowels.has(next) && text.charCodeAt(index + 2) === silencer) return 3;
  if (unit !== apostrophe || text.charAt(index + 1) !== 's' || isLetter(text.charCodeAt(index + 2))) return 0;
  // The one of what's is a word.
  return isShortenedIs.test(text.slice(Math.max(0, index - 5), index)) ? 0 : 2;
}

const space = ' '.charCodeAt(0);

/** Whether a dot, hyphen or space parts what stands around it: not inside an abbreviation, nor between digits. */
function isPause(text: string, index: number, unit: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index + 1);
  if (isDigit(before) && isDigit(after)) return false;
  return unit === space || !isLetter(before) || !isLetter(after);
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** Of the letters that normalised text is made of here: Latin and Thai. */
function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x0e01 && unit <= 0x0e4e);
}

/** In parts, since a call takes no more than some ten thousand arguments. */
function asText(units: readonly number[]): string {
  if (units.length <= 8192) return String.fromCharCode(...units);
  let text = '';
  for (let from = 0; from < units.length; from += 8192)
    text += String.fromCharCode(...units.slice(from, from + 8192));
  return text;
}
