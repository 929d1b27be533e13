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
const sameSound = new Map(
  alike.flatMap((group) => Array.from(group, (letter) => [letter, group.charAt(0)] as const)),
);

const unheard = /[่้๊๋็ฯๆฺํ๎'"()[\]{}]/;
/** A letter that is written and not spoken, with its sign: the ธิ์ of สิทธิ์. */
const silenced = /[ก-ฮ][ิุ]?์/y;
const joint = /[.\-_/&]/;
const letter = /[\p{L}\p{M}]/u;
const digit = /[0-9]/;

/**
 * The sound of a normalised text: without tone marks, silent letters and the dots of abbreviations, with letters that sound
 * alike made one. A typing error of sound (`คุ่มือ`, `ไคร`, `เทสบาล`) leaves the key as it is.
 */
export function soundOf(text: string): Sound {
  let key = '';
  const at = new Uint16Array(text.length + 1);
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    silenced.lastIndex = index;
    const silent = silenced.exec(text);
    if (silent !== null) {
      index += silent[0].length - 1;
      continue;
    }
    if (unheard.test(char)) continue;
    const heard = joint.test(char) || char === ' ' ? pause(text, index, key) : (sameSound.get(char) ?? char);
    if (heard === '') continue;
    at[key.length] = index;
    key += heard;
  }
  at[key.length] = text.length;
  return { key, at: at.subarray(0, key.length + 1) };
}

/** What is left of a dot, hyphen or space: nothing inside an abbreviation or a number, else one space. */
function pause(text: string, index: number, key: string): '' | ' ' {
  const before = text.charAt(index - 1);
  const after = text.charAt(index + 1);
  if (digit.test(before) && digit.test(after)) return '';
  if (text.charAt(index) !== ' ' && letter.test(before) && letter.test(after)) return '';
  return key === '' || key.endsWith(' ') ? '' : ' ';
}
