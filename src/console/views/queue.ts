import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
import type { RowView } from '../view-models/row.ts';
import type { Tab } from '../queue-ask.ts';
import { icon } from './icons.ts';
import type { Frame, Page } from './layout.ts';
import { liveRefresh } from './live-refresh.ts';
import { dueTime, noticeBox, statusChip } from './parts.ts';

export interface FilterView {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface QueueView {
  readonly notice: Notice | null;
  readonly tab: Tab;
  readonly tabs: readonly { readonly tab: Tab; readonly href: string; readonly count: number }[];
  readonly search: string;
  readonly filters: readonly FilterView[];
  readonly isFiltered: boolean;
  /** The same tab without filters. */
  readonly clearHref: string;
  readonly rows: readonly RowView[];
  readonly total: number;
  /** Null on the first page. */
  readonly firstHref: string | null;
  /** Null on the last page. */
  readonly nextHref: string | null;
}

export function queuePage(frame: Frame, view: QueueView): Page {
  const { say } = frame;
  const news = view.tabs
    .filter(({ tab }) => tab === 'new' || tab === 'answered')
    .reduce((sum, { count }) => sum + count, 0);
  const title = say('console:queue.title');
  return {
    title: news > 0 ? say('console:queue.count-in-title', { count: news, title }) : title,
    main: html`<main id="main" class="wide" tabindex="-1" ${liveRefresh(frame.here)}>
      <h1>${title}</h1>
      ${noticeBox(view.notice)} ${tabs(frame, view)} ${filters(frame, view)}
      ${view.rows.length > 0 ? table(frame, view) : empty(frame, view)} ${pages(frame, view)}
    </main>`,
  };
}

function tabs({ say }: Frame, view: QueueView): SafeHtml {
  return html`<nav class="tabs" aria-label="${say('console:queue.tabs')}">
    <ul>
      ${view.tabs.map(
        ({ tab, href, count }) =>
          html` <li>
            <a href="${href}" ${tab === view.tab ? html` aria-current="page"` : null}
              >${say(`console:queue.tab.${tab}`)} <span class="count">${count}</span></a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function filters({ say }: Frame, view: QueueView): SafeHtml {
  return html`<form
    class="filters"
    id="filters"
    role="search"
    aria-label="${say('console:queue.filter.label')}"
    method="get"
    action="${paths.queue}"
    hx-get="${paths.queue}"
    hx-trigger="change, submit"
    hx-sync="this:replace"
    hx-target="#main"
    hx-swap="outerMorph"
    hx-push-url="true"
  >
    <input type="hidden" name="tab" value="${view.tab}" />
    <div class="field search">
      <label for="q">${say('console:queue.filter.search')}</label>
      <div class="with-button">
        <input
          id="q"
          name="q"
          type="search"
          value="${view.search}"
          placeholder="${say('console:queue.filter.search-hint')}"
          maxlength="200"
          autocomplete="off"
        />
        <button>
          ${icon('search')}<span class="on-desktop">${say('console:queue.filter.submit')}</span>
        </button>
      </div>
    </div>
    ${view.filters.map(
      (filter) =>
        html`<div class="field">
          <label for="filter-${filter.name}">${filter.label}</label>
          <select id="filter-${filter.name}" name="${filter.name}">
            <option value="">${say('console:queue.filter.any')}</option>
            ${filter.options.map(
              ({ value, label }) =>
                html`<option value="${value}" ${value === filter.chosen ? html` selected` : null}>
                  ${label}
                </option>`,
            )}
          </select>
        </div>`,
    )}
    ${view.isFiltered ? html`<a class="button quiet clear" href="${view.clearHref}">${say('console:queue.filter.clear')}</a>` : null}
  </form>`;
}

/** Roles are spelled out, since rows shown as cards are no table to some browsers. */
function table(frame: Frame, view: QueueView): SafeHtml {
  const { say } = frame;
  const dueColumn =
    view.tab === 'closed' ? say('requests:field.resolvedAt') : say('console:queue.column.due');
  const columns = [
    ...['ref', 'agency', 'issuer', 'status'].map((name) => say(`console:queue.column.${name}`)),
    dueColumn,
  ];
  return html`<div class="table-frame">
    <table class="queue" role="table">
      <caption class="hidden">
        ${say(`console:queue.tab.${view.tab}`)}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
          <th role="columnheader" scope="col">
            <span class="hidden">${say('console:queue.column.act')}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${view.rows.map((row) => tableRow(frame, row, dueColumn))}
      </tbody>
    </table>
  </div>`;
}

function tableRow(frame: Frame, row: RowView, dueColumn: string): SafeHtml {
  const { say } = frame;
  const holder = row.holder ?? (row.status === 'resolved' ? null : say('console:queue.nobody'));
  return html`<tr id="row-${row.ref}" role="row" class="${row.due.tone}${row.unread ? ' unread' : ''}">
    <th role="rowheader" scope="row">
      <a class="ref" href="${paths.request(row.ref)}">${row.refText}</a
      >${row.unread ? html`<span class="unread-mark">${say('console:queue.unread')}</span>` : null}<small
        >${row.kindText}</small
      >
    </th>
    <td class="agency" role="cell">
      ${row.agency === null && row.subject !== null ? null : html`<b>${row.agency ?? html`<i>${say('console:queue.no-agency')}</i>`}</b>`}
      ${row.subject === null ? null : html`<span class="subject">${row.subject}</span>`}
      ${row.agencyType === null ? null : html`<small>${row.agencyType}</small>`}
    </td>
    <td class="issuer" role="cell" data-label="${say('console:queue.column.issuer')}">${row.issuer}</td>
    <td class="status" role="cell">
      ${statusChip(row.status, row.statusText)}${holder === null ? null : html`<small>${holder}</small>`}
    </td>
    <td class="due-cell" role="cell" data-label="${dueColumn}">${dueTime(row.due)}</td>
    <td class="act" role="cell">${row.mayClaim ? claim(frame, row) : null}</td>
  </tr>`;
}

function claim({ say, formToken }: Frame, row: RowView): SafeHtml {
  return html`<form method="post" action="${paths.action(row.ref, 'claim')}">
    <input type="hidden" name="${tokenField}" value="${formToken}" />
    <input type="hidden" name="version" value="${row.version}" />
    <button aria-label="${say('console:queue.claim-which', { ref: row.refText })}">
      ${say('console:queue.claim')}
    </button>
  </form>`;
}

function empty({ say }: Frame, view: QueueView): SafeHtml {
  const kind = view.isFiltered ? 'found' : view.tab;
  const onward =
    kind === 'found'
      ? { href: view.clearHref, text: say('console:queue.filter.clear') }
      : { href: paths.queue, text: say('console:queue.to-new') };
  return html`<section class="empty">
    ${icon(kind === 'found' ? 'search' : 'empty')}
    <h2>${say(`console:queue.empty.${kind}`)}</h2>
    <p>${say(`console:queue.empty-hint.${kind}`)}</p>
    ${kind === 'new' ? null : html`<p><a class="button" href="${onward.href}">${onward.text}</a></p>`}
  </section>`;
}

function pages({ say }: Frame, view: QueueView): SafeHtml | null {
  if (view.rows.length === 0) return null;
  return html`<nav class="pages" aria-label="${say('console:queue.pages')}">
    <p>${say('console:queue.shown', { shown: view.rows.length, total: view.total })}</p>
    ${pageLink(view.firstHref, say('console:queue.first'))}
    ${pageLink(view.nextHref, say('console:queue.next'))}
  </nav>`;
}

function pageLink(href: string | null, text: string): SafeHtml | null {
  return href === null ? null : html`<a class="button" href="${href}">${text}</a>`;
}
