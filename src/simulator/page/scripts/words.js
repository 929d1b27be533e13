/**
 * The page's words, from `locales/…/simulator.yaml`.
 * @typedef {'th' | 'en'} Language
 * @typedef {{ [key: string]: string | Table }} Table
 */

const remembered = 'simulator-language';

/** @type {Table} */
let table = {};

/** @type {Language} */
export let language = localStorage.getItem(remembered) === 'en' ? 'en' : 'th';

/** @param {Language} wanted */
export async function speak(wanted) {
  const response = await fetch(`api/words/${wanted}`);
  table = await response.json();
  language = wanted;
  localStorage.setItem(remembered, wanted);
  document.documentElement.lang = wanted;
  document.title = say('title');
}

/**
 * @param {string} key with dots: `composer.send`
 * @param {{ [name: string]: string | number }} [params] put in place of `{{name}}`
 */
export function say(key, params = {}) {
  /** @type {string | Table | undefined} */
  let found = table;
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  if (typeof found !== 'string') return key;
  return found.replace(/\{\{(\w+)\}\}/g, (whole, name) => String(params[name] ?? whole));
}
