import { menu } from '../../../flows/menu.ts';
import { squeezed } from './labels.ts';
import type { Reader, Text } from './reader.ts';
import { means } from './reader.ts';

/** A longer text says more than thanks. UTF-16 units. */
const longest = 40;
const words = (menu.commands['thanks'] ?? []).map(squeezed);

/** Thanks, with a kind word around them: `ได้ความรู้เลยครับ ขอบคุณ`, or signs alone: 🙏. */
export const isThanks = ({ text, typed }: Text): boolean =>
  !/[\p{L}\p{N}]/u.test(text) || (typed.length <= longest && words.some((word) => typed.includes(word)));

/** Thanks with other words, where nothing in them is understood. */
export const readThanks: Reader = (text) => {
  if (!isThanks(text)) return null;
  const { outcome, gap } = text.understanding();
  return outcome === 'none' && gap === null ? means({ reply: 'thanks' }) : null;
};
