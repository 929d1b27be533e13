import type { AgencyType, Json, Language } from '../../flows/domain.ts';
import type { RequestSummary } from '../../flows/events.ts';
import { issuerCard, issuerOf, keysToPress } from '../routing/issuer.ts';
import type { Words } from '../base/words.ts';

type Params = { readonly [name: string]: Json };

/** Stands for a value that does not exist while a text is put together. */
const absent = '\u0000';

/**
 * A prompt as text. A line with a value that does not exist (null) is left out, so that one entry of a locale
 * serves with and without it.
 * @throws {RangeError} when there is no such sentence.
 * @param say key of the `conversation` namespace, or of another one with its name in front (`faq:…`).
 */
export function wordsFor(say: string, params: Params, language: Language, words: Words): string {
  const key = say.includes(':') ? say : `conversation:${say}`;
  const known = { ...params, ...derived(say, params, language, words) };
  const marked = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value ?? absent]));
  const sentence = words.say(language, key, marked);
  if (sentence === key.slice(key.indexOf(':') + 1)) throw new RangeError(`there is no sentence ${key}`);
  return sentence
    .split('\n')
    .filter((line) => !line.includes(absent))
    .join('\n')
    .trim();
}

/** What a text shows that follows from what the prompt carries. */
function derived(say: string, params: Params, language: Language, words: Words): Params {
  // A line that an answer has for when its date has passed.
  if (say.startsWith('faq:answer.')) return { lapsed: params['lapsed'] ?? null };
  // What only an operator can know; an answer holds without it.
  if (say.startsWith('faq:gap.'))
    return {
      workingDays: params['workingDays'] ?? null,
      contactHours: params['contactHours'] ?? null,
    };
  const type = params['type'] as AgencyType;
  // Not nested in the sentence itself: i18next resolves nothing there once a value looks like nesting, too.
  const typeName = type ? words.say(language, `routing:type.${type}`) : null;
  switch (say) {
    case 'own-data.corrected':
    case 'own-data.correct-slot':
      return { slot: words.say(language, `requests:field.${params['slot'] as string}`) };
    case 'form.listed':
      return { typeName };
    case 'routing.confirm':
      return { typeName, reason: reasonOf(params, language, words) };
    case 'issuer.card': {
      const card = issuerWords(type, language, words);
      const lines = (names: readonly ('phone' | 'email')[]) =>
        names
          .filter((name) => card[name] !== null)
          .map((name) => `${words.say(language, `conversation:issuer.${name}`)}: ${card[name]}`)
          .join('\n');
      return {
        ...card,
        typeName,
        agencyName: params['agencyName'] ?? null,
        contact: lines(['phone', 'email']) || null,
        reason: reasonOf(params, language, words),
      };
    }
    case 'handoff.filed':
      return { subject: params['subject'] ?? null };
    case 'form.assist':
      return { issuer: type ? words.say(language, `routing:issuer.${issuerOf(type)}.name`) : null };
    case 'form.review':
      return {
        typeName,
        digitalId: words.say(language, `conversation:digital-id.${params['hasDigitalId'] === true}`),
      };
    case 'form.receipt':
      return {
        issuer: words.say(language, `routing:issuer.${issuerOf(type)}.name`),
        next: words.say(language, `conversation:form.next.${issuerOf(type)}`),
      };
    case 'own-data.erase.ask':
    case 'consent.withdraw.ask':
      return { open: positive(params['open']), refs: params['refs'] ?? '' };
    // Not in what an earlier version left to be sent.
    case 'note.sent':
      return { about: params['about'] ?? null, waiting: params['waiting'] ?? null };
    case 'request.none':
      return { draft: draftOf(params['unfinished'], params['agencyName'], language, words) };
    case 'request.list': {
      const requests = params['requests'] as unknown as readonly RequestSummary[];
      return {
        items: requests
          .map((request) =>
            words.say(language, 'conversation:request.item', describe(request, language, words)),
          )
          .join('\n'),
        more: positive(params['more']),
        draft: draftOf(params['unfinished'], params['agencyName'], language, words),
      };
    }
    case 'request.one':
      return {
        ...describe(params as unknown as RequestSummary, language, words),
        dueAt: params['toldDueAt'] ?? null,
        draft: draftOf(params['unfinished'], params['draftAgency'], language, words),
      };
    default:
      return {};
  }
}

const positive = (count: Json | undefined): Json => (typeof count === 'number' && count > 0 ? count : null);

/** That a request is not filed yet, with its agency where that is known; null where there is none. */
function draftOf(
  isUnfinished: Json | undefined,
  agencyName: Json | undefined,
  language: Language,
  words: Words,
): string | null {
  if (isUnfinished !== true) return null;
  return typeof agencyName === 'string'
    ? words.say(language, 'conversation:form.unfinished', { agencyName })
    : words.say(language, 'conversation:reminder.form-unfinished');
}

function describe(request: RequestSummary, language: Language, words: Words): Params {
  return {
    ref: request.ref,
    what:
      request.agencyName === null
        ? words.say(language, 'conversation:request.question')
        : words.say(language, 'conversation:request.token', { agencyName: request.agencyName }),
    status: words.say(language, `requests:officer-status.${request.status}`),
    issuer: request.issuer && words.say(language, `routing:issuer.${request.issuer}.name`),
    createdAt: request.createdAt,
    disposition: request.disposition && words.say(language, `requests:disposition.${request.disposition}`),
  };
}

/** Why a type was believed, as a sentence; null where none was. */
export function reasonOf({ reasonCode, matched }: Params, language: Language, words: Words): string | null {
  if (typeof reasonCode !== 'string' || reasonCode === '') return null;
  return words.say(language, `routing:reason.${reasonCode}`, { matched: matched ?? '' });
}

/** What an officer reads of an issuer; null where the source gives nothing. */
export interface IssuerWords {
  readonly issuer: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly keys: string | null;
  readonly prepare: string;
  readonly caveat: string;
  readonly source: string;
}

/** What was said of the issuers: a handful of cards in two languages, long to put together. */
const issuersSaid = new WeakMap<Words, Map<string, IssuerWords & Params>>();

/** The issuer of a type of agency in words: whom to reach and how, what to prepare, and where that is known from. */
export function issuerWords(type: AgencyType, language: Language, words: Words): IssuerWords & Params {
  let said = issuersSaid.get(words);
  if (!said) issuersSaid.set(words, (said = new Map()));
  const name = `${language} ${type}`;
  let card = said.get(name);
  if (!card) said.set(name, (card = putIntoWords(type, language, words)));
  return card;
}

function putIntoWords(type: AgencyType, language: Language, words: Words): IssuerWords & Params {
  const issuer = issuerOf(type);
  const card = issuerCard(issuer);
  const say = (key: string, values?: Params) => words.say(language, `routing:${key}`, values);
  const day = (iso: string) => words.say(language, 'conversation:on-date', { at: Date.parse(iso) });
  const phones = card.phones.map(({ written, extensions }) => {
    const among = extensions.join(` ${say('extensionOr')} `);
    return extensions.length === 0 ? written : `${written} ${say('extensions', { extensions: among })}`;
  });
  return {
    issuer: say(`issuer.${issuer}.fullName`),
    phone: phones.join('\n') || null,
    email: card.email,
    keys:
      keysToPress(issuer)
        .map(({ key, node }) => `${key} ${say(`key.${node}`)}`)
        .join(' → ') || null,
    prepare: [
      ...card.prepare.map((each) => `• ${say(`issuer.${issuer}.prepare.${each}`)}`),
      say(`issuer.${issuer}.conditions`),
    ].join('\n'),
    caveat: say('caveat'),
    source: [
      ...card.sources.map(({ of, document }) =>
        say(`sources.${of}`, { document: say(`document.${document}`) }),
      ),
      say('source', { checkedOn: day(card.checkedOn) }),
    ].join('\n'),
  };
}
