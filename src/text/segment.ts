const words = new Intl.Segmenter('th', { granularity: 'word' });

/**
 * Where Thai meets Latin or digits there is a word boundary, though Thai writes no space there and ICU sees none
 * (`ขอtoken15หลัก` would come out as ขอ and one lump).
 */
const scriptChange =
  /(?<=\p{Script=Thai})(?=[\p{Script=Latin}\p{N}])|(?<=[\p{Script=Latin}\p{N}])(?=\p{Script=Thai})|(?<=\p{Script=Latin})(?=\p{N})|(?<=\p{N})(?=\p{Script=Latin})/u;

const thai = /\p{Script=Thai}/u;

/** The words of a normalised text in order, without spaces and punctuation; `info.go.th` stays one word. */
export function segment(text: string): string[] {
  const found: string[] = [];
  for (const run of text.split(scriptChange))
    for (const { segment: word, isWordLike } of words.segment(run)) if (isWordLike) found.push(word);
  return found;
}

/** Where words, spaces and punctuation begin in the Thai of a normalised text, and other writing; its end among them. */
export function wordStarts(text: string): ReadonlySet<number> {
  const starts = new Set([text.length]);
  let offset = 0;
  for (const run of text.split(scriptChange)) {
    // Elsewhere words are told by their spaces; the dictionary that finds Thai ones is dear.
    if (thai.test(run)) for (const { index } of words.segment(run)) starts.add(offset + index);
    else starts.add(offset);
    offset += run.length;
  }
  return starts;
}
