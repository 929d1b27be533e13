import { countOf, isFields } from './fields.ts';
import { limits } from './limits.ts';

interface Span {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });
/** A character that people see is far shorter, unless somebody piles up marks; a pile is cut wherever it is. */
const longestCharacter = 100;

/**
 * The words of a text message: without the placeholders of LINE's own emoji, well formed, of at most `limits.text`
 * UTF-16 units.
 * @param emojis as the message has it: `[{ index, length, productId, emojiId }, …]`, counted in UTF-16 units.
 * @returns null where there is nothing but emoji.
 * @see https://developers.line.biz/en/reference/messaging-api/#wh-text
 */
export function wordsOf(text: string, emojis: unknown): string | null {
  const placeholders = placeholdersIn(text, emojis);
  const words = placeholders.length > 0 ? without(text, placeholders) : text;
  if (placeholders.length > 0 && words.trim() === '') return null;
  return cut(words, limits.text).toWellFormed();
}

/** The first `most` UTF-16 units of a text, ending with a whole character; well formed where it has to be cut. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const from = Math.max(0, most - longestCharacter);
  const around = text.slice(from, most + longestCharacter);
  const end = from + (graphemes.segment(around).containing(most - from)?.index ?? 0);
  return text.slice(0, end).toWellFormed();
}

/** In order. One that lies outside the text, or begins inside another, is ignored. */
function placeholdersIn(text: string, emojis: unknown): Span[] {
  if (!Array.isArray(emojis)) return [];
  const spans = emojis
    .flatMap((each: unknown) => spanOf(each, text.length))
    .toSorted((a, b) => a.from - b.from);
  let end = 0;
  return spans.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}

function spanOf(emoji: unknown, textLength: number): Span[] {
  if (!isFields(emoji)) return [];
  const [index, length] = [countOf(emoji['index']), countOf(emoji['length'])];
  if (index === null || length === null || length === 0 || index + length > textLength) return [];
  return [{ from: index, to: index + length }];
}

/** An emoji in the middle parts words, as it does for the eye; at an end or beside a space nothing stands for it. */
function without(text: string, placeholders: readonly Span[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const { from, to } of placeholders) {
    parts.push(text.slice(end, from));
    end = to;
  }
  parts.push(text.slice(end));
  return parts
    .filter((part) => part !== '')
    .reduce(joined, '')
    .trim();
}

function joined(before: string, after: string): string {
  if (before === '') return after;
  if (/\s$/u.test(before)) return before + after.replace(/^ +/u, '');
  return /^\s/u.test(after) ? before + after : `${before} ${after}`;
}
