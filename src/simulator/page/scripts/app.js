/** @import { ChatView, View } from '../../view.ts' */
/** @import { Language } from './words.js' */
import { act, follow } from './api.js';
import { askName } from './dialogs.js';
import { arrange, h } from './dom.js';
import { icon } from './icons.js';
import { Panel } from './panel.js';
import { initialAvatar, Phone } from './phone.js';
import { language, say, speak } from './words.js';

/** @type {View | null} */
let view = null;
/** @type {App | null} */
let app = null;

/** Whether phones and panel stand side by side. */
const hasRoom = matchMedia('(min-width: 1100px)');
hasRoom.addEventListener('change', () => app?.showPanel(hasRoom.matches));

/** The whole page: a phone for each chat, tabs where there is room for one alone, and the panel. */
class App {
  constructor() {
    this.tabs = h('nav', { class: 'tabs', 'aria-label': say('app.chats') });
    this.phones = h('main', { class: 'phones' });
    this.panel = new Panel(() => this.showPanel(false));
    /** @type {Map<string, Phone>} */
    this.byChat = new Map();
    /** @type {string | null} */
    this.current = null;
    this.panelButton = barButton('panel', say('app.panel'), () => this.showPanel());
    this.element = h(
      'div',
      { class: 'app' },
      h(
        'header',
        { class: 'app-bar' },
        h('img', { src: 'icon.svg', alt: '' }),
        h('div', { class: 'app-title' }, h('h1', {}, say('app.title')), h('p', {}, say('app.hint'))),
        barButton('friend', say('app.addOfficer'), () => void addOfficer()),
        barButton('group', say('app.addGroup'), () => void addGroup()),
        this.panelButton,
        h(
          'button',
          { type: 'button', class: 'language', lang: other(), on: { click: () => void start(other()) } },
          say('app.otherLanguage'),
        ),
      ),
      this.tabs,
      h('div', { class: 'stage' }, this.phones, this.panel.element),
    );
    this.showPanel(hasRoom.matches);
  }

  /** @param {View} view */
  update(view) {
    const ids = view.chats.map((chat) => chat.id);
    const isFirst = this.byChat.size === 0;
    const added = ids.filter((id) => !this.byChat.has(id));
    for (const id of this.byChat.keys()) if (!ids.includes(id)) this.byChat.delete(id);
    for (const id of added) this.byChat.set(id, new Phone(id));
    if (isFirst || !this.current || !ids.includes(this.current)) this.current = ids[0] ?? null;
    else this.current = added.at(-1) ?? this.current;
    arrange(
      this.phones,
      view.chats.map((chat) => /** @type {Phone} */ (this.byChat.get(chat.id)).element),
    );
    for (const chat of view.chats) this.byChat.get(chat.id)?.update(view, chat);
    this.#drawTabs(view);
    this.panel.update(view);
    if (!isFirst && added.length > 0) this.#show(this.current);
  }

  /** @param {boolean} [open] */
  showPanel(open) {
    const isOpen = this.element.classList.toggle('with-panel', open);
    this.panelButton.setAttribute('aria-expanded', String(isOpen));
  }

  /** @param {View} view */
  #drawTabs(view) {
    arrange(
      this.tabs,
      view.chats.map((chat) => this.#tab(chat)),
    );
    for (const [id, phone] of this.byChat) phone.element.classList.toggle('current', id === this.current);
  }

  /** @param {ChatView} chat */
  #tab(chat) {
    const known = /** @type {HTMLElement | null} */ (this.tabs.querySelector(`[data-tab="${chat.id}"]`));
    const tab =
      known ??
      h(
        'button',
        { type: 'button', 'data-tab': chat.id, on: { click: () => this.#show(chat.id) } },
        chat.type === 'group'
          ? h('span', { class: 'avatar group' }, icon('group'))
          : initialAvatar(chat.name),
        chat.name,
      );
    tab.setAttribute('aria-current', String(chat.id === this.current));
    return tab;
  }

  /** @param {string | null} chatId */
  #show(chatId) {
    this.current = chatId;
    if (view) this.#drawTabs(view);
    const phone = chatId ? this.byChat.get(chatId) : null;
    phone?.element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    phone?.timeline.scrollToEnd();
  }
}

/** @returns {Language} */
const other = () => (language === 'th' ? 'en' : 'th');

/**
 * @param {import('./icons.js').IconName} name
 * @param {string} label
 * @param {() => void} click
 */
const barButton = (name, label, click) =>
  h(
    'button',
    { type: 'button', class: 'bar-button', title: label, 'aria-label': label, on: { click } },
    icon(name),
    h('span', {}, label),
  );

async function addOfficer() {
  const proposed = say(`officer.names.${((view?.officers.length ?? 0) % 6) + 1}`);
  const name = await askName(say('app.addOfficer'), proposed, say('dialog.add'));
  if (name) await act({ do: 'add-officer', name });
}

async function addGroup() {
  const name = await askName(say('app.addGroup'), say('group.proposed'), say('dialog.add'));
  if (name)
    await act({ do: 'add-group', name, members: view?.officers.map((officer) => officer.userId) ?? [] });
}

/** @param {Language} wanted */
async function start(wanted) {
  await speak(wanted);
  app = new App();
  document.body.replaceChildren(app.element);
  if (view) app.update(view);
}

await start(language);
follow((seen) => {
  view = seen;
  app?.update(seen);
});
