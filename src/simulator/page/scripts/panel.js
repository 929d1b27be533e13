/** @import { View, WebhookView, CallView } from '../../view.ts' */
import { act } from './api.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { clockTimeWithSeconds } from './time.js';
import { say } from './words.js';

/** @type {readonly (keyof View['trouble'])[]} */
const switches = ['serverError', 'replyTokenLost', 'quotaGone', 'standby', 'redelivers'];

/** What goes between LINE and the assistant, and switches that make trouble there. */
export class Panel {
  /** @param {() => void} close */
  constructor(close) {
    this.webhooks = h('ul', { class: 'log' });
    this.calls = h('ul', { class: 'log' });
    this.quotaText = h('p', { class: 'quota-text' });
    this.quotaBar = h('progress', { 'aria-label': say('panel.quota'), max: '1', value: '0' });
    this.limit = h('input', {
      type: 'number',
      min: '0',
      step: '1',
      placeholder: '∞',
      'aria-label': say('panel.limit'),
      on: {
        change: () =>
          void act({ do: 'quota', limit: this.limit.value === '' ? null : Number(this.limit.value) }),
      },
    });
    this.switches = switches.map((name) => ({ name, box: troubleSwitch(name) }));
    this.element = h(
      'aside',
      { class: 'panel', 'aria-label': say('panel.title') },
      h(
        'div',
        { class: 'panel-head' },
        h('h2', {}, say('panel.title')),
        h(
          'button',
          { type: 'button', class: 'tool', 'aria-label': say('panel.close'), on: { click: close } },
          icon('close'),
        ),
      ),
      h(
        'section',
        {},
        h('h3', {}, say('panel.trouble')),
        this.switches.map(({ name, box }) =>
          h('label', { class: 'switch' }, h('span', {}, say(`trouble.${name}`)), box),
        ),
        h(
          'button',
          { type: 'button', class: 'quiet', on: { click: () => void act({ do: 'redeliver' }) } },
          icon('redo'),
          say('panel.redeliver'),
        ),
      ),
      h(
        'section',
        {},
        h('h3', {}, say('panel.quota')),
        this.quotaText,
        this.quotaBar,
        h('label', { class: 'limit' }, h('span', {}, say('panel.limit')), this.limit),
      ),
      h('section', {}, h('h3', {}, say('panel.webhooks')), this.webhooks),
      h('section', {}, h('h3', {}, say('panel.calls')), this.calls),
    );
  }

  /** @param {View} view */
  update(view) {
    for (const { name, box } of this.switches) box.checked = view.trouble[name];
    const { limit, used } = view.quota;
    this.quotaText.textContent =
      limit === null ? say('panel.usedOfAny', { used }) : say('panel.usedOf', { used, limit });
    this.quotaBar.hidden = limit === null;
    this.quotaBar.value = limit ? Math.min(1, used / limit) : 1;
    if (document.activeElement !== this.limit) this.limit.value = limit === null ? '' : String(limit);
    this.webhooks.replaceChildren(
      ...(view.webhooks.length > 0 ? view.webhooks.map(webhookLine) : [nothingYet()]),
    );
    this.calls.replaceChildren(...(view.calls.length > 0 ? view.calls.map(callLine) : [nothingYet()]));
  }
}

/** @param {keyof View['trouble']} name */
function troubleSwitch(name) {
  const box = h('input', {
    type: 'checkbox',
    role: 'switch',
    'data-trouble': name,
    on: { change: () => void act({ do: 'trouble', name, on: box.checked }) },
  });
  return box;
}

const nothingYet = () => h('li', { class: 'nothing' }, say('panel.nothing'));

/** @param {WebhookView} webhook */
const webhookLine = (webhook) =>
  line(
    webhook.at,
    webhook.events.join(', '),
    webhook.isRedelivery ? say('panel.redelivered') : '',
    webhook.status,
    webhook.error,
    webhook.ms,
  );

/** @param {CallView} call */
const callLine = (call) =>
  line(
    call.at,
    call.endpoint === 'unknown' ? `${call.method} ${call.path}` : call.endpoint,
    call.error ?? '',
    call.status || null,
    call.error,
    call.ms,
  );

/**
 * @param {number} at
 * @param {string} what
 * @param {string} more
 * @param {number | null} status
 * @param {string | null} error
 * @param {number} ms
 */
function line(at, what, more, status, error, ms) {
  const good = status !== null && status < 300;
  return h(
    'li',
    { class: good ? 'good' : 'bad' },
    h('time', {}, clockTimeWithSeconds(at)),
    h('span', { class: 'what' }, what, more ? h('small', {}, more) : null),
    h('span', { class: 'status' }, status === null ? (error ?? '') : String(status)),
    h('span', { class: 'ms' }, `${ms} ms`),
  );
}
