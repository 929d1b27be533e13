import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { StaffMove } from '../../requests/lifecycle.machine.ts';
import { maxMessageLength, maxNoteLength, maxReasonLength } from '../../requests/staff-moves.ts';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { EntryView } from '../present-thread.ts';
import type { CaseView, FactView, Notice } from '../present.ts';
import { icon } from './icons.ts';
import type { Frame, Page } from './layout.ts';
import { liveRefresh } from './live-refresh.ts';
import { dueTime, noticeBox, statusChip } from './parts.ts';

/** What was typed into a form that was not accepted. */
export interface Draft {
  readonly text: string;
  readonly note: string;
  readonly reason: string;
  readonly disposition: string;
  readonly to: string;
}
export const emptyDraft: Draft = { text: '', note: '', reason: '', disposition: '', to: '' };

export interface RequestView {
  readonly notice: Notice | null;
  readonly draft: Draft;
  readonly shown: CaseView;
}

export function requestPage(frame: Frame, view: RequestView): Page {
  const { say } = frame;
  const { shown } = view;
  return {
    title: say('console:request.title', { ref: shown.refText }),
    main: html`<main id="main" class="wide" tabindex="-1" ${liveRefresh(frame.here)}>
      <p class="crumb"><a href="${paths.queue}">${icon('back')}${say('console:request.back')}</a></p>
      <header class="case-head">
        <div>
          <p class="case-kind">${shown.kindText}</p>
          <h1>${say('console:request.title', { ref: shown.refText })}</h1>
          <p class="case-agency">${shown.title}</p>
        </div>
        ${statusChip(shown.status, shown.statusText)}
      </header>
      ${noticeBox(view.notice)}
      ${shown.warnings.map((text) => html`<p class="banner warning">${icon('info')}<span>${text}</span></p>`)}
      ${undelivered(frame, shown)} ${versions(shown)}
      <div class="case">
        <div class="case-side">${summary(frame, view)} ${history(frame, shown)}</div>
        <div class="case-main">${data(frame, shown)} ${conversation(frame, view)}</div>
      </div>
    </main>`,
  };
}

const formId = (move: StaffMove): string => `form-${move}`;

/**
 * The version that a move is decided on is the one on show. It stands outside the forms, so that it stays true
 * while a form that somebody types into is left as it is.
 */
function versions({ moves, version }: CaseView): SafeHtml {
  return html`<div id="versions" hidden>
    ${moves.map(
      (move) =>
        html`<input
          type="hidden"
          id="version-${move}"
          form="${formId(move)}"
          name="version"
          value="${version}"
        />`,
    )}
  </div>`;
}

/** A form that makes a move: a plain post, or swapped in place where scripts run. */
function moveForm(frame: Frame, { ref }: CaseView, move: StaffMove, content: SafeHtml): SafeHtml {
  const action = paths.action(ref, move);
  return html`<form
    class="stack"
    id="${formId(move)}"
    method="post"
    action="${action}"
    hx-post="${action}"
    hx-target="#main"
    hx-swap="outerHTML"
    hx-disable="find button"
    hx-status:401="swap:none"
    hx-status:5xx="swap:none"
  >
    <input type="hidden" name="${tokenField}" value="${frame.formToken}" />
    ${content}
  </form>`;
}

function summary(frame: Frame, view: RequestView): SafeHtml {
  const { say } = frame;
  const { shown } = view;
  return html`<section class="card summary" aria-labelledby="summary-title">
    <h2 id="summary-title">${say('console:request.summary')}</h2>
    <dl class="state">
      ${
        shown.due &&
        html`<div>
          <dt>${say('requests:field.dueAt')}</dt>
          <dd>${dueTime(shown.due)}</dd>
        </div>`
      }
      ${shown.state.map(fact(say('console:request.not-given')))}
    </dl>
    <div class="acts" id="acts">
      ${shown.moves.length === 0 ? html`<p class="hint">${say('console:request.no-moves')}</p>` : null}
      ${simpleMove(frame, shown, 'claim', 'primary')} ${resolve(frame, view)} ${assign(frame, view)}
      ${simpleMove(frame, shown, 'reopen', 'primary')} ${simpleMove(frame, shown, 'release', '')}
    </div>
  </section>`;
}

function simpleMove(
  frame: Frame,
  shown: CaseView,
  move: 'claim' | 'release' | 'reopen',
  look: 'primary' | '',
): SafeHtml | null {
  if (!shown.moves.includes(move)) return null;
  const label = frame.say(`console:act.${move}`);
  return moveForm(frame, shown, move, html`<button class="wide ${look}">${label}</button>`);
}

function assign(frame: Frame, { shown, draft }: RequestView): SafeHtml | null {
  if (!shown.moves.includes('assign') || shown.colleagues.length === 0) return null;
  const { say } = frame;
  return moveForm(
    frame,
    shown,
    'assign',
    html`<div class="field">
      <label for="to">${say('console:act.assign-to')}</label>
      <div class="with-button">
        <select id="to" name="to" required>
          <option value="">${say('console:act.assign-choose')}</option>
          ${shown.colleagues.map(
            ({ email, label }) =>
              html`<option value="${email}" ${email === draft.to ? html` selected` : null}>${label}</option>`,
          )}
        </select>
        <button>${say('console:act.assign')}</button>
      </div>
    </div>`,
  );
}

function resolve(frame: Frame, { shown, draft }: RequestView): SafeHtml | null {
  if (!shown.moves.includes('resolve')) return null;
  const { say } = frame;
  const isOpen = draft.disposition + draft.note + draft.reason !== '';
  return html`<details class="disclosure" id="resolve" ${isOpen ? html` open` : null}>
    <summary class="button wide">${say('console:act.resolve')}</summary>
    ${moveForm(
      frame,
      shown,
      'resolve',
      html`<fieldset class="outcomes">
          <legend>${say('console:act.disposition')}</legend>
          ${shown.outcomes.map(
            ({ value, label, told }) =>
              html`<div class="outcome">
                <label
                  ><input
                    type="radio"
                    name="disposition"
                    value="${value}"
                    required${value === draft.disposition ? html` checked` : null}
                  />${label}</label
                >
                <div class="told">
                  <p>${told === '' ? say('console:act.not-told') : say('console:act.told')}</p>
                  ${told === '' ? null : html`<blockquote lang="${shown.language}"><span class="as-typed">${told}</span></blockquote>`}
                </div>
              </div>`,
          )}
        </fieldset>
        <div class="field">
          <label for="reason">${say('console:act.reason')}</label>
          <textarea
            id="reason"
            name="reason"
            rows="2"
            maxlength="${maxReasonLength}"
            aria-describedby="reason-hint"
          >
${draft.reason}</textarea>
          <p class="hint" id="reason-hint">${say('console:act.reason-hint')}</p>
        </div>
        <div class="field">
          <label for="note">${say('console:act.note')}</label>
          <textarea id="note" name="note" rows="3" maxlength="${maxNoteLength}" aria-describedby="note-hint">
${draft.note}</textarea>
          <p class="hint" id="note-hint">${say('console:act.note-hint')}</p>
        </div>
        <button class="primary wide">${say('console:act.resolve-submit')}</button>`,
    )}
  </details>`;
}

function data({ say }: Frame, shown: CaseView): SafeHtml {
  return html`<section class="card data" aria-labelledby="data-title">
    <h2 id="data-title">${say('console:request.data')}</h2>
    <div class="facts">
      ${shown.facts.map(
        ({ title, facts }) =>
          html`<div>
            <h3>${title}</h3>
            <dl>${facts.map(fact(say('console:request.not-given')))}</dl>
          </div>`,
      )}
    </div>
  </section>`;
}

function fact(notGiven: string): (one: FactView) => SafeHtml {
  return ({ label, value, href }) =>
    html` <div>
      <dt>${label}</dt>
      <dd>
        ${value === null ? html`<i>${notGiven}</i>` : href === undefined ? value : html`<a href="${href}">${value}</a>`}
      </dd>
    </div>`;
}

function conversation(frame: Frame, { shown, draft }: RequestView): SafeHtml {
  const { say } = frame;
  return html`<section class="card conversation" aria-labelledby="conversation-title">
    <h2 id="conversation-title">${say('console:request.conversation')}</h2>
    ${shown.days.length === 0 ? html`<p class="hint">${say('console:conversation.empty')}</p>` : null}
    ${shown.days.map(
      ({ day, entries }) =>
        html`<h3 class="day">${day}</h3>
          <ol class="thread">
            ${entries.map((one) => entry(frame, one))}
          </ol>`,
    )}
    <div class="compose" id="compose">${compose(frame, shown, draft)}</div>
  </section>`;
}

function entry({ say }: Frame, one: EntryView): SafeHtml {
  return html` <li id="entry-${one.id}" class="entry ${one.from}${one.mine ? ' mine' : ''}">
    <p class="entry-head"><b>${one.who}</b> <time datetime="${one.iso}">${one.time}</time></p>
    ${one.quote && html`<blockquote class="entry-quote">${one.quote.who === null ? null : html`<b>${one.quote.who}</b> `}<span class="as-typed">${one.quote.text}</span></blockquote>`}
    <p class="entry-text${one.gone ? ' gone' : ''}"><span class="as-typed">${one.text}</span></p>
    ${one.undelivered ? html`<p class="entry-fault">${icon('alert')}${say('console:conversation.undelivered')}</p>` : null}
  </li>`;
}

function compose(frame: Frame, shown: CaseView, draft: Draft): SafeHtml | null {
  const { say } = frame;
  if (shown.moves.includes('claim'))
    return html`<p class="hint">${say('console:act.message-needs-claim')}</p>`;
  if (!shown.moves.includes('message')) return null;
  return moveForm(
    frame,
    shown,
    'message',
    html`<div class="field">
        <label for="text">${say('console:act.message')}</label>
        <textarea
          id="text"
          name="text"
          rows="4"
          required
          maxlength="${maxMessageLength}"
          aria-describedby="text-hint"
        >
${draft.text}</textarea>
        <p class="hint" id="text-hint">${say('console:act.message-hint')}</p>
      </div>
      <button class="primary">${say('console:act.message-submit')}</button>`,
  );
}

function undelivered({ say }: Frame, shown: CaseView): SafeHtml | null {
  if (shown.undelivered.length === 0) return null;
  return html`<section class="notice problem" aria-labelledby="undelivered-title">
    ${icon('alert')}
    <div>
      <h2 id="undelivered-title">${say('console:undelivered.title')}</h2>
      <ul>
        ${shown.undelivered.map(
          ({ what, at, iso, cause }) =>
            html`<li>${what}: <b>${cause}</b> <time datetime="${iso}">${at}</time></li>`,
        )}
      </ul>
      <p>${say('console:undelivered.hint')}</p>
    </div>
  </section>`;
}

function history({ say }: Frame, shown: CaseView): SafeHtml {
  return html`<section class="card history" aria-labelledby="history-title">
    <h2 id="history-title">${say('console:request.history')}</h2>
    <ol>
      ${shown.history.map(
        ({ iso, at, who, what, detail }) =>
          html` <li>
            <b>${what}</b>${detail === null ? null : html` <span>${detail}</span>`}<small
              >${who} · <time datetime="${iso}">${at}</time></small
            >
          </li>`,
      )}
    </ol>
  </section>`;
}
