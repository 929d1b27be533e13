import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import { paths } from '../paths.ts';
import type { FactView, Notice } from '../view-models/common.ts';
import type { RequestView } from '../view-models/request.ts';
import { conversation } from './conversation.ts';
import { icon } from './icons.ts';
import type { Frame, Page } from './layout.ts';
import { liveRefresh } from './live-refresh.ts';
import { dueTime, noticeBox, statusChip } from './parts.ts';
import type { FormsView } from './request-forms.ts';
import { messageForms } from './message-forms.ts';
import { moveForms, versions } from './request-forms.ts';

export interface RequestPageView extends FormsView {
  readonly notice: Notice | null;
}

export function requestPage(frame: Frame, view: RequestPageView): Page {
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

function summary(frame: Frame, view: RequestPageView): SafeHtml {
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
    ${moveForms(frame, view)}
  </section>`;
}

function data({ say }: Frame, shown: RequestView): SafeHtml {
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

function undelivered(frame: Frame, shown: RequestView): SafeHtml | null {
  const { say } = frame;
  if (shown.undelivered.length === 0) return null;
  return html`<section class="notice problem" aria-labelledby="undelivered-title">
    ${icon('alert')}
    <div>
      <h2 id="undelivered-title">${say('console:undelivered.title')}</h2>
      <ul>
        ${shown.undelivered.map(
          ({ what, at, iso, cause, id, mayAct }) =>
            html`<li>
              ${what}: <b>${cause}</b> <time datetime="${iso}">${at}</time>
              ${mayAct ? messageForms(frame, shown.ref, id) : null}
            </li>`,
        )}
      </ul>
      <p>${say('console:undelivered.hint')}</p>
    </div>
  </section>`;
}

function history({ say }: Frame, shown: RequestView): SafeHtml {
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
