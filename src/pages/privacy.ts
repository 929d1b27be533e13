import { html } from '@remix-run/html-template';
import type { SafeHtml } from '@remix-run/html-template';
import type { RequestHandler } from 'express';
import type { Language } from '../../flows/domain.ts';
import { languages } from '../../flows/domain.ts';
import type { Words } from '../base/words.ts';

/**
 * `GET /privacy`: the whole privacy notice in both languages, for anybody; the notice in the chat links to it.
 * @param notice version of the notice, `YYYY-MM-DD`.
 */
export function privacyPage(words: Words, notice: string): RequestHandler {
  const page = String(
    html`<!doctype html>
      <html lang="th">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${words.say('th', 'privacy:title')}</title>
        </head>
        <body>
          <main>${languages.map((language) => noticeIn(language, words, notice))}</main>
        </body>
      </html>`,
  );
  return (_request, response) => {
    response.set({
      // Nothing but the text: the page loads and runs nothing.
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'public, max-age=300',
    });
    response.type('html').send(page);
  };
}

function noticeIn(language: Language, words: Words, notice: string): SafeHtml {
  const say = (key: string) => words.say(language, `privacy:${key}`, { notice });
  const sections = Object.keys(words.table(language, 'privacy')['section'] ?? {});
  return html`<article lang="${language}">
    <h1>${say('title')}</h1>
    <p>${say('version')}</p>
    <p>${say('intro')}</p>
    ${sections.map(
      (id) =>
        html`<section>
          <h2>${say(`section.${id}.head`)}</h2>
          ${say(`section.${id}.text`)
            .split('\n')
            .map((line) => html`<p>${line}</p>`)}
        </section>`,
    )}
  </article>`;
}
