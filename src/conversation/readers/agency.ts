import type { AnswerIntent } from '../../../flows/domain.ts';
import { checkField } from '../../requests/fields.ts';
import { hasTag } from '../paths.ts';
import { completed, introducedBy, isPrivate, severalAgencies } from './form.ts';
import { isSentence } from './question.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

/** Answers that the issuer's card gives better, once the agency is known. */
const onCards: ReadonlySet<AnswerIntent> = new Set([
  'token-central',
  'token-regional',
  'token-local',
  'token-request',
]);

/**
 * An agency, by name or kind: where its type is asked, and in a question that its issuer's card answers. In the
 * form the operator's list comes first. Not in a question about something else.
 */
export const readAgency: Reader = (text, at, knowledge) => {
  const { path } = at;
  const { complete, agenciesIn } = knowledge;
  const understanding = text.understanding();
  const { agency, outcome, intent, isQuestion, choices } = understanding;
  const isSettling = hasTag(path, 'settles-agency');
  const language = isSentence(text) ? understanding.language : null;
  if (isSettling) {
    const introduced = introducedBy(text, at, knowledge);
    if (introduced) {
      const { contact: values, reading } = introduced;
      const { messageId } = text;
      return means({ type: 'fill-contact', values, messageId }, { type: 'agency', reading, messageId });
    }
    const several = path.startsWith('form.')
      ? severalAgencies('agencyName', text, agenciesIn?.(text.text) ?? [])
      : null;
    if (several) return several;
    if (complete && path.startsWith('form.') && !isQuestion) {
      const checked = checkField('agencyName', text.text, understanding);
      const listed =
        checked.ok && completed('agencyType', checked.value, [], agency, text.messageId, complete);
      if (listed) return means(listed);
    }
    const isAsked = outcome === 'answer' && isQuestion && (agency?.type ?? null) === null;
    // The kind alone was said: that is the type, with no name to confirm it by.
    if (agency?.type && agency.name === null && !isQuestion)
      return means({ type: 'pick', agencyType: agency.type });
    if (isPrivate(text) && agency) return means({ reply: 'gap', gap: 'not-a-state-agency' });
    if (agency && !isAsked) return means({ type: 'agency', reading: agency, messageId: text.messageId });
    if (outcome === 'none' && !isQuestion) return means({ type: 'agency.unknown' });
    return null;
  }
  if (!agency) return null;
  const names = agenciesIn?.(text.text) ?? [];
  const asksElse = outcome === 'answer' && !onCards.has(intent as AnswerIntent) && intent !== 'request-new';
  if (names.length > 1 && !asksElse) return { ...means({ reply: 'several-agencies', names }), language };
  const isCard = outcome === 'answer' && onCards.has(intent as AnswerIntent);
  if (isCard && agency.type)
    return {
      happenings: [{ type: 'issuer', reading: agency, messageId: text.messageId }],
      language,
    };
  const isOpen =
    outcome === 'none' ||
    (outcome === 'choices' && choices.every((each) => onCards.has(each as AnswerIntent)));
  return isOpen && understanding.gap === null
    ? { happenings: [{ type: 'agency', reading: agency, messageId: text.messageId }], language }
    : null;
};
