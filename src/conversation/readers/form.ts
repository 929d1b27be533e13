import type { Offer } from '../../../flows/context.ts';
import type { Fill, Happening, KnownContact, PossibleName, Slot } from '../../../flows/events.ts';
import { slotAt } from '../../../flows/prompts/ask.ts';
import type { AgencyReading, Understanding } from '../../../flows/understanding.ts';
import { readContact, readIntroduction } from '../../requests/contact-details.ts';
import type { Checked } from '../../requests/fields.ts';
import { checkField } from '../../requests/fields.ts';
import type { NoValue } from '../../requests/no-value.ts';
import { hasTitle, namesAgency, namesCompany } from '../../requests/no-value.ts';
import { parseReference } from '../../requests/reference.ts';
import type { RequestField } from '../../requests/request.ts';
import type { AgencyCompletion } from '../../routing/completion.ts';
import { copyOf } from '../../../flows/actions.ts';
import { listedAs } from './press.ts';
import type { Knowledge, Meaning, Reader, Situation, Text } from './reader.ts';
import { means } from './reader.ts';
import { meaningOfQuestion } from './question.ts';

/** After this pause a text is a greeting rather than the answer to a question asked the day before. */
export const longPauseMs = 4 * 60 * 60 * 1000;

/** A longer name does not fit into a button; typed in full it is taken all the same. UTF-16 units. */
const longestAction = 300;

/** Whether a slot takes a text, and as what. What understanding says of it counts for words, where it may be no value. */
export const checkSlot = (slot: Slot, text: Text): Checked<string | boolean> => {
  if (slot === 'name' && namesListedAgency(text))
    return { ok: false, why: 'agency', slot: 'agencyName', problem: 'requests:problem.instead.agency' };
  return isWordSlot(slot) ? checkField(slot, text.text, text.understanding()) : checkField(slot, text.text);
};

/** Shorter names of agencies are parts of people's names: นิดา in ชนิดาภา. UTF-16 units. */
const longEnoughWithin = 8;

/** An agency of the list somewhere in a text: nobody is called so. A short one counts as a word of its own. */
const namesListedAgency = ({ text, understanding }: Text): boolean => {
  const { agency } = understanding();
  if (agency?.reason.code !== 'listed' || agency.name === null) return false;
  // ม.ร.ว. is no university.
  if (hasTitle(text) && text.trim().startsWith(agency.name)) return false;
  return agency.name.length >= longEnoughWithin || text.split(/\s+/).includes(agency.name);
};

const isWordSlot = (slot: Slot): boolean => slot !== 'phone' && slot !== 'email' && slot !== 'hasDigitalId';

/** The question of the form that a text answers; null where none is asked. */
function slotOf({ path, context: { offer, slot } }: Situation): Slot | null {
  if (path === 'form.suggest') return offer && offer.slot !== 'agencyType' ? offer.slot : null;
  if (path === 'data.slot') return slot;
  return slotAt(path);
}

const isContactSlot = (slot: Slot): slot is keyof KnownContact =>
  slot === 'name' || slot === 'position' || slot === 'phone' || slot === 'email';

/**
 * The answer to the question that the form asks. A question is answered instead, another detail than the one
 * that is asked fills its own slot, and what belongs in no slot is told why. Masked numbers fill nothing.
 */
export const readFormAnswer: Reader = (text, at, knowledge) => {
  const slot = slotOf(at);
  if (!slot) return null;
  if (text.found.length > 0) return means({ reply: 'masked', found: text.found });
  const isAgency = slot === 'agencyName' || slot === 'parentAgency';
  const ref = isAgency ? parseReference(text.text) : null;
  if (ref !== null) return means({ type: 'request.show', ref });
  const introduced = isAgency ? introducedBy(text, at, knowledge) : null;
  if (introduced) {
    const { agency, contact, reading } = introduced;
    const named = fill(slot, agency, flagsOf(slot, reading, at), text.messageId);
    return means(named, { type: 'fill-contact', values: contact, messageId: text.messageId });
  }
  const several = isContactSlot(slot) && at.path !== 'data.slot' ? readContact(text.text) : null;
  if (several) return means({ type: 'fill-contact', values: several, messageId: text.messageId });
  const whole = nameInBubbles(slot, text, at);
  if (whole !== null) return means(fill('name', whole, [], text.messageId));
  const agencies = slot === 'position' ? severalAgencies(slot, text, knowledge) : null;
  if (agencies) return agencies;
  const checked = checkSlot(slot, text);
  if (!checked.ok) return misfit(slot, checked, text, at, knowledge);
  if (isElsewhere(slot, checked.value, at))
    return means({ reply: 'misfill', slot, problem: 'requests:problem.instead.other-slot' });
  if (isWordSlot(slot) && at.pauseMs >= longPauseMs) return means({ reply: 'returned' });
  if (isAgency) return named(slot, String(checked.value), checked.flags, text, at, knowledge);
  return means(fill(slot, checked.value, checked.flags, text.messageId));
};

/** The person or the position is there already, as the answer to the other question: sent twice, or into the wrong one. */
function isElsewhere(slot: Slot, value: string | boolean, { context: { draft } }: Situation): boolean {
  const others: readonly Slot[] = slot === 'name' ? ['position'] : slot === 'position' ? ['name'] : [];
  return draft !== null && others.some((other) => draft[other] === value);
}

/** A question that was asked less than this ago was not read yet: what comes still belongs to the answer before it. */
const bubblePauseMs = 4000;

/** A name in two bubbles, the family name behind the given name: the name as a whole. Null for everything else. */
function nameInBubbles(slot: Slot, text: Text, { pauseMs, context: { draft } }: Situation): string | null {
  const given = draft?.name ?? '';
  if (slot !== 'position' || pauseMs > bubblePauseMs || given === '' || /\s/.test(given)) return null;
  if (/\s/.test(text.text.trim()) || !checkField('name', text.text, text.understanding()).ok) return null;
  const whole = checkField('name', `${given} ${text.text}`);
  return whole.ok ? whole.value : null;
}

/** Who introduces themselves with their agency: `อบต.บางพลี สมศรี ใจดี โทร 0812345678`. */
export function introducedBy(text: Text, at: Situation, { understand }: Knowledge) {
  const introduced = at.path.startsWith('form.') ? readIntroduction(text.text) : null;
  const reading = introduced && understand(introduced.agency).agency;
  return reading ? { ...introduced, reading } : null;
}

/** A remark on an agency of another type than the form's. */
function flagsOf(slot: Slot, reading: AgencyReading | null, { context }: Situation): readonly string[] {
  const type = reading?.type ?? null;
  const differs = slot === 'agencyName' && type !== null && type !== context.draft?.agencyType;
  return differs ? ['requests:flag.agencyType-differs'] : [];
}

/** Certainly, or probably, a question rather than a value. */
const asks = ({ outcome, isQuestion, gap }: Understanding): boolean =>
  outcome === 'answer' || gap !== null || (isQuestion && outcome === 'choices');

const fill = (slot: Slot, value: string | boolean, flags: readonly string[], messageId: string): Fill => ({
  type: `fill.${slot}`,
  slot,
  value,
  flags,
  messageId,
});

/** Not a value of this slot: it goes where it belongs, or the officer is told why it is not taken. */
function misfit(
  slot: Slot,
  checked: Extract<Checked<unknown>, { ok: false }>,
  text: Text,
  at: Situation,
  knowledge: Knowledge,
): Meaning {
  const { why, slot: other } = checked;
  const isOptional = slot === 'position' || slot === 'email';
  if (isOptional && saysSkip(slot, text)) return means({ type: 'skip' });
  if (why === 'correction' && other && other !== 'subject') return means({ type: `edit.${other}` });
  const elsewhere = intoOtherSlot(slot, why === 'invalid' ? formOf(text) : other, text);
  if (elsewhere) return means(elsewhere);
  const several = severalAgencies(slot, text, knowledge);
  if (several) return several;
  const { outcome, gap } = text.understanding();
  const isAnswered = why === 'aside' ? outcome === 'answer' || (gap !== null && gap !== 'courtesy') : false;
  if (isAnswered || ((why === 'question' || why === 'invalid') && asks(text.understanding())))
    return meaningOfQuestion(text, at, knowledge);
  if (at.pauseMs >= longPauseMs) return means({ reply: 'returned' });
  const name = slot === 'name' ? possibleName(text, why) : null;
  return means({ reply: 'misfill', slot, problem: checked.problem, ...(name && { name }) });
}

/** Two to four words of letters alone. */
const likeName = /^\p{L}[\p{L}\p{M}.]+(?:\s+\p{L}[\p{L}\p{M}.'-]+){1,3}$/u;
/** LINE's postback takes so much, besides the button's own words. UTF-16 units. */
const longestName = 100;

/**
 * A text that reads like something else and may be a name all the same, since people are called so: the officer is asked.
 * What sounds like a refusal or a courtesy has to be typed twice.
 */
function possibleName({ text, messageId }: Text, why: NoValue['why'] | 'invalid'): PossibleName | null {
  const value = text.trim().replaceAll(/\s+/g, ' ');
  if (why === 'correction' || value.length > longestName || !likeName.test(value)) return null;
  return { value, messageId, offeredAt: why === 'agency' || why === 'question' ? 1 : 2 };
}

/** That the question is to be left out, if only at the end of a longer text: `ไม่ใส่ได้ไหมคะ ขอข้าม`. */
const saysSkip = (slot: 'position' | 'email', { text }: Text): boolean =>
  [text, ...text.split(/\s+/).slice(-1)].some((piece) => {
    const checked = checkField(slot, piece);
    return !checked.ok && checked.why === 'skip';
  });

/** Which slot has values that look like this text. */
const formOf = ({ text }: Text): 'phone' | 'email' => (text.includes('@') ? 'email' : 'phone');

/** The value of another slot that has a form of its own goes there: a phone number or an address is never lost. */
function intoOtherSlot(slot: Slot, other: RequestField | undefined, text: Text): Happening | null {
  if ((other !== 'phone' && other !== 'email') || other === slot) return null;
  const checked = checkField(other, text.text);
  return checked.ok
    ? { type: 'fill-contact', values: { [other]: checked.value }, messageId: text.messageId }
    : null;
}

/** An agency's name: as the operator's list has it, offered where it is only like one, otherwise as it was typed. */
function named(
  slot: 'agencyName' | 'parentAgency',
  value: string,
  given: readonly string[],
  text: Text,
  at: Situation,
  knowledge: Knowledge,
): Meaning {
  const reading = text.understanding().agency;
  const type = reading?.type ?? null;
  // The kind alone is no name.
  if (type !== null && reading?.name === null && slot === 'agencyName')
    return means({ reply: 'misfill', slot, problem: 'requests:problem.agencyName-unclear' });
  const several = severalAgencies(slot, text, knowledge);
  if (several) return several;
  const flags = [...given, ...flagsOf(slot, reading, at)];
  const { complete } = knowledge;
  const listed = complete && completed(slot, value, flags, reading, text.messageId, complete);
  if (listed) return means(listed);
  const isKnown = (reading !== null || namesAgency(value)) && !isPrivate(text);
  // Typed in answer to that question, it is meant.
  const isMeant = isKnown || at.path === 'form.suggest';
  return means(isMeant ? fill(slot, value, flags, text.messageId) : unlisted(slot, value, text.messageId));
}

/** A company that is not on the list of state enterprises. */
export function isPrivate({ text, understanding }: Text): boolean {
  const { agency } = understanding();
  return namesCompany(text) && agency?.reason.code !== 'listed';
}

/** Nothing tells that it is an agency: the officer says whether it is. */
const unlisted = (slot: Offer['slot'], typed: string, messageId: string): Happening => ({
  type: 'suggest',
  offer: { slot, typed, names: [], several: false, flags: [], reading: null, messageId },
});

/**
 * One text that names several agencies, wherever the form stands: all are named, and one is asked for. Null where it
 * names none or one.
 * @param slot what is asked; null at the other questions of the form.
 */
export function severalAgencies(
  slot: Slot | null,
  text: Text,
  { agenciesIn }: Pick<Knowledge, 'agenciesIn'>,
): Meaning | null {
  const names = text.understanding().agency ? (agenciesIn?.(text.text) ?? []) : [];
  if (names.length < 2) return null;
  const asked = slot === 'agencyName' || slot === 'parentAgency' ? slot : null;
  const offer: Offer = {
    slot: asked ?? 'agencyName',
    typed: asked ? text.text : '',
    names,
    several: true,
    flags: [],
    reading: null,
    messageId: text.messageId,
  };
  return means({ type: 'suggest', offer });
}

/** What the operator's list has for a name; null for nothing, and the name stands as it was typed. */
export function completed(
  slot: Offer['slot'],
  typed: string,
  flags: readonly string[],
  reading: AgencyReading | null,
  messageId: string,
  complete: AgencyCompletion,
): Happening | null {
  const { match, near } = complete(typed);
  if (match)
    return slot === 'parentAgency' ? fill(slot, match.name, [], messageId) : listedAs(match, messageId);
  // A name that our own list knows is no part of another.
  const isKnown = reading?.reason.code === 'listed' && reading.reason.matched === typed;
  const names = near.map(({ name }) => name).filter((name) => `agency:${name}`.length <= longestAction);
  if (names.length === 0 || isKnown) return null;
  const stored = reading && slot === 'agencyType' ? copyOf({ ...reading, name: typed }, messageId) : null;
  return {
    type: 'suggest',
    offer: { slot, typed, names, several: false, flags: [...flags], reading: stored, messageId },
  };
}
