import { h } from './dom.js';
import { say } from './words.js';

/**
 * Asks in a dialog: gives what was entered, or null when it was closed.
 * @param {string} title
 * @param {HTMLElement & { value: string }} field
 * @param {string} confirm
 * @returns {Promise<string | null>}
 */
function ask(title, field, confirm) {
  return new Promise((resolve) => {
    const form = h(
      'form',
      { method: 'dialog' },
      h('h2', {}, title),
      field,
      h(
        'div',
        { class: 'dialog-buttons' },
        h(
          'button',
          { type: 'button', class: 'quiet', on: { click: () => dialog.close() } },
          say('dialog.cancel'),
        ),
        h('button', { type: 'submit', class: 'strong', value: 'ok' }, confirm),
      ),
    );
    const dialog = h('dialog', { 'aria-label': title }, form);
    // `form-action 'none'` stops even a dialog's own submit, so it is closed by hand.
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      dialog.close('ok');
    });
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'ok' ? field.value : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
  });
}

/**
 * @param {string} title
 * @param {string} proposed
 * @param {string} confirm
 */
export const askName = (title, proposed, confirm) =>
  ask(
    title,
    h('input', { type: 'text', value: proposed, maxlength: '40', required: true, 'aria-label': title }),
    confirm,
  );

const inputTypes = { date: 'date', time: 'time', datetime: 'datetime-local' };

/**
 * LINE's date and time picker: gives what a postback's `params` say of it, or null when it was closed.
 * @param {{ readonly [property: string]: unknown }} action
 * @returns {Promise<{ [mode: string]: string } | null>}
 */
export async function askDate(action) {
  const mode = /** @type {keyof typeof inputTypes} */ (action['mode']);
  /** @param {string} name */
  const bound = (name) => (typeof action[name] === 'string' ? action[name].replace('t', 'T') : undefined);
  const field = h('input', {
    type: inputTypes[mode],
    value: bound('initial'),
    min: bound('min'),
    max: bound('max'),
    required: true,
    'aria-label': say(`dialog.${mode}`),
  });
  const value = await ask(say(`dialog.${mode}`), field, say('dialog.choose'));
  return value ? { [mode]: value } : null;
}

/**
 * A menu beside what it belongs to. Closes on a choice, Escape, or a press elsewhere.
 * @param {HTMLElement} anchor
 * @param {{ label: string, icon: SVGElement, choose: () => void }[]} items
 */
export function popUp(anchor, items) {
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', popover: 'auto' },
    items.map((item) =>
      h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          on: {
            click: () => {
              menu.hidePopover();
              item.choose();
            },
          },
        },
        item.icon,
        item.label,
      ),
    ),
  );
  menu.addEventListener('toggle', (event) => {
    if (event.newState === 'closed') menu.remove();
  });
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...menu.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  });
  document.body.append(menu);
  menu.showPopover();
  const { left, right, bottom, top } = anchor.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = menu;
  const below = bottom + offsetHeight + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(left, right - offsetWidth, innerWidth - offsetWidth - 8))}px`;
  menu.style.top = `${below ? bottom + 4 : Math.max(8, top - offsetHeight - 4)}px`;
  menu.querySelector('button')?.focus();
}

/** @param {string} text shown for a moment */
export function toast(text) {
  const shown = h('div', { class: 'toast', role: 'status' }, text);
  document.body.append(shown);
  setTimeout(() => shown.remove(), 2500);
}
