import type { AnswerIntent } from '../../../flows/domain.ts';
import type { KnownContact } from '../../../flows/events.ts';
import type { AgencyReading } from '../../../flows/understanding.ts';
import { readContact } from '../../requests/contact-details.ts';
import { checkField } from '../../requests/fields.ts';
import { hasTag } from '../paths.ts';
import { completed, introducedBy, isPrivate, severalAgencies } from './form.ts';
import { isSentence } from './question.ts';
import type { Knowledge, Meaning, Reader, Situation, Text } from './reader.ts';
import { means } from './reader.ts';

/** Answers that the issuer's card gives better, once the agency is known. */
const onCards: ReadonlySet<string> = new Set<AnswerIntent>([
  'token-central',
  'token-regional',
  'token-local',
  'token-request',
]);

/**
 * An agency, by name or kind: where its type is asked, and in a question that its issuer's card answers. Several of
 * them are all named, and one is asked for. Not in a question about something else.
 */
export const readAgency: Reader = (text, at, knowledge) => {
  const { agency, outcome, intent, language } = text.understanding();
  const isSettling = hasTag(at.path, 'settles-agency');
  if (!agency && !isSettling) return null;
  const introduced = isSettling ? introducedBy(text, at, knowledge) : null;
  if (introduced) {
    const { contact: values, reading } = introduced;
    const { messageId } = text;
    return means({ type: 'fill-contact', values, messageId }, { type: 'agency', reading, messageId });
  }
  const asksElse = outcome === 'answer' && !onCards.has(intent ?? '') && intent !== 'request-new';
  const several = asksElse ? null : readSeveral(text, at, knowledge);
  const meaning = several ?? (isSettling ? settled(text, at, knowledge) : agency && asked(text, agency, at));
  return meaning && { ...meaning, language: isSettling || !isSentence(text) ? null : language };
};

/** Several agencies in one text. In the form the one that is chosen becomes the form's. */
function readSeveral(text: Text, { path }: Situation, knowledge: Knowledge): Meaning | null {
  if (path.startsWith('form.')) return severalAgencies('agencyName', text, knowledge);
  const names = text.understanding().agency ? (knowledge.agenciesIn?.(text.text) ?? []) : [];
  return names.length > 1 ? means({ reply: 'several-agencies', names }) : null;
}

/** What is typed where the type of the agency is asked. In the form the operator's list comes first. */
function settled(text: Text, at: Situation, { complete }: Knowledge): Meaning | null {
  const { path } = at;
  const understanding = text.understanding();
  const { agency, outcome, intent, isQuestion } = understanding;
  if (complete && path.startsWith('form.') && !isQuestion) {
    const checked = checkField('agencyName', text.text, understanding);
    const listed = checked.ok && completed('agencyType', checked.value, [], agency, text.messageId, complete);
    if (listed) return means(listed);
  }
  const isOnCard = outcome === 'answer' && onCards.has(intent ?? '') && agency === null;
  // เทศบาลตำบลบ้านใหม่, and in the next bubble: ต้องขอ Token ที่ไหนคะ
  if (isOnCard && path === 'issuer.confirm') return means({ type: 'confirm.type.yes' });
  if (outcome === 'answer' && isQuestion && (agency?.type ?? null) === null) return null;
  // The kind alone was said: that is the type, with no name to confirm it by.
  if (agency?.type && agency.name === null && !isQuestion)
    return means({ type: 'pick', agencyType: agency.type });
  if (agency && isPrivate(text)) return noStateAgency;
  if (agency) return means({ type: 'agency', reading: agency, messageId: text.messageId });
  if (path === 'form.agency.pick') return noAgency(text);
  return outcome === 'none' && !isQuestion ? means({ type: 'agency.unknown' }) : null;
}

/** What names no agency where the form asks for its type: a phone number or an address is kept, the rest is told why. */
function noAgency(text: Text): Meaning | null {
  const { outcome, isQuestion, gap } = text.understanding();
  const values = readContact(text.text) ?? contactIn(text);
  if (values) return means({ type: 'fill-contact', values, messageId: text.messageId });
  const checked = checkField('agencyName', text.text, text.understanding());
  const why = checked.ok ? null : checked.why;
  if (why === 'correction' || isQuestion || outcome === 'answer' || gap !== null) return null;
  if (!checked.ok && why !== 'invalid' && why !== 'question')
    return means({ reply: 'misfill', slot: 'agencyType', problem: checked.problem });
  return outcome === 'none'
    ? means({ reply: 'misfill', slot: 'agencyType', problem: 'routing.unknown' })
    : null;
}

/** A text that is one phone number or one address. */
function contactIn({ text }: Text): Partial<KnownContact> | null {
  const [phone, email] = [checkField('phone', text), checkField('email', text)];
  if (phone.ok) return { phone: phone.value };
  return email.ok ? { email: email.value } : null;
}

/** An agency that is named or asked about anywhere else. */
function asked(text: Text, agency: AgencyReading, { context, path }: Situation): Meaning | null {
  const { outcome, intent, choices, gap } = text.understanding();
  const startsRequest = (intent ?? choices[0]) === 'request-new' && agency.name !== null;
  if (startsRequest && isPrivate(text)) return noStateAgency;
  // A request that is begun for an agency need not ask which; one that is not finished comes first.
  if (startsRequest && context.consent && !context.draft && !path.startsWith('consent.'))
    return means({ type: 'request-new' }, { type: 'agency', reading: agency, messageId: text.messageId });
  const isCard = outcome === 'answer' && onCards.has(intent ?? '');
  const isOpen =
    gap === null &&
    (outcome === 'none' || (outcome === 'choices' && choices.every((each) => onCards.has(each))));
  if ((isCard || isOpen) && isPrivate(text)) return noStateAgency;
  const { messageId } = text;
  if (isCard && agency.type) return means({ type: 'issuer', reading: agency, messageId });
  return isOpen ? means({ type: 'agency', reading: agency, messageId }) : null;
}

/** A company that is on no list of state enterprises is told that Tokens are for state agencies. */
const noStateAgency = means({ reply: 'gap', gap: 'not-a-state-agency' });
