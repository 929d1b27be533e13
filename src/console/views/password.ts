import { html } from '@remix-run/html-template';
import { maxPasswordLength, minPasswordLength } from '../../staff/password.ts';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
import type { Frame, Page } from './layout.ts';
import { noticeBox } from './parts.ts';

export interface PasswordView {
  readonly notice: Notice | null;
  readonly email: string;
  readonly next: string;
}

/** Where a one-time password is exchanged for one's own. */
export function passwordPage({ say, formToken }: Frame, view: PasswordView): Page {
  return {
    title: say('console:password.title'),
    main: html`<main id="main" class="narrow" tabindex="-1">
      <section class="card">
        <h1>${say('console:password.title')}</h1>
        <p class="lead">${say('console:password.lead')}</p>
        ${noticeBox(view.notice)}
        <form class="stack" method="post" action="${paths.password}">
          <input type="hidden" name="${tokenField}" value="${formToken}" />
          <input type="hidden" name="next" value="${view.next}" />
          <div class="field">
            <label for="account">${say('console:password.account')}</label>
            <input id="account" type="email" value="${view.email}" autocomplete="username" readonly />
          </div>
          <div class="field">
            <label for="current">${say('console:password.current')}</label>
            <input
              id="current"
              name="current"
              type="password"
              autocomplete="current-password"
              required
              maxlength="${maxPasswordLength}"
            />
          </div>
          <div class="field">
            <label for="new">${say('console:password.new')}</label>
            <input
              id="new"
              name="password"
              type="password"
              autocomplete="new-password"
              required
              minlength="${minPasswordLength}"
              maxlength="${maxPasswordLength}"
              aria-describedby="new-hint"
            />
            <p class="hint" id="new-hint">${say('console:password.hint', { least: minPasswordLength })}</p>
          </div>
          <div class="field">
            <label for="again">${say('console:password.again')}</label>
            <input
              id="again"
              name="again"
              type="password"
              autocomplete="new-password"
              required
              maxlength="${maxPasswordLength}"
            />
          </div>
          <button class="primary wide">${say('console:password.submit')}</button>
        </form>
      </section>
    </main>`,
  };
}
