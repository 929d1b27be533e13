import { createHash } from 'node:crypto';
import { parseAction } from '../../../flows/buttons.ts';
import { isReply } from '../../../flows/events.ts';
import type { Language } from '../../../flows/domain.ts';
import { languages } from '../../../flows/domain.ts';
import type { RichMenu, RichMenuArea } from '../../../flows/rich-menu.ts';
import { readDrawnFrom, readRichMenuPicture } from '../../../flows/rich-menu.ts';
import type { Situation } from './situation.ts';
import { take } from './situation.ts';
import { labelLength, limits } from '../../line/limits.ts';
import { areaWords, pictureWords } from '../../line/rich-menu.ts';
import { issuerCard } from '../../routing/issuer.ts';
import type { Words } from '../../base/words.ts';

/** What is wrong with the table: parts outside the picture or on top of each other, actions that mean nothing. */
export function richMenuFaults({ size, areas }: RichMenu): string[] {
  const fault = (text: string) => `rich-menu.yaml: ${text}`;
  const { richMenu } = limits;
  const ids = areas.map(({ id }) => id);
  return [
    ...(size.width < richMenu.widthLeast ||
    size.width > richMenu.widthMost ||
    size.height < richMenu.heightLeast ||
    size.width / size.height < richMenu.ratioLeast
      ? [fault(`LINE takes no picture of ${size.width} by ${size.height}`)]
      : []),
    ...(areas.length > richMenu.areas ? [fault(`${areas.length} areas, LINE takes ${richMenu.areas}`)] : []),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => fault(`${id} stands there twice`)),
    ...areas
      .filter(({ at }) => at.x + at.width > size.width || at.y + at.height > size.height)
      .map(({ id }) => fault(`${id} reaches out of the picture`)),
    ...areas.flatMap((area, index) =>
      areas
        .slice(index + 1)
        .filter((other) => overlap(area, other))
        .map((other) => fault(`${area.id} and ${other.id} overlap`)),
    ),
    ...areas.flatMap((area) => meaningFaults(area).map(fault)),
  ];
}

function meaningFaults(area: RichMenuArea): string[] {
  if ('action' in area) {
    if (area.action.length > limits.postbackData) return [`${area.action}: longer than LINE takes`];
    return parseAction(area.action) ? [] : [`${area.id}: no such action: ${area.action}`];
  }
  if ('call' in area && issuerCard(area.call).phones.length === 0)
    return [`${area.id}: no number is known of ${area.call}`];
  return [];
}

const overlap = ({ at: a }: RichMenuArea, { at: b }: RichMenuArea): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** What is wrong with its words: missing in a language, or longer than LINE takes. */
export function richMenuWordFaults({ areas }: RichMenu, words: Words): string[] {
  return languages.flatMap((language) => {
    const bar = words.say(language, 'rich-menu:bar');
    return [
      ...missing(language, 'rich-menu:bar', words),
      ...tooLong(language, 'bar', bar, limits.richMenu.bar),
      ...areas.flatMap((area) => [
        ...missing(language, `rich-menu:area.${area.id}.label`, words),
        ...tooLong(language, area.id, areaWords(area, language, words).label, limits.richMenu.label),
      ]),
    ];
  });
}

const missing = (language: Language, key: string, words: Words): string[] =>
  words.has(language, key) ? [] : [`${language} ${key}: missing`];

function tooLong(language: Language, name: string, text: string, most: number): string[] {
  const length = labelLength(text);
  return length > most
    ? [`${language} rich-menu ${name}: "${text}" has ${length} characters, LINE takes ${most}`]
    : [];
}

/** What is wrong with the pictures' files. */
export function richMenuPictureFaults(
  { size }: RichMenu,
  sizeOf: (png: Buffer) => { width: number; height: number } | null,
): string[] {
  return languages.flatMap((language) => {
    const picture = readRichMenuPicture(language);
    const found = sizeOf(picture);
    return [
      ...(found?.width === size.width && found.height === size.height
        ? []
        : [`rich-menu/${language}.png: not of the size of the menu; npm run rich-menu draws it`]),
      ...(picture.length > limits.richMenu.pictureBytes
        ? [`rich-menu/${language}.png: larger than LINE takes`]
        : []),
    ];
  });
}

/** Pictures that were drawn before the words changed. */
export function richMenuAgeFaults(table: RichMenu, words: Words, drawnFrom = readDrawnFrom()): string[] {
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  return languages
    .filter((language) => drawnFrom[language]?.words !== hashOf(pictureWords(table, language, words)))
    .map(
      (language) =>
        `flows/rich-menu/${language}.png: older than locales/${language}/rich-menu.yaml; npm run rich-menu draws it`,
    );
}

/** Whether a tap is answered wherever a conversation can stand: the menu is below the chat at any time. */
export function richMenuSilence(
  { areas }: RichMenu,
  situations: Iterable<Situation>,
  step: typeof take = take,
): string[] {
  const faults = new Set<string>();
  const actions = areas.flatMap((area) =>
    'action' in area
      ? [area.action]
      : 'switch' in area
        ? languages.map((language) => `language:${language}`)
        : [],
  );
  const meanings = actions.flatMap((action) => (parseAction(action) ?? []).slice(0, 1));
  for (const from of situations)
    for (const event of meanings)
      if (step(from, event).says.length === 0)
        faults.add(
          `${from.path}: ${isReply(event) ? event.reply : event.type} of the rich menu is not answered`,
        );
  return [...faults];
}
