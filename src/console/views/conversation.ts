import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { DeliveryView } from '../view-models/delivery.ts';
import type { EntryView } from '../view-models/thread.ts';
import { icon } from './icons.ts';
import type { Frame } from './layout.ts';
import type { FormsView } from './request-forms.ts';
import { messageForms } from './message-forms.ts';
import { compose } from './request-forms.ts';

/** What officer and staff wrote, with the box to write in below. */
export function conversation(frame: Frame, { shown, draft }: FormsView): SafeHtml {
  const { say } = frame;
  return html`<section class="card conversation" aria-labelledby="conversation-title">
    <h2 id="conversation-title">${say('console:request.conversation')}</h2>
    ${shown.days.length === 0 ? html`<p class="hint">${say('console:conversation.empty')}</p>` : null}
    ${shown.days.map(
      ({ day, entries }) =>
        html`<h3 class="day">${day}</h3>
          <ol class="thread">
            ${entries.map((one) => entry(frame, shown.ref, one))}
          </ol>`,
    )}
    <div class="compose" id="compose">${compose(frame, shown, draft)}</div>
  </section>`;
}

function entry(frame: Frame, ref: string, one: EntryView): SafeHtml {
  return html` <li id="entry-${one.id}" class="entry ${one.from}${one.mine ? ' mine' : ''}">
    <p class="entry-head"><b>${one.who}</b> <time datetime="${one.iso}">${one.time}</time></p>
    ${one.quote && html`<blockquote class="entry-quote">${one.quote.who === null ? null : html`<b>${one.quote.who}</b> `}<span class="as-typed">${one.quote.text}</span></blockquote>`}
    <p class="entry-text${one.gone ? ' gone' : ''}"><span class="as-typed">${one.text}</span></p>
    ${one.delivery && delivery(frame, ref, one.id, one.delivery)}
  </li>`;
}

const deliveryIcons = {
  pending: 'clock',
  accepted: 'done',
  retrying: 'clock',
  failed: 'alert',
  dropped: 'info',
} as const;

/** What became of a message to the officer, and what can be done where LINE did not take it. */
function delivery(frame: Frame, ref: string, id: string, view: DeliveryView): SafeHtml {
  return html`<p class="delivery ${view.state}">
      ${icon(deliveryIcons[view.state])}<span>${view.text}</span>
    </p>
    ${view.isOpen ? messageForms(frame, ref, id) : null}`;
}
