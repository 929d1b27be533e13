/** @import { ButtonView, ChatView, MessageView, View } from '../../view.ts' */
/** @import { Action } from './actions.js' */
import { act, sendFile, sendPictures } from './api.js';
import { pressables } from './actions.js';
import { Composer } from './composer.js';
import { askDate, popUp, toast } from './dialogs.js';
import { h } from './dom.js';
import { textWithEmoji } from './emoji.js';
import { icon } from './icons.js';
import { initialOf } from './message.js';
import { RichMenu } from './rich-menu.js';
import { word } from './text.js';
import { Timeline } from './timeline.js';
import { say } from './words.js';

/** A phone with one chat open: an officer's own with the account, or a group that several write in. */
export class Phone {
  /** @param {string} chatId */
  constructor(chatId) {
    this.chatId = chatId;
    /** User id of who holds the phone. */
    this.me = chatId;
    /** @type {MessageView | null} */
    this.quoting = null;
    this.timeline = new Timeline({
      pressableOf: (messageId) =>
        pressables((action, pointer) => void this.#press(messageId, pointer, action)),
      openMenu: (message, anchor) => this.#openMessageMenu(message, anchor),
    });
    this.composer = new Composer({
      text: (text) => this.#sendText(text),
      sticker: (sticker) => void act({ do: 'sticker', ...this.#where(), ...sticker }),
      file: (kind, file, name, durationMs = 0) =>
        void sendFile({ ...this.#where(), kind, name, durationMs }, file),
      pictures: (pictures) => void sendPictures(this.#where(), pictures),
      location: () => this.#sendLocation(),
      // As at LINE, where the keyboard takes the menu's place.
      typing: () => this.richMenu.open(false),
    });
    this.richMenu = new RichMenu((area, action) => void this.#pressMenu(area, action));
    this.header = h('header', { class: 'chat-header' });
    this.stranger = h('div', { class: 'stranger', hidden: true });
    this.quickReplies = h('div', { class: 'quick-replies', hidden: true });
    this.quote = h('div', { class: 'quoting', hidden: true });
    this.closed = h('div', { class: 'closed', hidden: true });
    this.footer = h(
      'div',
      { class: 'chat-footer' },
      this.quickReplies,
      this.quote,
      this.composer.element,
      this.richMenu.element,
      this.closed,
    );
    this.element = h(
      'section',
      { class: 'phone', 'data-chat-id': chatId },
      this.header,
      this.stranger,
      this.timeline.element,
      this.footer,
    );
    /** What is shown already of the parts that are drawn anew as a whole. */
    this.drawn = { header: '', stranger: '', quickReplies: '' };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.loadingEnds = undefined;
  }

  /**
   * @param {View} view
   * @param {ChatView} chat
   */
  update(view, chat) {
    if (chat.type === 'group' && !chat.members.includes(this.me)) this.me = chat.members[0] ?? '';
    const owner = view.officers.find((officer) => officer.userId === this.me);
    this.element.setAttribute(
      'aria-label',
      chat.type === 'group' ? chat.name : say('phone.of', { name: chat.name }),
    );
    this.#once('header', [view.account.name, chat.name, chat.members, chat.accountIsIn, owner, this.me], () =>
      this.#drawHeader(view, chat),
    );
    this.#once('stranger', [chat.type, owner?.friend, owner?.blocked, chat.accountIsIn], () =>
      this.#drawStranger(view, chat),
    );
    const canWrite = chat.accountIsIn && !(chat.type === 'user' && owner?.blocked);
    const quickReplies = canWrite ? chat.quickReplies : [];
    this.#once('quickReplies', quickReplies, () => this.#drawQuickReplies(quickReplies));
    this.composer.element.hidden = !canWrite;
    this.closed.hidden = canWrite;
    this.closed.textContent = chat.type === 'user' ? say('phone.blocked') : say('group.accountIsOut');
    this.richMenu.update(canWrite ? chat.richMenu : null);
    this.timeline.update(view, chat, this.me);
    clearTimeout(this.loadingEnds);
    if (chat.loadingForMs > 0)
      this.loadingEnds = setTimeout(() => this.update(view, { ...chat, loadingForMs: 0 }), chat.loadingForMs);
  }

  /** @param {'header' | 'stranger' | 'quickReplies'} part @param {unknown} about @param {() => void} draw */
  #once(part, about, draw) {
    const signature = JSON.stringify([say('title'), about]);
    if (this.drawn[part] === signature) return;
    this.drawn[part] = signature;
    draw();
  }

  #where() {
    return { userId: this.me, chatId: this.chatId };
  }

  /** @param {View} view @param {ChatView} chat */
  #drawHeader(view, chat) {
    const isGroup = chat.type === 'group';
    const title = isGroup ? chat.name : view.account.name;
    const menu = h(
      'button',
      {
        type: 'button',
        class: 'tool',
        'aria-label': say('phone.menu'),
        'aria-haspopup': 'menu',
        on: { click: () => this.#openChatMenu(view, chat, menu) },
      },
      icon('menu'),
    );
    this.header.replaceChildren(
      isGroup
        ? h('span', { class: 'avatar group' }, icon('group'))
        : h('img', { class: 'avatar', src: 'account.svg', alt: '' }),
      h(
        'div',
        { class: 'who' },
        h(
          'h2',
          {},
          title,
          isGroup
            ? h('span', { class: 'count' }, ` (${chat.members.length + (chat.accountIsIn ? 1 : 0)})`)
            : h('span', { class: 'verified', role: 'img', 'aria-label': say('phone.official') }),
        ),
        isGroup ? this.#writerChooser(view, chat) : h('p', {}, say('phone.of', { name: chat.name })),
      ),
      menu,
    );
  }

  /** Who of the group writes next. @param {View} view @param {ChatView} chat */
  #writerChooser(view, chat) {
    const members = view.officers.filter((officer) => chat.members.includes(officer.userId));
    const chooser = h(
      'select',
      {
        'aria-label': say('group.writer'),
        on: {
          change: () => {
            this.me = chooser.value;
            this.timeline.rows.clear();
            this.update(view, chat);
          },
        },
      },
      members.map((officer) =>
        h(
          'option',
          { value: officer.userId, selected: officer.userId === this.me },
          say('group.as', { name: officer.name }),
        ),
      ),
    );
    return chooser;
  }

  /** What LINE shows above the chat with an account that is no friend. @param {View} view @param {ChatView} chat */
  #drawStranger(view, chat) {
    const owner = view.officers.find((officer) => officer.userId === this.me);
    const invites = chat.type === 'group' && !chat.accountIsIn;
    const shows =
      invites || (chat.type === 'user' && owner !== undefined && (!owner.friend || owner.blocked));
    this.stranger.hidden = !shows;
    if (!shows) return;
    const [label, wish] = invites
      ? [say('group.invite'), { do: 'invite', groupId: chat.id }]
      : owner?.blocked
        ? [say('phone.unblock'), { do: 'follow', userId: this.me }]
        : [say('phone.addFriend'), { do: 'follow', userId: this.me }];
    this.stranger.replaceChildren(
      h('img', { class: 'avatar', src: 'account.svg', alt: '' }),
      h(
        'div',
        {},
        h('strong', {}, view.account.name),
        h(
          'p',
          {},
          invites
            ? say('group.inviteHint')
            : owner?.blocked
              ? say('phone.blockedHint')
              : say('phone.addHint'),
        ),
      ),
      h('button', { type: 'button', class: 'strong', on: { click: () => void act(wish) } }, label),
    );
  }

  /** @param {readonly ButtonView[]} buttons */
  #drawQuickReplies(buttons) {
    this.quickReplies.hidden = buttons.length === 0;
    this.quickReplies.replaceChildren(
      h(
        'div',
        { class: 'pills', role: 'group', 'aria-label': say('phone.quickReplies') },
        buttons.map((button) =>
          pressables((action, pointer) => void this.#press(button.messageId, pointer, action))(
            button.action,
            button.pointer,
            { class: 'pill' },
            ...(button.imageUrl ? [h('img', { src: button.imageUrl, alt: '' })] : []),
            button.label,
          ),
        ),
      ),
    );
  }

  /** @param {string} typed */
  #sendText(typed) {
    const { text, emojis } = textWithEmoji(typed);
    const quoted = this.quoting?.id;
    this.#quote(null);
    void act({
      do: 'text',
      ...this.#where(),
      text,
      ...(quoted && { quotedMessageId: quoted }),
      ...(emojis.length > 0 && { emojis }),
    });
  }

  #sendLocation() {
    void act({
      do: 'location',
      ...this.#where(),
      title: say('location.title'),
      address: say('location.address'),
      latitude: 13.7563,
      longitude: 100.5018,
    });
  }

  /** @param {string} messageId @param {string} pointer @param {Action} action */
  async #press(messageId, pointer, action) {
    const press = { do: 'press', ...this.#where(), messageId, pointer };
    switch (action['type']) {
      case 'datetimepicker': {
        const params = await askDate(action);
        if (params) await act({ ...press, params });
        return;
      }
      case 'clipboard':
        await navigator.clipboard.writeText(String(action['clipboardText']));
        toast(say('message.copied'));
        return;
      case 'camera':
      case 'cameraRoll':
        this.composer.chooseImage();
        return;
      case 'location':
        this.#sendLocation();
        return;
      default:
        await act(press);
        this.#afterPostback(action);
    }
  }

  /** @param {number} area @param {Action} action */
  async #pressMenu(area, action) {
    const press = { do: 'press-menu', userId: this.me, area };
    if (action['type'] === 'datetimepicker') {
      const params = await askDate(action);
      if (params) await act({ ...press, params });
      return;
    }
    await act(press);
    this.#afterPostback(action);
  }

  /** What a postback may ask of the keyboard and the menu. @param {Action} action */
  #afterPostback(action) {
    const option = action['inputOption'];
    if (option === 'closeRichMenu') this.richMenu.open(false);
    else if (option === 'openRichMenu') this.richMenu.open(true);
    else if (option === 'openKeyboard') this.composer.fill(word(action['fillInText']));
  }

  /** @param {MessageView} message @param {HTMLElement} anchor */
  #openMessageMenu(message, anchor) {
    const text = message.content['text'];
    popUp(anchor, [
      { label: say('message.reply'), icon: icon('reply'), choose: () => this.#quote(message) },
      ...(typeof text === 'string'
        ? [
            {
              label: say('message.copy'),
              icon: icon('copy'),
              choose: () => void navigator.clipboard.writeText(text).then(() => toast(say('message.copied'))),
            },
          ]
        : []),
      ...(message.canUnsend && message.from === this.me
        ? [
            {
              label: say('message.unsend'),
              icon: icon('unsend'),
              choose: () => void act({ do: 'unsend', userId: this.me, messageId: message.id }),
            },
          ]
        : []),
    ]);
  }

  /** @param {View} view @param {ChatView} chat @param {HTMLElement} anchor */
  #openChatMenu(view, chat, anchor) {
    const owner = view.officers.find((officer) => officer.userId === this.me);
    const items = [];
    if (chat.type === 'group' && chat.accountIsIn)
      items.push({
        label: say('group.remove'),
        icon: icon('leave'),
        choose: () => void act({ do: 'remove', groupId: chat.id }),
      });
    else if (chat.type === 'group')
      items.push({
        label: say('group.invite'),
        icon: icon('add'),
        choose: () => void act({ do: 'invite', groupId: chat.id }),
      });
    else {
      if (!owner?.friend || owner.blocked)
        items.push({
          label: owner?.blocked ? say('phone.unblock') : say('phone.addFriend'),
          icon: icon('friend'),
          choose: () => void act({ do: 'follow', userId: this.me }),
        });
      if (!owner?.blocked)
        items.push({
          label: say('phone.block'),
          icon: icon('block'),
          choose: () => void act({ do: 'block', userId: this.me }),
        });
    }
    popUp(anchor, items);
  }

  /** @param {MessageView | null} message */
  #quote(message) {
    this.quoting = message;
    this.quote.hidden = message === null;
    if (!message) return;
    const text = message.content['text'] ?? message.content['altText'] ?? say('message.attachment');
    this.quote.replaceChildren(
      icon('reply'),
      h('span', {}, word(text)),
      h(
        'button',
        {
          type: 'button',
          class: 'tool',
          'aria-label': say('dialog.cancel'),
          on: { click: () => this.#quote(null) },
        },
        icon('close'),
      ),
    );
    this.composer.input.focus();
  }
}

/** @param {string} name */
export const initialAvatar = (name) =>
  h('span', { class: 'avatar initial', 'aria-hidden': 'true' }, initialOf(name));
