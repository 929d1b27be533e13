import { parseAction } from '../../../flows/buttons.ts';
import { languages } from '../../../flows/domain.ts';
import type { Menu } from '../../../flows/menu.ts';
import type { Words } from '../../base/words.ts';

/** Words and keys of the menu that mean nothing, and words with two meanings. */
export function menuFaults(menu: Menu): string[] {
  const meanings = new Map<string, string>();
  return Object.entries(menu.commands).flatMap(([action, words]) => [
    ...(parseAction(action) ? [] : [`menu.yaml: no such action: ${action}`]),
    ...words.flatMap((word) => {
      const other = meanings.get(word);
      meanings.set(word, action);
      return other && other !== action ? [`menu.yaml: "${word}" means both ${other} and ${action}`] : [];
    }),
  ]);
}

/** Keys whose node lacks words: what is missing, where, and what it is for. A key without a node never gets here. */
export function menuWordFaults({ nodes, root }: Menu, words: Pick<Words, 'has' | 'say'>): string[] {
  return Object.entries(nodes).flatMap(([id, { keys, named }]) => [
    ...(id === root ? [] : unnamedKeys(id, keys, words)),
    ...(id === root
      ? []
      : lacking(`conversation:menu.${id}`, `the sentence of menu.yaml's node "${id}"`, words)),
    ...Object.entries(keys).flatMap(([key, node]) => {
      const of = `key ${key} of menu.yaml's node "${id}"`;
      return [
        ...(id === root
          ? []
          : lacking(`conversation:choice.key-${node}`, `the label of ${of}, such as '{{key}} Name'`, words)),
        ...lacking(`routing:key.${node}`, `the name of ${of}`, words),
      ];
    }),
    ...named.flatMap((service) => [
      ...lacking(`conversation:choice.service-${service}`, `the label of menu.yaml's "${service}"`, words),
      ...lacking(`conversation:service.name.${service}`, `the name of menu.yaml's "${service}"`, words),
    ]),
  ]);
}

/** Keys that the sentence of their node does not name: on a PC nothing else shows them. */
function unnamedKeys(
  id: string,
  keys: Menu['nodes'][string]['keys'],
  words: Pick<Words, 'has' | 'say'>,
): string[] {
  const sentence = `conversation:menu.${id}`;
  return languages
    .filter((language) => words.has(language, sentence))
    .flatMap((language) => {
      const said = words.say(language, sentence);
      return Object.entries(keys)
        .filter(([key]) => !new RegExp(String.raw`(?<!\d)${key}(?!\d)`).test(said))
        .map(
          ([key, node]) =>
            `locales/${language}/conversation.yaml: menu.${id}: does not name key ${key}; write {{key.${node}}}`,
        );
    });
}

function lacking(key: string, what: string, words: Pick<Words, 'has'>): string[] {
  const [namespace = '', name = ''] = key.split(':');
  return languages
    .filter((language) => !words.has(language, key))
    .map((language) => `locales/${language}/${namespace}.yaml: add ${name}, ${what}`);
}
