import { createHash } from 'node:crypto';
import type { messagingApi } from '@line/bot-sdk';
import type { Language } from '../../flows/domain.ts';
import { languages } from '../../flows/domain.ts';
import type { RichMenu, RichMenuArea } from '../../flows/rich-menu.ts';
import { loadRichMenu, readRichMenuPicture } from '../../flows/rich-menu.ts';
import { issuerCard } from '../routing/issuer.ts';
import type { Words } from '../base/words.ts';

/** A rich menu as the channel is to have it. */
export interface WantedMenu {
  readonly language: Language;
  /** What a switch to this menu names; it stays, whichever menu is behind it. */
  readonly alias: string;
  readonly request: messagingApi.RichMenuRequest & { readonly name: string };
  /** PNG. */
  readonly picture: Buffer;
}

/** By its name a menu is known as one of ours, in which language, and with which words, areas and picture. */
const prefix = 'dga-assistant/';
export const isOurs = (menuName: string): boolean => menuName.startsWith(prefix);

const aliasOf = (language: Language): string => `dga-assistant-${language}`;

/** The menus of the project, one for each language; the first is what everybody sees who has not switched. */
export function wantedMenus(
  words: Words,
  table: RichMenu = loadRichMenu(),
  pictureOf: (language: Language) => Buffer = readRichMenuPicture,
): readonly WantedMenu[] {
  return languages.map((language) => {
    const picture = pictureOf(language);
    const menu = {
      size: table.size,
      selected: true,
      chatBarText: words.say(language, 'rich-menu:bar'),
      areas: table.areas.map((area) => ({ bounds: area.at, action: actionOf(area, language, words) })),
    };
    const content = createHash('sha256').update(JSON.stringify(menu)).update(picture).digest('hex');
    return {
      language,
      alias: aliasOf(language),
      request: { ...menu, name: `${prefix}${language}/${content.slice(0, 16)}` },
      picture,
    };
  });
}

/** What an area shows and, to those who do not see it, says. */
export function areaWords(
  area: RichMenuArea,
  language: Language,
  words: Words,
): { readonly label: string; readonly hint: string } {
  const key = `rich-menu:area.${area.id}`;
  const params = 'call' in area ? { phone: phoneOf(area.call)?.written ?? '' } : {};
  const hint = `${key}.hint`;
  return {
    label: words.say(language, `${key}.label`, params),
    hint: words.has(language, hint) ? words.say(language, hint, params) : '',
  };
}

const otherLanguage = (language: Language): Language =>
  languages.find((each) => each !== language) ?? language;

function actionOf(area: RichMenuArea, language: Language, words: Words): messagingApi.Action {
  const { label } = areaWords(area, language, words);
  if ('call' in area) return { type: 'uri', label, uri: `tel:${phoneOf(area.call)?.dialled ?? ''}` };
  if ('action' in area) return { type: 'postback', label, data: area.action, displayText: label };
  const next = otherLanguage(language);
  return { type: 'richmenuswitch', label, richMenuAliasId: aliasOf(next), data: `language:${next}` };
}

const phoneOf = (issuer: Parameters<typeof issuerCard>[0]) => issuerCard(issuer).phones[0];

/** What the picture of the menu shows in words, to be compared with what it was drawn from. */
export const pictureWords = (table: RichMenu, language: Language, words: Words): string =>
  JSON.stringify(table.areas.map((area) => [area.id, areaWords(area, language, words)]));
