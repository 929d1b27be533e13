import type { Piece } from './glossary.ts';
import { createGlossary } from './glossary.ts';
import { shortAnswers } from './short-answers.ts';

export type YesNo = 'yes' | 'no';

/**
 * What a word is in a short answer: a `stem` or a `deed` is a yes, and with a negation before it a no; a `fixed` yes cannot be
 * negated; `alone` is a particle that by itself is a yes.
 */
interface Role {
  readonly says:
    | 'particle'
    | 'courtesy'
    | 'filler'
    | 'unclear'
    | 'alone'
    | 'stem'
    | 'deed'
    | 'fixed'
    | 'no'
    | 'negation';
  /** A no that may also negate the next word: ไม่. */
  readonly negates: boolean;
  readonly isLatin: boolean;
}

/** What a yes would do: see `readYesNo`. */
export type AskedFor = 'anything' | 'loss' | 'help';

const glossary = createGlossary(readRoles());
/** Where help was offered, what else is a courtesy accepts it. */
const helpGlossary = createGlossary([
  ...readRoles(),
  ...shortAnswers.yes.help.map((word): [string, Role] => [
    word,
    { says: 'stem', negates: false, isLatin: /^[a-z]/i.test(word) },
  ]),
]);

function readRoles(): ReadonlyMap<string, Role> {
  const { particles, courtesies, unclear, yes, no, fillers } = shortAnswers;
  const negations = new Set(no.negations);
  const inOrder: readonly (readonly [Role['says'], readonly string[]])[] = [
    ['particle', particles],
    ['courtesy', courtesies],
    ['alone', yes.alone],
    ['filler', fillers.answer],
    ['stem', yes.stems],
    ['deed', yes.deeds],
    ['fixed', yes.fixed],
    ['negation', no.negations],
    ['no', no.words],
    ['unclear', unclear],
  ];
  const roles = inOrder.flatMap(([says, words]) =>
    words.map((word): [string, Role] => [
      word,
      { says, negates: negations.has(word), isLatin: /^[a-z]/i.test(word) },
    ]),
  );
  return new Map(roles);
}

/**
 * A yes or no in the words officers use: with particles, doubled, with thanks, in dialect, in English, as an emoji.
 * Takes a text that says it and nothing else. What is doubtful, asks back or goes on to other things is null, so that
 * the question is put again rather than answered wrongly.
 * @param asks `loss` where a yes erases, leaves or takes back something: words that agree to send or to consent
 * (`ส่งเลย`, `ยินยอม`) answer nothing there. `help` where help was offered: `รบกวนด้วยครับ`, `ฝากด้วยค่ะ` accept it.
 *
 * `readYesNo('ใช่ค่ะ ถูกแล้ว')` is `'yes'`, of `ไม่ใช่ครับ` `'no'`, of `ใช่ไหมคะ` and `ใช่แต่ชื่อผิด` `null`.
 */
export function readYesNo(text: string, asks: AskedFor = 'anything'): YesNo | null {
  if (/[?\uff1f]/.test(text)) return null;
  const pieces = asks === 'help' ? helpGlossary(text) : glossary(text);
  if (!pieces) return null;
  const said = new Set(answersIn(pieces, asks === 'loss'));
  if (said.has(null) || said.size > 1) return null;
  const [answer] = said;
  if (answer) return answer;
  return pieces.every(({ meaning }) => meaning.says === 'alone' || meaning.says === 'particle') &&
    pieces.some(({ meaning }) => meaning.says === 'alone')
    ? 'yes'
    : null;
}

/** Every yes and no in order; null for what is neither and no mere courtesy. */
function* answersIn(pieces: readonly Piece<Role>[], isLoss: boolean): Generator<YesNo | null> {
  for (const [index, { meaning }] of pieces.entries()) {
    const before = pieces[index - 1]?.meaning;
    const isNegated = before?.negates === true && isTakenUp(pieces[index]);
    const { says } = meaning;
    if (says === 'stem') yield isNegated ? 'no' : 'yes';
    else if (says === 'deed') yield isLoss ? null : isNegated ? 'no' : 'yes';
    else if (says === 'fixed') yield isNegated ? null : 'yes';
    else if (says === 'no') yield 'no';
    else if (says === 'unclear') yield null;
    else if (says === 'negation' && !isTakenUp(pieces[index + 1])) yield null;
    if (says === 'filler' && isNegated) yield null;
  }
}

/** Whether a negation before a word is of this word. Apart from it, ไม่ may be the whole answer, and this a second one. */
function isTakenUp(piece: Piece<Role> | undefined): boolean {
  return piece !== undefined && (!piece.isApart || piece.meaning.isLatin);
}
