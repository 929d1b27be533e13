/**
 * The keys of a US QWERTY keyboard, row by row, plain then shifted, and what the same keys give with Thai
 * Kedmanee (TIS 820-2538). One UTF-16 unit a key on both sides.
 */
const latinKeys =
  '`1234567890-=qwertyuiop[]\\asdfghjkl;\'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?';
const thaiKeys = '_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ';

const toThai = layout(latinKeys, thaiKeys);
const toLatin = layout(thaiKeys, latinKeys);

/** What was meant by a text typed on the Thai layout with the Latin one in mind: `ะนาำื` is `token`. Takes the text as typed. */
export function readAsLatin(text: string): string {
  return swap(text, toLatin);
}

/** What was meant by a text typed on the Latin layout with the Thai one in mind: `-vFmgdo` is `ขอโทเกน`. Takes the text as typed: capitals matter. */
export function readAsThai(text: string): string {
  return swap(text, toThai);
}

function layout(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (key, index) => [key, to.charAt(index)]));
}

function swap(text: string, keys: ReadonlyMap<string, string>): string {
  return Array.from(text, (key) => keys.get(key) ?? key).join('');
}
