import { describe, expect, test } from 'vitest';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Life } from './life.ts';
import { aLife, atUsage, inForm } from './life.ts';

/** In which language each of the answers was. */
function languagesOf(life: Life, inbound: Inbound): string[] {
  const turn = life.take(life.event(inbound));
  return turn.answers.flatMap(({ prompts }) =>
    prompts.map(({ prompt, language }) => `${prompt.say} ${language}`),
  );
}
const ask = (life: Life, text: string) => languagesOf(life, life.text(text));
const press = (life: Life, action: string) => languagesOf(life, { kind: 'button', action });

const english = 'How do I get a Digital ID?';
const thai = 'Digital ID สมัครอย่างไร';

describe('until consent is given', () => {
  test('the chat goes on in the language of the question', () => {
    const life = aLife();
    expect(ask(life, english)).toEqual(['faq:answer.digital-id en']);
    expect(life.saved().context).toMatchObject({ language: 'en', languageChosen: false });
    expect(ask(life, 'status')).toEqual(['request.none en']);
    expect(ask(life, thai)).toEqual(['faq:answer.digital-id th']);
  });

  test('not where the officer chose another', () => {
    const life = aLife();
    press(life, 'language:th');
    expect(ask(life, english)).toEqual(['faq:answer.digital-id en']);
    expect(life.saved().context.language).toBe('th');
  });
});

describe('a chat with consent', () => {
  test('keeps its language: a question in the other is answered in that, and the chat goes on', () => {
    const life = atUsage();
    expect(ask(life, english)).toEqual(['faq:answer.digital-id en']);
    expect(life.saved().context.language).toBe('th');
    expect(ask(life, 'เมนู')).toEqual(['menu.main th']);
  });

  test('answers in the question’s language while its buttons are pressed', () => {
    const life = atUsage();
    ask(life, english);
    expect(press(life, 'helped:yes:digital-id')).toEqual(['helped.thanks en']);
    expect(press(life, 'answer:token-request')).toEqual(['faq:answer.token-request en']);
    expect(press(life, 'route')).toEqual(['routing.pick en']);
    expect(press(life, 'menu')).toEqual(['menu.main th']);
  });

  test('goes on with the form in its own', () => {
    expect(ask(inForm(), english)).toEqual(['faq:answer.digital-id en', 'form.ask.name th']);
  });

  test('is not moved by a name, an address or a word of the other', () => {
    const life = inForm();
    for (const text of ['Somying Jaidee', 'Systems Analyst', '0 2221 0151'])
      for (const said of ask(life, text)) expect(said).toMatch(/ th$/);
    for (const text of ['OK', 'somying@rid.go.th'])
      for (const said of ask(atUsage(), text)) expect(said).toMatch(/ th$/);
  });

  test('changes it by word and by button', () => {
    const life = atUsage();
    expect(ask(life, 'English')).toEqual(['menu.usage en']);
    expect(ask(life, thai)).toEqual(['faq:answer.digital-id th']);
    expect(press(life, 'menu')).toEqual(['menu.main en']);
    expect(press(life, 'language:th')).toEqual(['menu.main th']);
  });
});
