/**
 * What a page does by itself where scripts run: it tells of lost connections, keeps what is being typed while the
 * rest of the page follows live changes, and shows what is new. Without it every form and link still works.
 */
const byId = (id) => document.getElementById(id);
const show = (id, shown) => {
  const banner = byId(id);
  if (banner) banner.hidden = !shown;
};

/** Parts with forms in them. While something is typed in one, live changes leave it as it is. */
const drafts = '#acts, #compose';
const isTyped = (field) =>
  field.type === 'radio' ? field.checked : field.type !== 'hidden' && field.value.trim() !== '';
const keepDraft = (part) => {
  const fields = [...part.querySelectorAll('textarea, select, input')];
  part.toggleAttribute('hx-morph-skip', fields.some(isTyped));
};
const keepDrafts = () => document.querySelectorAll(drafts).forEach(keepDraft);

document.addEventListener('input', (event) => {
  const part = event.target.closest(drafts);
  if (part) keepDraft(part);
});
document.addEventListener('DOMContentLoaded', keepDrafts);

/* On a phone the tabs scroll: the present one is brought into sight. */
document.addEventListener('DOMContentLoaded', () => {
  document.querySelector('.tabs [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
});

/* The connection, and whether the store answers. */

document.addEventListener('connected', () => show('offline', false));
document.addEventListener('htmx:sse:error', () => show('offline', true));
document.addEventListener('store-away', () => show('away', true));
document.addEventListener('store-back', () => show('away', false));
document.addEventListener('signed-out', () => {
  if (document.querySelector('[hx-morph-skip]')) show('ended', true);
  else {
    const next = encodeURIComponent(location.pathname + location.search);
    location.assign(`/console/sign-in?because=ended&next=${next}`);
  }
});

const isForm = (event) => event.detail.ctx?.sourceElement instanceof HTMLFormElement;
document.addEventListener('htmx:error', (event) => {
  if (isForm(event)) show('failed', true);
});
document.addEventListener('htmx:response:error', (event) => {
  const { status } = event.detail.ctx.response;
  if (status === 503) show('away', true);
  else if (status >= 500 && isForm(event)) show('failed', true);
});

/* What is new after a swap. */

const items = () => document.querySelectorAll('[id^="row-"], [id^="entry-"]');
let known = new Set();
document.addEventListener('htmx:before:swap', () => {
  known = new Set([...items()].map((item) => item.id));
});
document.addEventListener('htmx:after:swap', () => {
  show('failed', false);
  show('ended', false);
  keepDrafts();
  for (const item of items()) if (!known.has(item.id)) item.classList.add('fresh');
});
document.addEventListener('request-changed', () => {
  const said = byId('changed');
  said.textContent = '';
  requestAnimationFrame(() => {
    said.textContent = said.dataset.text;
  });
});
