import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** The examples, which are most of the file and name no entry. */
const examples = /^ {6}.*$/gm;

const faq = z.object({ entries: z.array(z.object({ id: z.string(), source: z.unknown().optional() })) });

/** The entries of `faq.yaml` that answer: those with a source. What starts something has none. Each once, in their order. */
export function readAnswerIds(text = textOf('faq.yaml')): readonly string[] {
  const { entries } = faq.parse(parse(text.replaceAll(examples, ''), { schema: 'failsafe' }));
  return [...new Set(entries.filter(({ source }) => source !== undefined).map(({ id }) => id))];
}

/** What officers ask and the letter does not answer: the entries of `gap-answers.yaml`. */
export const readGapIds = (text = textOf('gap-answers.yaml')): readonly string[] =>
  Object.keys(parse(text) as object);
