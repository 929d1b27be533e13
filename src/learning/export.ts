import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Taught } from '../understanding/understand.ts';

/** What was taught, written into the examples of `flows/faq.yaml`. */
export interface Exported {
  readonly text: string;
  /** Phrases that were not among their entry's examples before. */
  readonly added: number;
}

/**
 * Adds what was taught to the entries' examples. Everything else of the file stays as it was, comments and
 * layout too; a phrase that is an example already is not added again.
 * @param faqText of `flows/faq.yaml`. @throws when an entry has no block of examples to add to.
 */
export function exportTeaching(faqText: string, taught: readonly Taught[]): Exported {
  const entries = parseDocument(faqText).get('entries');
  if (!isSeq(entries)) throw new Error('flows/faq.yaml has no list of entries');
  const additions: { at: number; lines: string }[] = [];
  let added = 0;
  for (const [entry, lessons] of Map.groupBy(taught, (lesson) => lesson.entry)) {
    const node = entries.items.find((item) => isMap(item) && item.get('id') === entry);
    const examples = isMap(node) ? node.get('examples', true) : undefined;
    if (!isScalar(examples) || typeof examples.value !== 'string' || !examples.range)
      throw new Error(`flows/faq.yaml: ${entry} has no block of examples`);
    const known = new Set(examples.value.split('\n').map((line) => line.trim()));
    const fresh = [...new Set(lessons.map(({ phrase }) => phrase))].filter((phrase) => !known.has(phrase));
    if (fresh.length === 0) continue;
    const block = faqText.slice(examples.range[0], examples.range[1]);
    const indent = /\n( +)\S/.exec(block)?.[1];
    if (indent === undefined) throw new Error(`flows/faq.yaml: ${entry} has no block of examples`);
    const at = examples.range[0] + block.trimEnd().length;
    additions.push({ at, lines: fresh.map((phrase) => `\n${indent}${phrase}`).join('') });
    added += fresh.length;
  }
  additions.sort((a, b) => b.at - a.at);
  const text = additions.reduce(
    (whole, { at, lines }) => whole.slice(0, at) + lines + whole.slice(at),
    faqText,
  );
  return { text, added };
}
