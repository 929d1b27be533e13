/**
 * What a page does by itself where scripts run: it tells of lost connections, keeps what is being typed while the
 * rest of the page follows live changes, and shows what is new. Without it every form and link still works.
 */

/** @param {string} id @param {boolean} shown */
function show(id, shown) {
  const banner = document.getElementById(id);
  if (banner) banner.hidden = !shown;
}

/** Parts with forms in them. While something is typed in one, live changes leave it as it is. */
const drafts = '#acts, #compose';

/** @param {Element} field */
function isFilled(field) {
  if (field instanceof HTMLInputElement) return field.type === 'radio' && field.checked;
  return (
    (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) && field.value.trim() !== ''
  );
}

/** @param {Element} part */
function keepDraft(part) {
  part.toggleAttribute('hx-morph-skip', [...part.querySelectorAll('input, select, textarea')].some(isFilled));
}

function keepDrafts() {
  for (const part of document.querySelectorAll(drafts)) keepDraft(part);
}

document.addEventListener('DOMContentLoaded', keepDrafts);
document.addEventListener('input', ({ target }) => {
  const part = target instanceof Element ? target.closest(drafts) : null;
  if (part) keepDraft(part);
});

/* On a phone the tabs scroll: the present one is brought into sight. */
document.addEventListener('DOMContentLoaded', () => {
  const present = document.querySelector('.tabs [aria-current]');
  present?.scrollIntoView({ inline: 'center', block: 'nearest' });
});

/* The connection, the session, and whether the store answers. */

document.addEventListener('connected', () => show('offline', false));
document.addEventListener('htmx:sse:error', () => show('offline', true));
document.addEventListener('store-away', () => show('away', true));
document.addEventListener('store-back', () => show('away', false));
document.addEventListener('signed-out', () => {
  if (document.querySelector('[hx-morph-skip]')) {
    show('ended', true);
    return;
  }
  const next = encodeURIComponent(location.pathname + location.search);
  location.assign(`/console/sign-in?because=ended&next=${next}`);
});

/**
 * What htmx tells of a call: where it came from, what came back, how that is put into the page.
 * @typedef {{ sourceElement: Element, swap: string, response?: { status: number } }} Call
 */

/** @param {Event} event @returns {Call | undefined} */
function callOf(event) {
  return event instanceof CustomEvent ? event.detail.ctx : undefined;
}

document.addEventListener('htmx:error', (event) => {
  if (callOf(event)?.sourceElement instanceof HTMLFormElement) show('failed', true);
});
document.addEventListener('htmx:response:error', (event) => {
  const call = callOf(event);
  const status = call?.response?.status ?? 0;
  if (status === 503) show('away', true);
  else if (status >= 500 && call?.sourceElement instanceof HTMLFormElement) show('failed', true);
});

/* What is new after a swap. */

const items = '[id^="row-"], [id^="entry-"]';
/** @type {Set<string>} */
let known = new Set();

document.addEventListener('htmx:before:swap', () => {
  known = new Set([...document.querySelectorAll(items)].map((item) => item.id));
});
document.addEventListener('htmx:after:swap', (event) => {
  if (callOf(event)?.swap === 'none') return;
  show('failed', false);
  show('ended', false);
  keepDrafts();
  for (const item of document.querySelectorAll(items)) if (!known.has(item.id)) item.classList.add('fresh');
});
document.addEventListener('request-changed', () => {
  const said = document.getElementById('changed');
  if (!said) return;
  // Emptied first: the same words again are read out only if they are new to the page.
  said.textContent = '';
  requestAnimationFrame(() => {
    said.textContent = said.dataset.text ?? '';
  });
});
