import { createGlossary } from './glossary.ts';
import { shortAnswers } from './short-answers.ts';

const { particles, courtesies, later } = shortAnswers;

const glossary = createGlossary<'when' | 'with'>([
  ...[...particles, ...courtesies, ...later.with].map((word) => [word, 'with'] as const),
  ...later.when.map((word) => [word, 'when'] as const),
]);

/** Whether a text says that something is gone on with another time, and nothing else: `เดี๋ยวพรุ่งนี้มาต่อนะคะ`. */
export const saysLater = (text: string): boolean =>
  glossary(text)?.some(({ meaning }) => meaning === 'when') ?? false;
