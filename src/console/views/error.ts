import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import { paths } from '../paths.ts';
import type { Say } from '../say.ts';
import type { Frame, Page } from './layout.ts';
import { icon } from './icons.ts';

/** The errors that have a page of their own. */
export type ErrorStatus = 400 | 403 | 404 | 413 | 429 | 500 | 503;

/** Seconds until a browser that saw the store away tries again. */
export const retryInSeconds = 5;

/** @param id names the error in the log, for 500. */
export function errorPage({ say }: Frame, status: ErrorStatus, id = ''): Page {
  return {
    title: say(`console:error.${status}.title`),
    main: html`<main id="main" class="narrow" tabindex="-1">
      <section class="card error">
        ${icon(status === 404 ? 'search' : 'alert')}
        <h1>${say(`console:error.${status}.title`)}</h1>
        <p>${say(`console:error.${status}.text`, { id })}</p>
        <p><a class="button" href="${paths.queue}">${say('console:error.back')}</a></p>
        <p class="hint">${say('console:error.code', { status })}</p>
      </section>
    </main>`,
  };
}

/** A form that could not be taken: where it goes, and what it held. */
export interface Unsent {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * The store is away. A page that was only read fetches itself again; a form waits to be sent again, with what was
 * typed in sight.
 */
export function awayPage({ say }: Frame, unsent: Unsent | null): Page {
  return {
    title: say('console:error.503.title'),
    ...(unsent === null && { retryInSeconds }),
    main: html`<main id="main" class="narrow" tabindex="-1">
      <section class="card error">
        ${icon('alert')}
        <h1>${say('console:error.503.title')}</h1>
        <p>${say(unsent ? 'console:error.503.unsent' : 'console:error.503.text')}</p>
        ${unsent ? sendAgain(say, unsent) : null}
        <p class="hint">${say('console:error.code', { status: 503 })}</p>
      </section>
    </main>`,
  };
}

/** Fields that people type text into. */
const typedFields = new Set(['text', 'note']);

function sendAgain(say: Say, { action, fields }: Unsent): SafeHtml {
  return html`<form class="stack" method="post" action="${action}">
    ${fields.map(([name, value]) =>
      typedFields.has(name) && value !== ''
        ? html`<textarea
            name="${name}"
            rows="5"
            aria-label="${say(name === 'text' ? 'console:act.message' : 'console:act.note')}"
          >
${value}</textarea>`
        : html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button class="primary">${say('console:error.again')}</button>
  </form>`;
}
