import type { Understanding } from '../../flows/understanding.ts';
import type { Taught } from '../understanding/understand.ts';
import { likest } from './alike.ts';
import { isSame } from './golden.ts';

type Understand = (text: string) => Understanding;

/**
 * Understands with what was taught, and says in `why` where that made the difference, and which phrase it most likely was.
 * @param learn the understanding with what it is given.
 */
export function tellingTaught(
  taught: readonly Taught[],
  learn: (taught: readonly Taught[]) => Understand,
): Understand {
  const understand = learn(taught);
  const untaught = learn([]);
  return (text) => {
    const understood = understand(text);
    const lesson = isSame(understood, untaught(text)) ? null : likest(taught, ({ phrase }) => phrase, text);
    if (!lesson) return understood;
    const why = `${understood.why}; by what was taught, most like it "${lesson.phrase}" for ${lesson.entry}`;
    return { ...understood, why };
  };
}
