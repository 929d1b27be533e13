import { readYesNo } from '../../text/yes-no.ts';
import { isAnswer } from '../../understanding/tables.ts';
import { meaningOf } from '../../../flows/buttons.ts';
import type { Reader, Text } from './reader.ts';
import { means } from './reader.ts';

/** So many words of Latin letters make a sentence: fewer are a name, an abbreviation or an address. */
const wordsOfSentence = 3;

/** An e-mail address or a link is a word of no language. */
const address = /(?<!\S)\S*\w[@./]\w\S*/g;

/** Whether a text can tell the language that its answer is wanted in. */
export const isSentence = ({ text, understanding }: Text): boolean =>
  /[\u0e00-\u0e7f]{4}/.test(text) ||
  (text.replaceAll(address, ' ').match(/[a-z]{2,}/gi) ?? []).length >= wordsOfSentence ||
  (understanding().outcome === 'answer' && /[a-z]{2}\s+[a-z]{2}/i.test(text) && !text.includes('@'));

/**
 * A question in the officer's own words: answered, offered as choices, told that the letter does not say, or not
 * understood. Reads every text that no other reader takes.
 */
export const readQuestion: Reader = (text) => {
  const { outcome, intent, choices, gap, language } = text.understanding();
  const spoken = isSentence(text) ? language : null;
  if (outcome === 'answer' && intent) {
    // A message with several questions gets all their answers; what starts something starts alone.
    const also = isAnswer(intent) ? choices.filter(isAnswer) : [];
    return { happenings: [intent, ...also].map(meaningOf), language: spoken };
  }
  // A yes where nothing is asked is no question that could be about something.
  if (outcome === 'choices' && readYesNo(text.text) !== null) return means({ reply: 'unknown' });
  if (outcome === 'choices')
    return { happenings: [{ reply: 'choices', intents: choices }], language: spoken };
  if (gap) return { happenings: [{ reply: 'gap', gap }], language: spoken };
  return { ...means({ reply: 'unknown' }), language: spoken };
};

/** The same in the middle of something else, where there is always a meaning. */
export const meaningOfQuestion = (...args: Parameters<Reader>) =>
  readQuestion(...args) ?? means({ reply: 'unknown' });
