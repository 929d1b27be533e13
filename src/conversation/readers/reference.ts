import { looksLikeReference, parseReference } from '../../requests/reference.ts';
import { normalise } from '../../text/normalise.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

/** A request's number; one with a slip in it too, so that the officer is told rather than not understood. */
export const readReference: Reader = ({ text }) => {
  const ref = parseReference(text) ?? (looksLikeReference(text) ? digitsOf(text) : null);
  return ref === null ? null : means({ type: 'request.show', ref });
};

const digitsOf = (text: string): string | null =>
  /\d{7,11}/.exec(normalise(text).replaceAll(/(?<=\d)[\s.-]+(?=\d)/g, ''))?.[0] ?? null;
