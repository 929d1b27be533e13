import { correctable } from '../../../flows/context.ts';
import { isOpen } from '../../../flows/guards.ts';
import { ownDataWords } from '../../../flows/own-data.ts';
import { readCorrection } from '../../requests/no-value.ts';
import { hasTag } from '../paths.ts';
import { squeezed } from './labels.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

/** A longer text tells a story rather than asking for one thing. UTF-16 units. */
const longest = 80;

const finder = (words: readonly string[]) => {
  const plain = words.map(squeezed);
  return (typed: string): boolean => plain.some((word) => typed.includes(word));
};
const { own, things, consent, verbs } = ownDataWords;
const [isOwn, isThing, isConsent] = [own, things, consent].map(finder) as [Find, Find, Find];
type Find = ReturnType<typeof finder>;
const [erases, copies, shows, withdraws] = [verbs.erase, verbs.copy, verbs.show, verbs.withdraw].map(
  finder,
) as [Find, Find, Find, Find];

/**
 * What an officer wants with the data that is kept of them: shown, copied, erased, or the consent withdrawn. What
 * erases asks once, so that a text read here by mistake costs a question. Not where a text answers a question.
 */
export const readOwnData: Reader = ({ typed, understanding }, { path }) => {
  if (typed.length > longest || hasTag(path, 'takes-text')) return null;
  if (isConsent(typed)) return withdraws(typed) ? means({ type: 'consent.withdraw' }) : null;
  if (!isOwn(typed) || !isThing(typed)) return null;
  if (erases(typed)) return means({ type: 'data.erase' });
  if (copies(typed)) return means({ type: 'data.copy' });
  return shows(typed) && understanding().outcome !== 'answer' ? means({ type: 'data.show' }) : null;
};

/**
 * That an answer given before is wrong: in the form its question is asked again; of a request that is filed the
 * officer corrects it themselves. Not where nothing was given.
 */
export const readCorrected: Reader = ({ text }, { path, context, facts }) => {
  const correction = readCorrection(text);
  if (!correction) return null;
  const slot = correction.slot === 'subject' ? null : correction.slot;
  const isFiled = facts.requests.some((request) => request.kind === 'token' && isOpen(request));
  if (context.draft && (path.startsWith('form.') || !isFiled))
    return means(slot ? { type: `edit.${slot}` } : { type: 'resume' });
  if (!isFiled) return null;
  return means({ type: 'data.correct', slot: correctable.find((each) => each === slot) ?? null });
};
