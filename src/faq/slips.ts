/**
 * Where a word ends that begins a text but for slips of the finger (a letter too many, missing or wrong).
 * @param word what should stand there. @param text read from `from` on. @param allowed slips that are forgiven.
 * @returns the end with the fewest slips, the longer end where two are as good; null when there are more than `allowed`.
 */
export function endWithSlips(
  word: string,
  text: string,
  from: number,
  allowed: number,
): { readonly end: number; readonly slips: number } | null {
  const width = Math.min(word.length + allowed, text.length - from);
  if (width < word.length - allowed) return null;
  let row = Array.from({ length: width + 1 }, (_, column) => column);
  for (let line = 1; line <= word.length; line += 1) {
    const next = [line];
    let fewest = line;
    for (let column = 1; column <= width; column += 1) {
      const same = word.charCodeAt(line - 1) === text.charCodeAt(from + column - 1);
      const slips = Math.min(
        (row[column - 1] ?? 0) + (same ? 0 : 1),
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
      );
      next.push(slips);
      if (slips < fewest) fewest = slips;
    }
    if (fewest > allowed) return null;
    row = next;
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
