import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { StaffMove } from '../../requests/lifecycle.machine.ts';
import { maxMessageLength, maxNoteLength, maxReasonLength } from '../../requests/staff-moves.ts';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { FactView } from '../view-models/common.ts';
import type { RequestView } from '../view-models/request.ts';
import { icon } from './icons.ts';
import type { Frame } from './layout.ts';

/** What was typed into a form that was not accepted. */
export interface Draft {
  readonly text: string;
  readonly note: string;
  readonly reason: string;
  readonly disposition: string;
  readonly to: string;
}
export const emptyDraft: Draft = { text: '', note: '', reason: '', disposition: '', to: '' };

/** A request with what was typed into its forms. */
export interface FormsView {
  readonly draft: Draft;
  readonly shown: RequestView;
}

const formId = (move: StaffMove): string => `form-${move}`;

/**
 * The version that a move is decided on is the one on show. It stands outside the forms, so that it stays true
 * while a form that somebody types into is left as it is.
 */
export function versions({ moves, version }: RequestView): SafeHtml {
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
function moveForm(frame: Frame, { ref }: RequestView, move: StaffMove, content: SafeHtml): SafeHtml {
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

/** The forms of the moves that this person could make now, besides writing to the officer. */
export function moveForms(frame: Frame, view: FormsView): SafeHtml {
  const { shown } = view;
  return html`<div class="acts" id="acts">
    ${shown.moves.length === 0 ? html`<p class="hint">${frame.say('console:request.no-moves')}</p>` : null}
    ${simpleMove(frame, shown, 'claim', 'primary')} ${resolve(frame, view)} ${assign(frame, view)}
    ${simpleMove(frame, shown, 'reopen', 'primary')} ${simpleMove(frame, shown, 'release', '')}
  </div>`;
}

function simpleMove(
  frame: Frame,
  shown: RequestView,
  move: 'claim' | 'release' | 'reopen',
  look: 'primary' | '',
): SafeHtml | null {
  if (!shown.moves.includes(move)) return null;
  const label = frame.say(`console:act.${move}`);
  return moveForm(frame, shown, move, html`<button class="wide ${look}">${label}</button>`);
}

function assign(frame: Frame, { shown, draft }: FormsView): SafeHtml | null {
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

function resolve(frame: Frame, { shown, draft }: FormsView): SafeHtml | null {
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

/** The box that staff write to the officer in, or why there is none. */
export function compose(frame: Frame, shown: RequestView, draft: Draft): SafeHtml | null {
  const { say } = frame;
  if (shown.moves.includes('claim'))
    return html`<p class="hint">${say('console:act.message-needs-claim')}</p>`;
  if (shown.call)
    return html`<p class="banner warning">${icon('alert')}<span>${blockedText(frame, shown.call)}</span></p>`;
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

/** LINE does not reach this officer: said before anything is typed, with the telephone to call instead. */
function blockedText({ say }: Frame, { value, href }: FactView): SafeHtml {
  if (value === null) return html`${say('console:act.message-blocked')}`;
  const phone = href === undefined ? html`<b>${value}</b>` : html`<a href="${href}">${value}</a>`;
  return html`${say('console:act.message-blocked')} ${say('console:act.message-call')} ${phone}`;
}
