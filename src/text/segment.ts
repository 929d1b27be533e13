const thai = /\p{Script=Thai}/u;
const words = new Intl.Segmenter('th', { granularity: 'word' });

/**
 * Where Thai meets Latin or digits there is a word boundary, though Thai writes no space there and ICU sees none
 * (`ขอtoken15หลัก` would come out as ขอ and one lump).
 */
const scriptChange =
  /(?<=\p{Script=Thai})(?=[\p{Script=Latin}\p{N}])|(?<=[\p{Script=Latin}\p{N}])(?=\p{Script=Thai})|(?<=\p{Script=Latin})(?=\p{N})|(?<=\p{N})(?=\p{Script=Latin})/u;

/** The scripts that matter here, as bits: Thai digits have two. */
const isThai = 1;
const isLatin = 2;
const isNumber = 4;
/** Units below this have their scripts in a table. */
const tabled = 0x0e80;
const scriptsOf = Uint8Array.from({ length: tabled }, (_, unit) => {
  const character = String.fromCharCode(unit);
  return (
    (/\p{Script=Thai}/u.test(character) ? isThai : 0) |
    (/\p{Script=Latin}/u.test(character) ? isLatin : 0) |
    (/\p{N}/u.test(character) ? isNumber : 0)
  );
});

/** The words of a normalised text in order, without spaces and punctuation; `info.go.th` stays one word. */
export function segment(text: string): string[] {
  const found: string[] = [];
  for (const run of runsOf(text))
    for (const { segment: word, isWordLike } of words.segment(run)) if (isWordLike) found.push(word);
  return found;
}

/**
 * Where words, spaces and punctuation begin in the Thai of a normalised text, and other writing; its end among them.
 * @returns for each place 1 where something begins, else 0.
 */
export function wordStarts(text: string): Uint8Array {
  const starts = new Uint8Array(text.length + 1);
  starts[text.length] = 1;
  let from = 0;
  for (const run of runsOf(text)) {
    starts[from] = 1;
    // Elsewhere words are told by their spaces; the dictionary that finds Thai ones is dear.
    if (thai.test(run)) markWords(run, from, starts);
    from += run.length;
  }
  return starts;
}

/** Asks for one word after another: an iterator would have ICU set up twice. */
function markWords(run: string, offset: number, starts: Uint8Array): void {
  const segments = words.segment(run);
  let at = 0;
  while (at < run.length) {
    starts[offset + at] = 1;
    at += segments.containing(at)?.segment.length ?? run.length;
  }
}

/** The text cut where its script changes. */
function runsOf(text: string): string[] {
  const runs: string[] = [];
  let from = 0;
  let before = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Letters that no officer types are left to the pattern.
    if (unit >= tabled) return text.split(scriptChange);
    const scripts = scriptsOf[unit] ?? 0;
    if (isChange(before, scripts)) {
      runs.push(text.slice(from, at));
      from = at;
    }
    before = scripts;
  }
  runs.push(from === 0 ? text : text.slice(from));
  return runs;
}

/** The same as `scriptChange`. */
function isChange(before: number, after: number): boolean {
  if ((before & isThai) !== 0 && (after & (isLatin | isNumber)) !== 0) return true;
  if ((before & isLatin) !== 0 && (after & (isThai | isNumber)) !== 0) return true;
  return (before & isNumber) !== 0 && (after & (isThai | isLatin)) !== 0;
}
