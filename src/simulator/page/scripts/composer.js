import { h } from './dom.js';
import { emojiButtons } from './emoji.js';
import { icon } from './icons.js';
import { stickerPicker } from './stickers.js';
import { sampleVoice, sampleVoiceMs } from './voice.js';
import { say } from './words.js';

/**
 * @typedef {object} Sending
 * @property {(text: string) => void} text
 * @property {(sticker: { packageId: string, stickerId: string, keywords: string[] }) => void} sticker
 * @property {(kind: 'image' | 'audio' | 'file', file: Blob, name: string, durationMs?: number) => void} file
 * @property {(pictures: readonly File[]) => void} pictures several, sent together
 * @property {() => void} location
 * @property {() => void} typing the keyboard comes up
 */

/** The bar at the bottom of a chat: text, stickers, pictures, files, place, voice. */
export class Composer {
  /** @param {Sending} sending */
  constructor(sending) {
    this.sending = sending;
    this.input = h('textarea', {
      rows: '1',
      'aria-label': say('composer.text'),
      placeholder: 'Aa',
      enterkeyhint: 'send',
      on: {
        focus: () => this.sending.typing(),
        input: () => this.#fit(),
        keydown: /** @param {KeyboardEvent} event */ (event) => this.#key(event),
      },
    });
    this.imageChooser = this.#chooser('image', 'image/*');
    this.fileChooser = this.#chooser('file', '');
    this.sendButton = tool('send', say('composer.send'), () => this.#send(), 'send');
    this.micButton = tool('mic', say('composer.voice'), () => this.#voice());
    this.tray = h('div', { class: 'tray-slot' });
    this.plusButton = tool('add', say('composer.more'), () => this.#toggle('more'));
    this.smileButton = tool('smile', say('composer.stickers'), () => this.#toggle('stickers'));
    this.bar = h(
      'form',
      {
        class: 'composer',
        on: {
          submit: /** @param {SubmitEvent} event */ (event) => {
            event.preventDefault();
            this.#send();
          },
        },
      },
      this.plusButton,
      tool('image', say('composer.image'), () => this.imageChooser.click(), 'roomy'),
      h('div', { class: 'field' }, this.input, this.smileButton),
      this.micButton,
      this.sendButton,
    );
    this.element = h(
      'div',
      { class: 'composer-area' },
      this.bar,
      this.tray,
      this.imageChooser,
      this.fileChooser,
    );
    this.#fit();
  }

  /** @param {string} text put into the field, to be sent or changed */
  fill(text) {
    this.input.value = text;
    this.#fit();
    this.input.focus();
  }

  chooseImage() {
    this.imageChooser.click();
  }

  /** @param {'image' | 'file'} kind @param {string} accept */
  #chooser(kind, accept) {
    const chooser = h('input', {
      type: 'file',
      accept,
      hidden: true,
      multiple: kind === 'image',
      'aria-label': say(`composer.${kind}`),
      'data-kind': kind,
      on: {
        change: () => {
          const files = [...(chooser.files ?? [])];
          if (kind === 'image' && files.length > 1) this.sending.pictures(files);
          else for (const file of files) this.sending.file(kind, file, file.name);
          chooser.value = '';
          this.#toggle(null);
        },
      },
    });
    return chooser;
  }

  #send() {
    const text = this.input.value.trim();
    if (text === '') return;
    this.sending.text(text);
    this.input.value = '';
    this.#fit();
    this.input.focus();
  }

  /** @param {string} name of an emoji, put where the cursor is */
  #insert(name) {
    this.input.setRangeText(name, this.input.selectionStart, this.input.selectionEnd, 'end');
    this.#fit();
    this.input.focus();
  }

  #voice() {
    this.sending.file('audio', sampleVoice(), 'voice.wav', sampleVoiceMs);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape') this.#toggle(null);
    // While Thai or another script is being composed, Enter belongs to the keyboard.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #fit() {
    const isEmpty = this.input.value.trim() === '';
    this.sendButton.hidden = isEmpty;
    this.micButton.hidden = !isEmpty;
    this.input.style.height = 'auto';
    if (this.input.value !== '') this.input.style.height = `${Math.min(this.input.scrollHeight, 110)}px`;
  }

  /** @param {'more' | 'stickers' | null} wanted shown, or hidden when it shows already */
  #toggle(wanted) {
    const shown = this.tray.dataset['tray'];
    const next = shown === wanted ? null : wanted;
    this.plusButton.setAttribute('aria-expanded', String(next === 'more'));
    this.smileButton.setAttribute('aria-expanded', String(next === 'stickers'));
    if (next === null) {
      delete this.tray.dataset['tray'];
      this.tray.replaceChildren();
      return;
    }
    this.tray.dataset['tray'] = next;
    this.tray.replaceChildren(next === 'stickers' ? this.#stickers() : this.#more());
  }

  #stickers() {
    const picker = stickerPicker((sticker) => {
      this.sending.sticker(sticker);
      this.#toggle(null);
    });
    picker.prepend(...emojiButtons((name) => this.#insert(name)));
    return picker;
  }

  #more() {
    const items = /** @type {const} */ ([
      ['image', say('composer.image'), () => this.imageChooser.click()],
      ['file', say('composer.file'), () => this.fileChooser.click()],
      ['pin', say('composer.location'), () => this.#location()],
      ['mic', say('composer.voice'), () => this.#voice()],
    ]);
    return h(
      'div',
      { class: 'tray more', role: 'group', 'aria-label': say('composer.more') },
      items.map(([name, label, click]) =>
        h('button', { type: 'button', on: { click } }, h('span', {}, icon(name)), label),
      ),
    );
  }

  #location() {
    this.sending.location();
    this.#toggle(null);
  }
}

/**
 * @param {import('./icons.js').IconName} name
 * @param {string} label
 * @param {() => void} click
 * @param {string} [classes]
 */
const tool = (name, label, click, classes = '') =>
  h(
    'button',
    { type: 'button', class: `tool ${classes}`, 'aria-label': label, title: label, on: { click } },
    icon(name),
  );
