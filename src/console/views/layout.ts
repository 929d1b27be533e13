import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { Language } from '../../../flows/domain.ts';
import { languages } from '../../../flows/domain.ts';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { Assets } from '../assets.ts';
import type { Say } from '../say.ts';
import { icon } from './icons.ts';

interface StaffInFrame {
  readonly email: string;
  readonly role: string;
  /** Sees how well officers are understood. */
  readonly mayReview: boolean;
}

/** What stands around every page. */
export interface Frame {
  readonly language: Language;
  readonly say: Say;
  /** Goes into every form. */
  readonly formToken: string;
  /** Where the switch of languages returns to. */
  readonly here: string;
  /** Null before sign-in. */
  readonly staff: StaffInFrame | null;
  /** Where live updates come from; null: this page has none. */
  readonly live: string | null;
  readonly storeAway: boolean;
  /** The address of a file of `assets/`. */
  readonly asset: Assets['address'];
}

/** What a page puts into its frame. */
export interface Page {
  readonly title: string;
  /** One `<main id="main">`. */
  readonly main: SafeHtml;
  /** Asks the browser to fetch the page again after so many seconds. */
  readonly retryInSeconds?: number;
}

/** htmx takes no code from attributes, adds no style of its own and reconnects soon; what the reader opened stays open. */
const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  history: 'reload',
  morphIgnore: ['data-htmx-powered', 'open'],
  sse: { reconnectMaxDelay: 5_000 },
});

/** A whole page. */
export function layout(frame: Frame, page: Page): SafeHtml {
  const { say, asset } = frame;
  return html`<!doctype html>
    <html lang="${frame.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content="${htmxConfig}" />
        ${page.retryInSeconds === undefined ? null : html`<meta http-equiv="refresh" content="${page.retryInSeconds}" />`}
        ${titleOf(frame, page)}
        <link rel="icon" type="image/svg+xml" href="${asset('favicon.svg')}" />
        <link rel="stylesheet" href="${asset('console.css')}" />
        <script src="${asset('htmx.js')}" defer></script>
        <script src="${asset('hx-sse.js')}" defer></script>
        <script src="${asset('console.js')}" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">${say('console:skip')}</a>
        <header class="top">
          <div class="top-inner">
            <a class="brand" href="${paths.queue}">
              <img src="${asset('favicon.svg')}" alt="" width="32" height="32" />
              <span><b>${say('console:product')}</b><small>${say('console:name')}</small></span>
            </a>
            ${frame.staff ? navigation(frame, frame.staff) : null}
            <div class="top-end">
              ${frame.staff ? account(frame, frame.staff) : null} ${languageSwitch(frame)}
              ${frame.staff ? signOut(frame) : null}
            </div>
          </div>
        </header>
        ${banners(frame)} ${page.main} ${liveUpdates(frame)}
      </body>
    </html> `;
}

/** Only what changes within a page: its title and its main part. */
export function fragment(frame: Frame, page: Page): SafeHtml {
  return html`${titleOf(frame, page)} ${page.main}`;
}

function titleOf({ say }: Frame, page: Page): SafeHtml {
  return html`<title>${say('console:page-title', { page: page.title, name: say('console:name') })}</title>`;
}

function navigation({ say, here }: Frame, { mayReview }: StaffInFrame): SafeHtml {
  const isQueue = here === paths.queue || here.startsWith(`${paths.queue}?`);
  return html`<nav class="top-nav" aria-label="${say('console:nav.label')}">
    <a href="${paths.queue}" ${isQueue ? html` aria-current="page"` : null}>${say('console:nav.queue')}</a>
    ${mayReview ? html`<a href="${paths.answers}" ${here === paths.answers ? html` aria-current="page"` : null}>${say('console:nav.answers')}</a>` : null}
  </nav>`;
}

function account({ say }: Frame, staff: StaffInFrame): SafeHtml {
  return html`<p class="account">
    <span class="hidden">${say('console:nav.account')}: </span>${icon('person')}<span class="account-email"
      >${staff.email}</span
    ><small>${staff.role}</small>
  </p>`;
}

function languageSwitch({ say, language, formToken, here }: Frame): SafeHtml {
  const other = languages.find((one) => one !== language) ?? language;
  return html`<form method="post" action="${paths.language}" aria-label="${say('console:nav.switch-label')}">
    <input type="hidden" name="${tokenField}" value="${formToken}" />
    <input type="hidden" name="next" value="${here}" />
    <button class="quiet" name="language" value="${other}" lang="${other}">
      ${say('console:nav.switch')}
    </button>
  </form>`;
}

function signOut({ say, formToken }: Frame): SafeHtml {
  return html`<form method="post" action="${paths.signOut}">
    <input type="hidden" name="${tokenField}" value="${formToken}" />
    <button class="quiet">${say('console:nav.sign-out')}</button>
  </form>`;
}

/** Said by the page itself, as the connection comes and goes; see `assets/console.js`. */
function banners({ say, storeAway, staff }: Frame): SafeHtml {
  const hidden = html` hidden`;
  return html`<div class="banners" id="banners">
    <p class="banner problem" id="away" role="alert" ${storeAway ? null : hidden}>
      ${icon('alert')}<span>${say('console:live.away')}</span>
    </p>
    <p class="banner problem" id="failed" role="alert" hidden>
      ${icon('alert')}<span>${say('console:live.failed')}</span>
    </p>
    <p class="banner warning" id="offline" role="status" hidden>
      ${icon('info')}<span>${say('console:live.offline')}</span>
    </p>
    ${
      staff
        ? html`<p class="banner problem" id="ended" role="alert" hidden>
            ${icon('alert')}<span
              >${say('console:live.ended')}
              <a href="${paths.signIn}" target="_blank">${say('console:live.ended-link')}</a></span
            >
          </p>`
        : null
    }
  </div>`;
}

function liveUpdates({ say, live }: Frame): SafeHtml | null {
  if (live === null) return null;
  return html`<div id="live" hx-sse:connect="${live}" hx-sse:close="signed-out" hx-swap="none"></div>
    <p class="hidden" id="changed" role="status" data-text="${say('console:live.changed')}"></p>`;
}
