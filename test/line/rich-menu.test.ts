import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages } from '../../flows/domain.ts';
import { loadRichMenu, readRichMenuPicture } from '../../flows/rich-menu.ts';
import { wantedMenus } from '../../src/line/rich-menu.ts';
import { checkRichMenu } from '../../src/simulator/check/rich-menu.ts';
import { loadWords } from '../../src/base/words.ts';
import { checkApiCall } from '../support/line-openapi.ts';
import { drawnFromFile, hashOf } from './rich-menu/drawn.ts';
import { richMenuPage } from './rich-menu/page.ts';

const words = loadWords();
const table = loadRichMenu();
const menus = wantedMenus(words);

/** Words that say something else under one key. */
const reworded = (key: string): typeof words => ({
  ...words,
  say: (language, asked, params) => (asked === key ? 'อื่น' : words.say(language, asked, params)),
});

describe('a picture', () => {
  const drawnFrom = JSON.parse(readFileSync(drawnFromFile, 'utf8')) as {
    [language: string]: { page: string; picture: string };
  };

  test.each(languages)('in %s is the one of these words and areas; else: npm run rich-menu', (language) => {
    expect(drawnFrom[language]?.page).toBe(hashOf(richMenuPage(table, language, words)));
    expect(drawnFrom[language]?.picture).toBe(hashOf(readRichMenuPicture(language)));
  });

  test('is another one when a word changes', () => {
    const page = (key: string) => hashOf(richMenuPage(table, 'th', reworded(key)));
    expect(page('rich-menu:area.status.hint')).not.toBe(drawnFrom['th']?.page);
    expect(page('rich-menu:bar')).toBe(drawnFrom['th']?.page);
  });
});

describe('the menus', () => {
  test.each(menus)('in $language are what LINE takes', ({ request }) => {
    expect(checkApiCall('POST', '/v2/bot/richmenu', request)).toEqual([]);
    expect(checkRichMenu(request)).toBeNull();
  });

  test('lead to each other, and the chat changes its language with them', () => {
    const switches = menus.map(({ request }) =>
      request.areas?.map(({ action }) => action).find((action) => action?.type === 'richmenuswitch'),
    );
    expect(switches).toMatchObject([
      { richMenuAliasId: menus[1]?.alias, data: 'language:en' },
      { richMenuAliasId: menus[0]?.alias, data: 'language:th' },
    ]);
  });

  test('have the name they had, until a word, an area or the picture changes', () => {
    const names = (...args: Parameters<typeof wantedMenus>) =>
      wantedMenus(...args).map(({ request }) => request.name);
    const before = names(words);
    expect(names(loadWords())).toEqual(before);
    expect(names(reworded('rich-menu:bar'))).not.toEqual(before);
    expect(names(words, { ...table, areas: table.areas.slice(1) })).not.toEqual(before);
    const [thai] = names(words, table, () => Buffer.from('another'));
    expect(before).not.toContain(thai);
  });

  test('dial the number of the issuer’s table', () => {
    const calls = menus.flatMap(({ request }) => request.areas?.map(({ action }) => action) ?? []);
    expect(calls).toContainEqual({ type: 'uri', label: 'โทร. 0 2612 6060', uri: 'tel:026126060' });
  });
});
