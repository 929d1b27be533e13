import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';

/** Says that the page asks by itself, which keeps nobody signed in. */
export const liveHeader = 'X-Console-Live';

/**
 * Attributes of a main part that fetches itself again when it is told of a change, and each minute so that
 * lateness keeps up. Faults leave the page as it is; the banners tell of them.
 */
export function liveRefresh(here: string): SafeHtml {
  return html`hx-get="${here}" hx-trigger="request-changed from:#live throttle:1s, every 60s"
  hx-swap="outerMorph" hx-headers='{"${liveHeader}":"1"}' hx-status:401="swap:none" hx-status:5xx="swap:none"`;
}
