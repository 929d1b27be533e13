import { html } from '@remix-run/html-template';
import { maxPasswordLength } from '../../staff/password.ts';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
import type { Frame, Page } from './layout.ts';
import { noticeBox } from './parts.ts';

export interface SignInView {
  readonly notice: Notice | null;
  /** What was typed before. */
  readonly email: string;
  /** Where to go afterwards. */
  readonly next: string;
  /** Where sign-in through the organization's provider starts; null: local accounts. */
  readonly provider: string | null;
}

export function signInPage({ say, formToken }: Frame, view: SignInView): Page {
  const form = html`<form class="stack" method="post" action="${paths.signIn}">
    <input type="hidden" name="${tokenField}" value="${formToken}" />
    <input type="hidden" name="next" value="${view.next}" />
    <div class="field">
      <label for="email">${say('console:sign-in.email')}</label>
      <input
        id="email"
        name="email"
        type="email"
        value="${view.email}"
        autocomplete="username"
        required
        maxlength="254"
      />
    </div>
    <div class="field">
      <label for="password">${say('console:sign-in.password')}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxlength="${maxPasswordLength}"
      />
    </div>
    <button class="primary wide">${say('console:sign-in.submit')}</button>
    <p class="hint">${say('console:sign-in.forgotten')}</p>
  </form>`;
  return {
    title: say('console:sign-in.title'),
    main: html`<main id="main" class="narrow" tabindex="-1">
      <section class="card">
        <h1>${say('console:sign-in.title')}</h1>
        <p class="lead">${say('console:sign-in.lead')}</p>
        ${noticeBox(view.notice)}
        ${view.provider === null ? form : html`<p><a class="button primary wide" href="${view.provider}">${say('console:sign-in.provider')}</a></p>`}
      </section>
    </main>`,
  };
}
