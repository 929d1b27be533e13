import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { Intent } from '../../../flows/domain.ts';
import { maxPhraseLength } from '../../learning/teaching.ts';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
import type { ChangeView, FigureView, GroupView, LessonView, PreviewView } from '../view-models/answers.ts';
import { icon } from './icons.ts';
import type { Frame, Page } from './layout.ts';
import { noticeBox } from './parts.ts';

/** A phrase and the entry it is to be attached to, as they were typed. */
export interface LessonDraft {
  readonly phrase: string;
  readonly entry: Intent | null;
}

export interface AnswersView {
  readonly notice: Notice | null;
  /** What was not accepted, to be mended. */
  readonly draft: LessonDraft | null;
  /** How many days the figures cover. */
  readonly days: number;
  readonly figures: readonly FigureView[];
  readonly groups: readonly GroupView[];
  /** Groups that are not shown. */
  readonly more: number;
  readonly lessons: readonly LessonView[];
  readonly entries: readonly EntryOption[];
}

interface EntryOption {
  readonly value: Intent;
  readonly label: string;
}

export function answersPage(frame: Frame, view: AnswersView): Page {
  const { say } = frame;
  const title = say('console:answers.title');
  return {
    title,
    main: html`<main id="main" class="wide answers" tabindex="-1">
      <h1>${title}</h1>
      ${noticeBox(view.notice)}
      ${
        view.draft
          ? html`<section class="card stack">
              <h2>${say('console:answers.mend')}</h2>
              ${lessonForm(frame, view.entries, 'draft', view.draft)}
            </section>`
          : null
      }
      <div class="answers-parts">
        <section aria-labelledby="unclear">
          <h2 id="unclear">${say('console:answers.unclear')}</h2>
          <p class="hint">${say('console:answers.unclear-hint')}</p>
          ${unclear(frame, view)}
        </section>
        <div class="stack">
          <section aria-labelledby="figures">
            <h2 id="figures">${say('console:answers.figures')}</h2>
            <p class="hint">${say('console:answers.figures-hint', { days: view.days })}</p>
            ${figures(frame, view.figures)}
          </section>
          <section aria-labelledby="lessons">
            <h2 id="lessons">${say('console:answers.lessons')}</h2>
            <p class="hint">${say('console:answers.lessons-hint')}</p>
            ${lessons(frame, view.lessons)}
          </section>
        </div>
      </div>
    </main>`,
  };
}

function unclear(frame: Frame, view: AnswersView): SafeHtml {
  const { say } = frame;
  if (view.groups.length === 0)
    return html`<div class="empty">
      ${icon('done')}
      <p>${say('console:answers.unclear-empty')}</p>
    </div>`;
  return html`<ol class="unclear">
      ${view.groups.map((group, at) => groupCard(frame, view.entries, group, at))}
    </ol>
    ${view.more > 0 ? html`<p class="hint">${say('console:answers.more', { count: view.more })}</p>` : null}`;
}

function groupCard(frame: Frame, entries: readonly EntryOption[], group: GroupView, at: number): SafeHtml {
  const { say } = frame;
  return html` <li class="card stack">
    <div>
      <h3>${group.lead}</h3>
      <p class="hint">${group.seen}</p>
      ${group.others.length > 0 ? html`<p class="hint">${say('console:answers.others')} ${group.others.map((text) => html`<q>${text}</q> `)}</p>` : null}
      ${group.evidence.map((text) => html`<p class="evidence">${icon('info')}<span>${text}</span></p>`)}
    </div>
    <details>
      <summary>${say('console:answers.attach')}</summary>
      ${lessonForm(frame, entries, `group-${at}`, { phrase: group.lead, entry: group.likely || null })}
    </details>
  </li>`;
}

function lessonForm(
  { say, formToken }: Frame,
  entries: readonly EntryOption[],
  id: string,
  { phrase, entry }: LessonDraft,
): SafeHtml {
  return html`<form class="stack" method="post" action="${paths.lesson('preview')}">
    <input type="hidden" name="${tokenField}" value="${formToken}" />
    <div class="field">
      <label for="${id}-phrase">${say('console:answers.phrase')}</label>
      <input
        id="${id}-phrase"
        name="phrase"
        value="${phrase}"
        maxlength="${maxPhraseLength}"
        autocomplete="off"
        aria-describedby="${id}-hint"
        required
      />
      <p class="hint" id="${id}-hint">${say('console:answers.phrase-hint')}</p>
    </div>
    <div class="field">
      <label for="${id}-entry">${say('console:answers.entry')}</label>
      <select id="${id}-entry" name="entry" required>
        <option value="">${say('console:answers.entry-choose')}</option>
        ${entries.map(({ value, label }) => html`<option value="${value}" ${value === entry ? html` selected` : null}>${label}</option>`)}
      </select>
    </div>
    <div><button class="primary">${say('console:answers.preview')}</button></div>
  </form>`;
}

function figures({ say }: Frame, rows: readonly FigureView[]): SafeHtml {
  if (rows.length === 0) return html`<p class="card">${say('console:answers.figures-empty')}</p>`;
  return html`<div class="table-frame">
    <table class="figures">
      <thead>
        <tr>
          ${['entry', 'answered', 'helped', 'not-helped'].map((name) => html`<th scope="col">${say(`console:answers.column.${name}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html` <tr>
              <th scope="row">${row.title}</th>
              <td>${row.answered}</td>
              <td>${row.helped}</td>
              <td>${row.notHelped}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function lessons(frame: Frame, taught: readonly LessonView[]): SafeHtml {
  const { say, formToken } = frame;
  if (taught.length === 0) return html`<p class="card">${say('console:answers.lessons-empty')}</p>`;
  return html`<ul class="lessons card">
    ${taught.map(
      (lesson) =>
        html` <li id="lesson-${lesson.version}">
          <div>
            <p><q>${lesson.phrase}</q> → <b>${lesson.title}</b></p>
            <p class="hint">${lesson.taught}</p>
            ${lesson.undone === null ? null : html`<p class="hint">${lesson.undone}</p>`}
          </div>
          ${
            lesson.undone === null
              ? html`<form method="post" action="${paths.lesson('undo')}">
                  <input type="hidden" name="${tokenField}" value="${formToken}" />
                  <input type="hidden" name="version" value="${lesson.version}" />
                  <button aria-label="${say('console:answers.undo-which', { phrase: lesson.phrase })}">
                    ${say('console:answers.undo')}
                  </button>
                </form>`
              : null
          }
        </li>`,
    )}
  </ul>`;
}

/** What a lesson would come to, before it is saved. */
export function previewPage(frame: Frame, view: PreviewView): Page {
  const { say, formToken } = frame;
  const title = say('console:answers.preview-title');
  const { changes, worse, asked } = view;
  return {
    title,
    main: html`<main id="main" class="wide answers" tabindex="-1">
      <p class="crumb"><a href="${paths.answers}">${icon('back')}${say('console:answers.back')}</a></p>
      <h1>${title}</h1>
      <section class="card stack">
        <p><q>${view.phrase}</q> → <b>${view.title}</b></p>
        <dl class="before-after">
          <dt>${say('console:answers.before')}</dt>
          <dd>${view.before}</dd>
          <dt>${say('console:answers.after')}</dt>
          <dd>${view.after}</dd>
        </dl>
        ${view.works ? null : html`<p class="banner warning">${icon('alert')}<span>${say('console:answers.no-effect')}</span></p>`}
      </section>
      <section aria-labelledby="changes" class="stack">
        <h2 id="changes">${say('console:answers.changes', { count: changes.length, asked })}</h2>
        ${worse > 0 ? html`<p class="banner problem">${icon('alert')}<span>${say('console:answers.worse', { count: worse })}</span></p>` : null}
        ${
          changes.length === 0
            ? html`<p class="card">${say('console:answers.changes-empty')}</p>`
            : html`<ul class="lessons card">
                ${changes.map((change) => changeItem(frame, change))}
              </ul>`
        }
      </section>
      <form method="post" action="${paths.lesson('teach')}" class="decide">
        <input type="hidden" name="${tokenField}" value="${formToken}" />
        <input type="hidden" name="phrase" value="${view.phrase}" />
        <input type="hidden" name="entry" value="${view.entry}" />
        <button class="primary">${say('console:answers.save')}</button>
        <a class="button" href="${paths.answers}">${say('console:answers.leave')}</a>
      </form>
    </main>`,
  };
}

const chipOf = { better: 'resolved', worse: 'late', other: 'waiting' } as const;

function changeItem({ say }: Frame, change: ChangeView): SafeHtml {
  return html` <li>
    <div>
      <p><q>${change.text}</q></p>
      <dl class="before-after">
        <dt>${say('console:answers.before')}</dt>
        <dd>${change.before}</dd>
        <dt>${say('console:answers.after')}</dt>
        <dd>${change.after}</dd>
      </dl>
    </div>
    <span class="chip ${chipOf[change.verdict]}">${change.verdictText}</span>
  </li>`;
}
