import { parseAction } from '../../../flows/buttons.ts';
import { agencyTypes, answerIntents, intents, issuers, languages } from '../../../flows/domain.ts';
import type { Json, Language } from '../../../flows/domain.ts';
import { gapAnswers } from '../../../flows/gap-answers.ts';
import { newDraft } from '../../../flows/context.ts';
import type { Effect, Note } from '../../../flows/events.ts';
import { afterEffect } from '../../../flows/prompts/outcomes.ts';
import { factsWith, request } from './situation.ts';
import type { Choice, Prompt } from '../../../flows/prompts/prompt.ts';
import { labelOf } from '../../conversation/readers/labels.ts';
import { labelLength, limits } from '../../line/limits.ts';
import { wordsFor } from '../../line/phrase.ts';
import { issuerCard, keysToPress } from '../../routing/issuer.ts';
import type { Words } from '../../base/words.ts';

/** What is wrong with what is said: words that are missing, labels and texts that LINE does not take, buttons without a meaning. */
export function promptFaults(prompts: Iterable<Prompt>, words: Words): string[] {
  const faults = new Set<string>();
  const different = new Map([...prompts].map((prompt) => [JSON.stringify(prompt), prompt]));
  for (const prompt of different.values())
    for (const language of languages) {
      for (const fault of textFaults(prompt, language, words)) faults.add(fault);
      for (const choice of prompt.choices ?? [])
        for (const fault of choiceFaults(choice, language, words)) faults.add(fault);
      const count = prompt.choices?.length ?? 0;
      if (count > limits.quickReplies)
        faults.add(`${prompt.say}: ${count} buttons, LINE shows ${limits.quickReplies}`);
    }
  return [...faults];
}

function textFaults({ say, params }: Prompt, language: Language, words: Words): string[] {
  const key = say.includes(':') ? say : `conversation:${say}`;
  if (!words.has(language, key)) return [missing(language, key)];
  const text = wordsFor(say, { link: 'https://line.me', ...params }, language, words);
  return [
    ...(text === '' ? [`${language} ${key}: says nothing`] : []),
    ...(text.length > limits.text ? [`${language} ${key}: longer than LINE takes`] : []),
    ...(/\{\{|\$t\(|[a-z]:[a-z]+\.[a-z]/.test(text) ? [`${language} ${key}: not filled in: ${text}`] : []),
  ];
}

function choiceFaults(choice: Choice, language: Language, words: Words): string[] {
  const label = labelOf(choice, language, words);
  const key = choice.label.includes(':') ? choice.label : `conversation:${choice.label}`;
  return [
    ...(words.has(language, key) ? [] : [missing(language, key)]),
    // A name is as long as it is, and shown as far as it fits.
    ...(labelLength(label) > limits.quickReplyLabel && choice.params?.['name'] === undefined
      ? [
          `${language} ${key}: "${label}" has ${labelLength(label)} characters, LINE takes ${limits.quickReplyLabel}`,
        ]
      : []),
    ...(parseAction(choice.action) ? [] : [`${choice.action}: no such action`]),
    ...(choice.action.length > limits.postbackData ? [`${choice.action}: longer than LINE takes`] : []),
  ];
}

/** A sentence that is missing: the file to add it to. @param key with its namespace before a colon, or a dot. */
function missing(language: Language, key: string): string {
  const [, namespace = '', name = ''] = /^([\w-]+)[:.](.*)$/.exec(key) ?? [];
  return `locales/${language}/${namespace}.yaml: ${name}: missing`;
}

/** What one language has and the other lacks, values to be filled in included. */
export function localeFaults(words: Pick<Words, 'table' | 'namespaces'>): string[] {
  const entries = new Map(
    languages.map((language) => [
      language,
      new Map(words.namespaces.flatMap((name) => leaves(words.table(language, name), name))),
    ]),
  );
  const faults: string[] = [];
  for (const language of languages)
    for (const other of languages) {
      if (other === language) continue;
      for (const [key, text] of entries.get(language) ?? []) {
        const counterpart = entries.get(other)?.get(key);
        if (counterpart === undefined) faults.push(missing(other, key));
        else if (language === 'th' && holes(text) !== holes(counterpart))
          faults.push(
            `${key}: th fills in ${holes(text) || 'nothing'}, en ${holes(counterpart) || 'nothing'}`,
          );
      }
    }
  return faults;
}

function leaves(value: Json, key: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[key, String(value)]];
  return Object.entries(value).flatMap(([name, each]) => leaves(each, key === '' ? name : `${key}.${name}`));
}

const holes = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? ''))]
    .toSorted((a, b) => a.localeCompare(b))
    .join(', ');

/** An answer that speaks of a date must have a line for when that has passed, with the date as `{{lapsed, date}}`. */
export function lapseFaults(
  entries: readonly { readonly id: string; readonly validTo: string | null }[],
  words: Pick<Words, 'table'>,
): string[] {
  return entries
    .filter(({ validTo }) => validTo !== null)
    .flatMap(({ id }) =>
      languages
        .filter((language) => {
          const text = leaves(words.table(language, 'faq'), '').find(([key]) => key === `answer.${id}`)?.[1];
          return !/\{\{\s*lapsed\b/.test(text ?? '');
        })
        .map((language) => `${language} faq:answer.${id}: has a validTo and no line with {{lapsed, date}}`),
    );
}

/** An issuer whose keys lead to no node of the phone menu, or to one without words. */
export function issuerFaults(words: Pick<Words, 'has'>, pathOf = keysToPress): string[] {
  return issuers.flatMap((issuer) => {
    const { keys } = issuerCard(issuer);
    const path = pathOf(issuer);
    if (keys !== null && path.length === 0)
      return [`issuers.yaml: ${issuer}: no key of the phone menu leads to "${keys}"`];
    return path.flatMap(({ node }) =>
      languages
        .filter((language) => !words.has(language, `routing:key.${node}`))
        .map((language) => missing(language, `routing:key.${node}`)),
    );
  });
}

/** An answer to what the letter leaves open needs its sentence, its label, and a word on where it was looked for. */
export function gapFaults(words: Pick<Words, 'table' | 'has' | 'say'>, answers = gapAnswers): string[] {
  const written = Object.keys((words.table('th', 'faq')['gap'] ?? {}) as object);
  return [
    ...written.filter((id) => !answers[id]).map((id) => `gap-answers.yaml: ${id}: missing`),
    ...Object.keys(answers).flatMap((id) =>
      languages.flatMap((language) => [
        ...['gap', 'gap-title']
          .map((group) => `faq:${group}.${id}`)
          .filter((key) => !words.has(language, key))
          .map((key) => missing(language, key)),
        ...labelFaults(`faq:gap-title.${id}`, language, words),
      ]),
    ),
  ];
}

/** Labels that LINE does not take, whether or not a conversation shows them; one with a name is as long as the name. */
export function labelsFaults(words: Pick<Words, 'table' | 'say'>): string[] {
  const groups = ['conversation:choice', 'requests:choice', 'routing:typeShort', 'faq:title'];
  return groups.flatMap((group) => {
    const [namespace = '', table = ''] = group.split(':');
    return languages.flatMap((language) =>
      leaves(words.table(language, namespace)[table] ?? {}, group)
        .filter(([, label]) => !label.includes('{{'))
        .flatMap(([key]) => labelFaults(key, language, words)),
    );
  });
}

/** A label that LINE does not take. */
function labelFaults(key: string, language: Language, words: Pick<Words, 'say'>): string[] {
  const label = words.say(language, key);
  return labelLength(label) <= limits.quickReplyLabel
    ? []
    : [
        `${language} ${key}: "${label}" has ${labelLength(label)} characters, LINE takes ${limits.quickReplyLabel}`,
      ];
}

/** What every answer, type and outcome must have in words, whether or not a conversation comes by. */
export function answerPrompts(): Prompt[] {
  return [
    ...outcomePrompts(),
    ...answerIntents.map((intent) => ({ say: `faq:answer.${intent}` })),
    ...Object.keys(gapAnswers).flatMap((id) =>
      [{}, { workingDays: 2, contactHours: '08:30' }].map((params) => ({ say: `faq:gap.${id}`, params })),
    ),
    {
      say: 'unsure',
      choices: intents
        .slice(0, limits.quickReplies)
        .map((intent) => ({ label: `faq:title.${intent}`, action: `answer:${intent}` })),
    },
    ...agencyTypes.map((type) => ({ say: 'issuer.card', params: { type, reasonCode: null, matched: null } })),
  ];
}

/** What is said of each effect, whether it came about or not. */
function outcomePrompts(): Prompt[] {
  const ref = '123456782';
  const note: Note = { ref, text: 'x', messageId: null, quotes: null, kind: 'text', media: null };
  const effects: Effect[] = [
    ...(['given', 'refused', 'withdrawn'] as const).map((action): Effect => ({ kind: 'consent', action })),
    ...[null, 'x'].map((subject): Effect => ({ kind: 'file-question', subject, messageId: null })),
    ...(['sent', 'queued'] as const).map((receipt): Effect => ({ kind: 'note', note, receipt })),
    { kind: 'file-token', draft: newDraft() },
    { kind: 'join', ref, draft: newDraft() },
    { kind: 'withdraw', ref },
    { kind: 'reopen', ref, note: null },
    { kind: 'erase' },
  ];
  const facts = [
    factsWith({ requests: [request(ref)] }),
    factsWith({ requests: [request(ref, { kind: 'question' })] }),
  ];
  return facts.flatMap((known) =>
    effects.flatMap((effect) => [
      ...[afterEffect({ effect, done: true }, known)].flatMap((prompt) => prompt ?? []),
      ...(['closed', 'unknown', 'too-late'] as const).flatMap(
        (why) => afterEffect({ effect, done: false, why }, known) ?? [],
      ),
    ]),
  );
}
