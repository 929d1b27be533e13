import { menu } from '../../../flows/menu.ts';
import { hasTag } from '../paths.ts';
import { squeezed } from './labels.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

const services = Object.entries(menu.mentions).map(([id, names]) => ({ id, names: names.map(squeezed) }));

/**
 * Another service of the contact center, named in a text: only its contact is known here. Not in a question
 * that has an answer, and not where an agency is asked for.
 */
export const readService: Reader = ({ typed, understanding }, { path }) => {
  const found = services.find(({ names }) => names.some((name) => typed.includes(name)));
  if (!found || hasTag(path, 'settles-agency') || understanding().outcome === 'answer') return null;
  return means({ type: 'service', id: found.id });
};
