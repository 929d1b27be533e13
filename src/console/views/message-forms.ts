import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import { tokenField } from '../form-guard.ts';
import { paths } from '../paths.ts';
import type { Frame } from './layout.ts';

/**
 * Sending again, or giving up, a message that LINE did not take. No version goes along: of two who send it again,
 * one finds it gone.
 * @param message id of an entry of the thread, or of a dead letter.
 */
export function messageForms(frame: Frame, ref: string, message: string): SafeHtml {
  return html`<div class="message-forms">
    ${(['resend', 'drop'] as const).map((action) => {
      const address = paths.message(ref, message, action);
      return html`<form
        method="post"
        action="${address}"
        hx-post="${address}"
        hx-target="#main"
        hx-swap="outerHTML"
        hx-disable="find button"
        hx-status:401="swap:none"
        hx-status:5xx="swap:none"
      >
        <input type="hidden" name="${tokenField}" value="${frame.formToken}" />
        <button class="${action === 'resend' ? 'small' : 'small quiet'}">
          ${frame.say(`console:delivery.act.${action}`)}
        </button>
      </form>`;
    })}
  </div>`;
}
