import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { createGlossary } from './glossary.ts';
import { shortAnswers } from './short-answers.ts';

const words = z.array(z.array(z.string().min(1)).min(1)).transform((rows) => rows.flat());
const { alone, together } = z
  .strictObject({ alone: words, together: words })
  .parse(parse(readFileSync(new URL('../../flows/asides.yaml', import.meta.url), 'utf8')));

type Role = 'alone' | 'together' | 'particle';

const split = createGlossary<Role>([
  ...shortAnswers.particles.map((word) => [word, 'particle'] as const),
  ...together.map((word) => [word, 'together'] as const),
  ...alone.map((word) => [word, 'alone'] as const),
]);

/**
 * Whether a text is said to staff, to oneself or about the form, and is made of nothing else: `กรอกไปแล้วนะคะ`, `ดูข้างบน`,
 * `mai bok ka`. The words stand in `flows/asides.yaml`; with one other word the text may be a value, and so may a single
 * word that is a name as well.
 */
export function isAside(text: string): boolean {
  const pieces = split(text);
  if (!pieces) return false;
  const said = pieces.filter(({ meaning }) => meaning !== 'particle');
  return said.length !== 1 || said.some(({ meaning }) => meaning === 'alone');
}
