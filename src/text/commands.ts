import { menu } from '../../flows/menu.ts';
import type { Piece } from './glossary.ts';
import { createGlossary } from './glossary.ts';
import { shortAnswers } from './short-answers.ts';

/** What a word may be in a command; several at once: `please` stands before and behind. */
interface Role {
  /** The action of `flows/menu.yaml`. */
  readonly action?: string;
  readonly is: ReadonlySet<Part>;
}
type Part = 'courtesy' | 'speaker' | 'request' | 'behind' | 'asking';

/** Said to whoever listens: beside another command they are mere politeness. */
const courtesyActions: ReadonlySet<string> = new Set(['greeting', 'thanks']);

/** `…ได้ไหม` of these asks for the thing itself; of others (`ขอยกเลิกได้ไหม`) it may ask whether one can. */
const askedFor: ReadonlySet<string> = new Set([
  'menu',
  'back',
  'repeat',
  'status',
  'human',
  'language:en',
  'language:th',
]);

const glossary = createGlossary(readRoles());

function readRoles(): ReadonlyMap<string, Role> {
  const { particles, courtesies, fillers } = shortAnswers;
  const parts: readonly (readonly [Part, readonly string[]])[] = [
    ['courtesy', [...particles, ...courtesies]],
    ['speaker', fillers.speaker],
    ['request', fillers.request],
    ['behind', fillers.command],
    ['asking', fillers.asking],
  ];
  const roles = new Map<string, Role>();
  for (const [part, words] of parts)
    for (const word of words) roles.set(word, { is: new Set([...(roles.get(word)?.is ?? []), part]) });
  for (const [action, words] of Object.entries(menu.commands))
    for (const word of words)
      roles.set(word, { action, is: new Set<Part>(courtesyActions.has(action) ? ['courtesy'] : []) });
  return roles;
}

/**
 * The command in a text, as an action of `flows/menu.yaml`: by itself or asked for as courteous people do (`ขอเมนูหน่อยค่ะ`,
 * `ช่วยยกเลิกด้วยครับ`). Null for a text that says anything else too, be it that the word occurs in it:
 * `ผมเป็นเจ้าหน้าที่ไอที`, `ยกเลิกคำขอเดิมได้ไหม`.
 */
export function commandOf(text: string): string | null {
  const pieces = glossary(text);
  if (!pieces) return null;
  const isCommand = ({ meaning }: Piece<Role>) => meaning.action !== undefined && !meaning.is.has('courtesy');
  const first = pieces.findIndex(isCommand);
  if (first < 0) return courtesyIn(pieces);
  const last = pieces.findLastIndex(isCommand);
  const within = pieces.slice(first, last + 1);
  if (!within.every((piece) => isCommand(piece) || isAny('courtesy', 'request', 'behind')(piece)))
    return null;
  // ไม่ขอแล้วครับ ยกเลิกคำขอ: the same said twice.
  const actions = new Set(within.filter(isCommand).map(({ meaning }) => meaning.action));
  // กลับหน้าแรก: back to a place is to go there.
  if (actions.has('menu')) actions.delete('back');
  const [action] = actions;
  if (action === undefined || actions.size > 1) return null;
  const before = pieces.slice(0, first);
  const behind = pieces.slice(last + 1);
  if (!before.every(isAny('courtesy', 'speaker', 'request'))) return null;
  if (!behind.every(isAny('courtesy', 'behind', 'asking'))) return null;
  const isRequest = before.some(isAny('request'));
  if (before.some(isAny('speaker')) && !isRequest) return null;
  if (behind.some(isAny('asking')) && !(isRequest && askedFor.has(action))) return null;
  return /[?\uff1f]/.test(text) && !askedFor.has(action) ? null : action;
}

/** Whether a text is nothing but what stands before a request: `ขอ`, `รบกวนช่วย`, `สวัสดีค่ะ อยากจะ`. */
export const isRequesting = (text: string): boolean =>
  glossary(text)?.every(isAny('courtesy', 'speaker', 'request')) === true;

const isAny =
  (...parts: readonly Part[]) =>
  ({ meaning }: Piece<Role>): boolean =>
    parts.some((part) => meaning.is.has(part));

/** A greeting or thanks with nothing else. */
function courtesyIn(pieces: readonly Piece<Role>[]): string | null {
  const said = pieces.find(({ meaning }) => meaning.action !== undefined)?.meaning.action;
  return said !== undefined && pieces.every(isAny('courtesy')) ? said : null;
}
