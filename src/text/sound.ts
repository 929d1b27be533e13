/** A text by its sound: the key, and for each letter of the key where it stands in the text. */
export interface Sound {
  readonly key: string;
  /** `at[i]` is the index in the text of the letter that became `key[i]`; `at[key.length]` is the text's length. */
  readonly at: Uint16Array;
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
const unheard = Array.from('่้๊๋็ฯๆฺํ๎\'"()[]{}');
const heardAs = new Map<string, string>([
  ...alike.flatMap((group) => Array.from(group, (letter) => [letter, group.charAt(0)] as const)),
  ...unheard.map((letter) => [letter, ''] as const),
]);
const isShortenedIs = /(?:what|who|where|when|how|it|that|here|let)$/;
const joints = new Set('.-_/&');

/** Longest text that is read; what follows is left out. */
const longest = 0xffff;

/**
 * The sound of a normalised text: without tone marks, silent letters and the dots of abbreviations, with letters that sound
 * alike made one. A typing error of sound (`คุ่มือ`, `ไคร`, `เทสบาล`) leaves the key as it is.
 */
export function soundOf(text: string): Sound {
  const letters: string[] = [];
  const places: number[] = [];
  const length = Math.min(text.length, longest);
  for (let index = 0; index < length; index += 1) {
    const silent = genitiveAt(text, index) || silencedAt(text, index);
    if (silent > 0) {
      index += silent - 1;
      continue;
    }
    const char = text.charAt(index);
    const heard =
      char === ' ' || joints.has(char) ? pause(text, index, letters) : (heardAs.get(char) ?? char);
    if (heard === '') continue;
    letters.push(heard);
    places.push(index);
  }
  places.push(text.length);
  return { key: letters.join(''), at: Uint16Array.from(places) };
}

/** The 's of DGA's adds nothing, the one of what's is a word: how many letters of it go unheard. */
function genitiveAt(text: string, index: number): 0 | 2 {
  if (!text.startsWith("'s", index) || isLetter(text.charAt(index + 2))) return 0;
  return isShortenedIs.test(text.slice(Math.max(0, index - 5), index)) ? 0 : 2;
}

/** How many letters from here on are written and not spoken, their sign included: the ธิ์ of สิทธิ์ is 3. */
function silencedAt(text: string, index: number): number {
  if (text.charAt(index + 1) === '์') return 2;
  const vowel = text.charAt(index + 1);
  return (vowel === 'ิ' || vowel === 'ุ') && text.charAt(index + 2) === '์' ? 3 : 0;
}

/** What is left of a dot, hyphen or space: nothing inside an abbreviation or a number, else one space. */
function pause(text: string, index: number, letters: readonly string[]): '' | ' ' {
  const before = text.charAt(index - 1);
  const after = text.charAt(index + 1);
  if (isDigit(before) && isDigit(after)) return '';
  if (text.charAt(index) !== ' ' && isLetter(before) && isLetter(after)) return '';
  return letters.length === 0 || letters.at(-1) === ' ' ? '' : ' ';
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Of the letters that normalised text is made of here: Thai and Latin. */
function isLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'ก' && char <= '๎');
}
