import { parseAction } from '../../../flows/buttons.ts';
import type { Language } from '../../../flows/domain.ts';
import type { Happening } from '../../../flows/events.ts';
import { openQuestion } from '../../../flows/guards.ts';
import { menu } from '../../../flows/menu.ts';
import { confirms } from '../../../flows/prompts/ask.ts';
import { commandOf } from '../../text/commands.ts';
import { saysLater } from '../../text/later.ts';
import { listenerOf, queuedQuestion } from './addressee.ts';
import { squeezed } from './labels.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

const nameOf = (happening: Happening): string => ('reply' in happening ? happening.reply : happening.type);

/** Words that are said to the person who listens, when one does. */
const courtesies: ReadonlySet<string> = new Set([
  'greeting',
  'thanks',
  'repeat',
  'consent.give',
  'consent.refuse',
]);

/** What officers begin with: before consent the chat goes on in the language of these. */
const firstWords: ReadonlySet<string> = new Set(['greeting', 'consent.give', 'consent.refuse']);

const lettersOf = (text: string): Language | null =>
  /[ก-ฮ]/.test(text) ? 'th' : /[a-z]{2}/i.test(text) ? 'en' : null;

/**
 * A word that is understood at any point, such as `เมนู`, `ยกเลิก`, `สถานะ`, with polite particles.
 * Not where a person listens and the word is a courtesy, nor `เจ้าหน้าที่` where a position is asked.
 */
export const readCommand: Reader = ({ text }, at) => {
  const [command] = parseAction(commandOf(text) ?? '') ?? [];
  if (!command) return null;
  const name = nameOf(command);
  if (at.path === 'form.position' && name === 'human') return null;
  if (courtesies.has(name) && listenerOf(at) !== null) return null;
  return { happenings: [command], language: firstWords.has(name) ? lettersOf(text) : null };
};

/** `มีใครอยู่ไหมคะ` asks the same as `มีใครอยู่ไหม`. */
const particles = /(?<!ครับ|คับ|ค่ะ|คะ|นะ|บ้าง)(?:ครับ|คับ|ค่ะ|คะ|นะ|บ้าง)+$/;

/** A question for somebody's presence is short, and has one of the longer words. UTF-16 units. */
const longestAsked = 30;
const clearWord = 10;

const presenceWords: ReadonlySet<string> = new Set(menu.presence.map(squeezed));

/** `มีใครอยู่ไหม`, while a request is with people: the truth about where it stands. */
export const readPresence: Reader = ({ typed }, at) => {
  const request = openQuestion(at.facts.requests) ?? listenerOf(at);
  const said = typed.replace(particles, '');
  const asks =
    presenceWords.has(said) ||
    (said.length <= longestAsked &&
      [...presenceWords].some((word) => word.length >= clearWord && said.includes(word)));
  return request && asks ? means({ reply: 'presence', ref: request.ref }) : null;
};

const neverMind: ReadonlySet<string> = new Set(menu.neverMind.map(squeezed));

/**
 * `ไม่เป็นไรค่ะ`, `ไม่ต้องแล้ว แก้ได้แล้ว`: what was begun is not wanted any more. Not where a person listens, and not in
 * answer to a question of yes or no.
 */
export const readNeverMind: Reader = ({ text }, at) => {
  const pieces = text.split(/[\s,]+/).map((piece) => squeezed(piece).replace(particles, ''));
  const said = pieces.filter((piece) => piece !== '');
  const isSaid =
    said.length > 0 && (said.every((piece) => neverMind.has(piece)) || neverMind.has(said.join('')));
  if (!isSaid || listenerOf(at) !== null || confirms(at.path) !== null) return null;
  const queued = queuedQuestion(at);
  if (at.path.startsWith('form.') || at.path === 'person.subject') return means({ type: 'cancel' });
  return queued ? means({ type: 'request.withdraw', ref: queued.ref }) : null;
};

/** `เดี๋ยวพรุ่งนี้มาต่อนะคะ`, in the form: what was answered stays. Not where a person listens. */
export const readLater: Reader = ({ text }, at) =>
  at.path.startsWith('form.') && listenerOf(at) === null && saysLater(text)
    ? means({ reply: 'later' })
    : null;
