/** Sequences of the keyboard that slips are made of: the neighbours of a letter in the text change places, or one is left out. */
const slips: readonly ((text: string, at: number) => string)[] = [
  (text, at) => `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`,
  (text, at) => `${text.slice(0, at)}${text.slice(at + 1)}`,
];
/** Shorter texts are another word after a slip. */
const shortest = 8;

/**
 * The same text as somebody else might send it: by turns with a slip of a thumb and after a preface. The same for the same
 * number, so that the same examples teach the same.
 */
export function variantOf(text: string, number: number, prefaces: readonly string[]): string {
  const chance = Math.imul(number + 1, 0x9e3779b1) >>> 8;
  const preface = prefaces[chance % prefaces.length];
  if (number % 2 === 0 && preface !== undefined) return `${preface} ${text}`;
  const slip = slips[chance % slips.length];
  return slip === undefined || text.length < shortest ? text : slip(text, chance % (text.length - 2));
}
