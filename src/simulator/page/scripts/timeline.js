/** @import { ChatView, Entry, MessageView, View } from '../../view.ts' */
/** @import { Pressable } from './actions.js' */
import { arrange, h } from './dom.js';
import { messageRow } from './message.js';
import { dayInWords, dayOf } from './time.js';
import { language, say } from './words.js';

/** Messages of one sender closer together than this stand under one name and picture. */
const oneRunMs = 60_000;

/**
 * @typedef {object} Surroundings
 * @property {(messageId: string) => Pressable} pressableOf
 * @property {(message: MessageView, anchor: HTMLElement) => void} openMenu
 */

/** The messages of one chat. Rows that have not changed keep their elements, and so focus and scrolling. */
export class Timeline {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.surroundings = surroundings;
    this.list = h('ol', { class: 'messages' });
    this.element = h(
      'div',
      { class: 'timeline', role: 'log', 'aria-live': 'polite', tabindex: '0' },
      this.list,
    );
    /** @type {Map<string, { signature: string, row: HTMLElement }>} */
    this.rows = new Map();
    /** At its end, and staying there whatever grows or shrinks. */
    this.sticks = true;
    this.element.addEventListener('scroll', () => {
      this.sticks = this.#distanceToEnd() < 80;
    });
    const observer = new ResizeObserver(() => {
      if (this.sticks) this.scrollToEnd();
    });
    observer.observe(this.element);
    observer.observe(this.list);
  }

  /**
   * @param {View} view
   * @param {ChatView} chat
   * @param {string} me user id of who holds this phone
   */
  update(view, chat, me) {
    this.element.setAttribute('aria-label', say('phone.messages', { name: view.account.name }));
    const lastBefore = this.list.lastElementChild;
    /** @type {HTMLElement[]} */
    const rows = [];
    /** @type {Map<string, { signature: string, row: HTMLElement }>} */
    const kept = new Map();
    /** @param {string} key @param {string} signature @param {() => HTMLElement} draw */
    const add = (key, signature, draw) => {
      const known = this.rows.get(key);
      const row = known?.signature === signature ? known.row : draw();
      kept.set(key, { signature, row });
      rows.push(row);
    };
    /** @type {Entry | undefined} */
    let before;
    for (const entry of chat.entries) {
      const day = dayOf(entry.at);
      if (!before || dayOf(before.at) !== day)
        add(`day ${day}`, language, () => h('li', { class: 'day' }, h('span', {}, dayInWords(entry.at))));
      const isFirst = !continues(before, entry);
      add(entry.id, JSON.stringify([language, isFirst, entry]), () =>
        this.#row(view, chat, entry, me, isFirst),
      );
      before = entry;
    }
    if (chat.loadingForMs > 0) add('loading', language, loadingRow);
    this.rows = kept;
    arrange(this.list, rows);
    const last = chat.entries.at(-1);
    const isNew = lastBefore !== this.list.lastElementChild;
    if (isNew && last?.kind === 'message' && last.from === me) this.sticks = true;
    if (this.sticks) this.scrollToEnd();
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #distanceToEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  /**
   * @param {View} view
   * @param {ChatView} chat
   * @param {Entry} entry
   * @param {string} me
   * @param {boolean} first
   */
  #row(view, chat, entry, me, first) {
    if (entry.kind === 'notice')
      return h(
        'li',
        { class: 'notice' },
        h('span', {}, say(`notice.${entry.notice}`, { name: entry.name ?? '', account: view.account.name })),
      );
    const isAccount = entry.from === 'account';
    const sender = isAccount ? senderOf(entry, view.account.name) : nameOf(view, entry.from);
    return messageRow(entry, {
      mine: entry.from === me,
      sender,
      isAccount,
      first,
      showsRead: chat.type === 'user',
      pressable: this.surroundings.pressableOf(entry.id),
      openMenu: entry.from === me || isAccount ? this.surroundings.openMenu : null,
    });
  }
}

/**
 * @param {MessageView} message
 * @param {string} accountName
 */
function senderOf(message, accountName) {
  const sender = /** @type {{ name?: string } | undefined} */ (message.content['sender']);
  return sender?.name ?? accountName;
}

/**
 * @param {View} view
 * @param {string} userId
 */
const nameOf = (view, userId) => view.officers.find((officer) => officer.userId === userId)?.name ?? '';

/**
 * @param {Entry | undefined} before
 * @param {Entry} entry
 */
function continues(before, entry) {
  return (
    before?.kind === 'message' &&
    entry.kind === 'message' &&
    !before.unsent &&
    before.from === entry.from &&
    entry.at - before.at < oneRunMs &&
    dayOf(before.at) === dayOf(entry.at)
  );
}

const loadingRow = () =>
  h(
    'li',
    { class: 'message theirs first' },
    h('div', { class: 'face' }, h('img', { class: 'avatar', src: 'account.svg', alt: '' })),
    h(
      'div',
      { class: 'body bubble loading', role: 'status', 'aria-label': say('message.typing') },
      h('i'),
      h('i'),
      h('i'),
    ),
  );
