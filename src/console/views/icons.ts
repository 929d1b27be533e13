import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';

/** Line icons on a 24 by 24 grid; the words beside them carry the meaning. */
const outlines = {
  back: 'M15 5l-7 7 7 7',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.2 16.2 21 21',
  phone:
    'M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A15.5 15.5 0 0 1 4.5 5.5a2 2 0 0 1 2-2z',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c1-3.5 4-5 7.5-5s6.5 1.5 7.5 5',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 2',
  alert: 'M12 4 2.5 20h19zM12 10v4.5M12 17.2v.3',
  info: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 11v5M12 7.8v.3',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  empty: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1.5 3h3L15 13h5',
  chat: 'M4 5h16v11H11l-4.5 4v-4H4z',
} as const;
export type Icon = keyof typeof outlines;

export function icon(name: Icon): SafeHtml {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="${outlines[name]}" />
  </svg>`;
}
