import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { RequestStatus } from '../../../flows/domain.ts';
import type { DueView, Notice } from '../view-models/common.ts';
import { icon } from './icons.ts';

const noticeIcons = { done: 'done', info: 'info', problem: 'alert' } as const;

/** What was done, or why it was not: takes the focus, so that it is read and heard first. */
export function noticeBox(notice: Notice | null): SafeHtml | null {
  if (!notice) return null;
  const isProblem = notice.tone === 'problem';
  return html`<div
    class="notice ${notice.tone}"
    id="notice"
    role="${isProblem ? 'alert' : 'status'}"
    tabindex="-1"
    autofocus
  >
    ${icon(noticeIcons[notice.tone])}
    <div>
      <p>${notice.text}</p>
      ${notice.kept ? html`<label for="kept">${notice.kept.label}</label><textarea id="kept" rows="4" readonly>${notice.kept.text}</textarea>` : null}
    </div>
  </div>`;
}

export function statusChip(status: RequestStatus, text: string): SafeHtml {
  return html`<span class="chip ${status}">${text}</span>`;
}

/** When it is due, and how far away that is: lateness is told in words, not by colour alone. */
export function dueTime(due: DueView): SafeHtml {
  return html`<span class="due ${due.tone}"
    ><time datetime="${due.iso}">${due.text}</time
    >${due.distance === null ? null : html`<small>${due.tone === 'late' ? icon('alert') : null}${due.distance}</small>`}</span
  >`;
}
