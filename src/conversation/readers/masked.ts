import type { Reader } from './reader.ts';
import { meaningOfQuestion } from './question.ts';

/** A national id or a token was masked in the text: that is told, and the question around it answered when it is clear. */
export const readMasked: Reader = (text, at, knowledge) => {
  if (text.found.length === 0) return null;
  const question = text.understanding().outcome === 'answer' ? meaningOfQuestion(text, at, knowledge) : null;
  return {
    happenings: [{ reply: 'masked', found: text.found }, ...(question?.happenings ?? [])],
    language: question?.language ?? null,
  };
};
