/** The longest stretch that is compared: `longest` letters of a word and the slips that may make it longer. */
const widest = 64;
/** The two lines of the comparison at hand; a comparison never waits, so all share them. */
let row = new Uint8Array(widest);
let next = new Uint8Array(widest);

/**
 * Where a word ends that begins a text but for slips of the finger (a letter too many, missing or wrong).
 * @param word what should stand there, of at most sixty letters. @param text read from `from` on. @param allowed slips that are forgiven.
 * @returns the end with the fewest slips, the longer end where two are as good; null when there are more than `allowed`.
 */
export function endWithSlips(
  word: string,
  text: string,
  from: number,
  allowed: number,
): { readonly end: number; readonly slips: number } | null {
  const width = Math.min(word.length + allowed, text.length - from, widest - 1);
  if (width < word.length - allowed) return null;
  for (let column = 0; column <= width; column += 1) row[column] = column;
  for (let line = 1; line <= word.length; line += 1) {
    const unit = word.charCodeAt(line - 1);
    let before = line;
    let fewest = line;
    next[0] = line;
    for (let column = 1; column <= width; column += 1) {
      const changed = (row[column - 1] ?? 0) + (unit === text.charCodeAt(from + column - 1) ? 0 : 1);
      const missing = (row[column] ?? 0) + 1;
      let slips = before + 1;
      if (changed < slips) slips = changed;
      if (missing < slips) slips = missing;
      next[column] = slips;
      before = slips;
      if (slips < fewest) fewest = slips;
    }
    if (fewest > allowed) return null;
    [row, next] = [next, row];
  }
  let end = 0;
  for (let column = 1; column <= width; column += 1) if ((row[column] ?? 0) <= (row[end] ?? 0)) end = column;
  const slips = row[end] ?? 0;
  return slips > allowed ? null : { end: from + end, slips };
}

/** A set of letters in 32 bits: letters that are missing for sure, so that most words need no closer look. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index += 1) letters |= 1 << (text.charCodeAt(index) & 31);
  return letters;
}

/** How many letters of the first set the second lacks, at least. */
export function lacking(letters: number, among: number): number {
  let rest = letters & ~among;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
