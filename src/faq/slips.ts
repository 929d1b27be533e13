/** The longest stretch that is compared: `longest` letters of a word and the slips that may make it longer. */
const widest = 64;
/** The two lines of the comparison at hand; a comparison never waits, so all share them. */
let row = new Uint8Array(widest + 1);
let next = new Uint8Array(widest + 1);

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
  // Further from the line than `allowed` lie only stretches with more slips.
  const tooMany = allowed + 1;
  for (let column = 0; column <= allowed; column += 1) row[column] = column;
  row[tooMany] = tooMany;
  for (let line = 1; line <= word.length; line += 1) {
    const unit = word.charCodeAt(line - 1);
    const first = Math.max(1, line - allowed);
    const last = Math.min(width, line + allowed);
    let before = first === 1 ? line : tooMany;
    let fewest = before;
    next[first - 1] = before;
    for (let column = first; column <= last; column += 1) {
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
    next[last + 1] = tooMany;
    [row, next] = [next, row];
  }
  const last = Math.min(width, word.length + allowed);
  let end = Math.max(0, word.length - allowed);
  for (let column = end + 1; column <= last; column += 1)
    if ((row[column] ?? 0) <= (row[end] ?? 0)) end = column;
  const slips = row[end] ?? 0;
  return slips > allowed ? null : { end: from + end, slips };
}

/** A set of letters in 32 bits: letters that are missing for sure, so that most words need no closer look. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index += 1) letters |= 1 << (text.charCodeAt(index) & 31);
  return letters;
}

/** The set of one letter, by its UTF-16 unit. */
export function letterOf(unit: number): number {
  return 1 << (unit & 31);
}

/** Whether the second set surely lacks more than so many letters of the first. */
export function lacksMore(letters: number, among: number, than: number): boolean {
  let rest = letters & ~among;
  for (let count = 0; count < than; count += 1) rest &= rest - 1;
  return rest !== 0;
}
