import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterAnswer } from '../../flows/prompts/choices.ts';
import type { Language } from '../../flows/domain.ts';
import { agencyTypes, answerIntents, dispositions, languages } from '../../flows/domain.ts';
import type { Prompt } from '../../flows/prompts/prompt.ts';
import { explore } from '../../src/commands/flow/explore.ts';
import { labelLength, limits, shortLabels } from '../../src/line/limits.ts';
import { createRenderer } from '../../src/line/render.ts';
import { loadWords } from '../../src/base/words.ts';
import { checkApiCall } from '../support/line-openapi.ts';

const words = loadWords();
const link = 'https://line.me/R/ti/p/%40dga';
const renderer = createRenderer({ words, chatLink: () => link });

type Rendered = ReturnType<typeof renderer.render>;
const say = (prompts: readonly Prompt[], language: Language = 'th') =>
  renderer.render(prompts.map((prompt) => ({ prompt, language })));
/** What is read of a message: its text, or what stands for it where there is no Flex. */
const textOf = (message: Rendered[number] | undefined): string =>
  message?.type === 'text' ? message.text : message?.type === 'flex' ? message.altText : '';

/** Every string in a message object, with the name of the field it stands in. */
function* strings(value: unknown, field = ''): Generator<[field: string, text: string]> {
  if (typeof value === 'string') yield [field, value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value))
      yield* strings(each, Array.isArray(value) ? field : name);
}

/** What LINE would refuse, or an officer could not read. */
function faultsOf(messages: Rendered): string[] {
  const faults = [...checkApiCall('POST', '/v2/bot/message/reply', { replyToken: 'r', messages })];
  const fault = (isFault: boolean, what: string) => {
    if (isFault) faults.push(what);
  };
  fault(messages.length < 1 || messages.length > limits.messagesPerCall, `${messages.length} messages`);
  fault(
    messages.slice(0, -1).some(({ quickReply }) => quickReply),
    'quick replies above the last message',
  );
  const items = messages.at(-1)?.quickReply?.items ?? [];
  fault(items.length > limits.quickReplies, `${items.length} quick replies`);
  for (const { action } of items) {
    const label = action && 'label' in action ? (action.label ?? '') : '';
    fault(labelLength(label) > limits.quickReplyLabel || label === '', `label ${label}`);
  }
  for (const message of messages) {
    fault(textOf(message).trim() === '', `${message.type} says nothing`);
    fault(message.type === 'text' && message.text.length > limits.text, 'text too long');
    fault(message.type === 'flex' && message.altText.length > limits.altText, 'altText too long');
    if (message.type === 'flex')
      fault(Buffer.byteLength(JSON.stringify(message.contents)) > 30 * 1024, 'bubble over 30 KB');
    for (const [field, text] of strings(message)) {
      fault(text === '' && field !== 'type', `${field} is empty`);
      fault(
        /\{\{|\}\}|\$t\(|undefined|\bnull\b|NaN|\[object|[a-z]+:[a-z]+\.[a-z]/.test(text),
        `${field}: ${text}`,
      );
      fault(text.includes('\0'), `${field} with a character that is none`);
      fault(field === 'data' && text.length > limits.postbackData, `data ${text}`);
      fault(field === 'displayText' && text.length > 300, `displayText ${text}`);
    }
  }
  return faults;
}

describe('everything that is said anywhere is taken by LINE and can be read', () => {
  const answers = new Map(
    explore()
      .filter(({ says }) => says.length > 0)
      .map(({ says }) => [JSON.stringify(says), says]),
  );

  test.each(languages)('each answer to each event of the conversation, in %s', (language) => {
    expect(answers.size).toBeGreaterThan(100);
    for (const [name, says] of answers)
      expect({ name, faults: faultsOf(say(says, language)) }).toEqual({ name, faults: [] });
  });

  test.each(languages)('each answer to a question, in %s', (language) => {
    for (const intent of answerIntents) {
      const prompt = { say: `faq:answer.${intent}`, choices: afterAnswer(intent) };
      expect({ intent, faults: faultsOf(say([prompt], language)) }).toEqual({ intent, faults: [] });
    }
  });

  test.each(languages)('each card, review and receipt of each type of agency, in %s', (language) => {
    for (const type of agencyTypes) {
      const prompts: Prompt[] = [
        { say: 'issuer.card', params: { type, reasonCode: 'prefix', matched: 'อบต.' } },
        { say: 'issuer.card', params: { type, reasonCode: null, matched: null } },
        { say: 'form.receipt', params: { type, ref: '123456782', at: 0, dueAt: 0 } },
        { say: 'form.receipt', params: { type, ref: '123456782', at: 0, dueAt: null } },
      ];
      for (const prompt of prompts) expect(faultsOf(say([prompt], language))).toEqual([]);
    }
  });

  test.each(languages)('each outcome of a request, in %s', (language) => {
    for (const disposition of [null, ...dispositions])
      for (const issuer of [null, 'dga', 'parent', 'dla'])
        expect(
          faultsOf(
            say(
              [
                {
                  say: 'request.one',
                  params: {
                    ref: '123456782',
                    agencyName: issuer && 'กรมชลประทาน',
                    status: disposition ? 'resolved' : 'waiting',
                    issuer,
                    disposition,
                    createdAt: 0,
                    dueAt: 0,
                    toldDueAt: null,
                  },
                },
              ],
              language,
            ),
          ),
        ).toEqual([]);
  });
});

describe('a text', () => {
  const request = { ref: '123456782', agencyName: 'กรมชลประทาน', status: 'new', issuer: 'dga', createdAt: 0 };

  test('has no line for what does not exist', () => {
    const [open] = say([{ say: 'request.one', params: { ...request, disposition: null, toldDueAt: null } }]);
    expect(textOf(open)).not.toMatch(/ผล:|กำหนดตอบ/);
    const [closed] = say([
      { say: 'request.one', params: { ...request, disposition: 'issued', toldDueAt: 0 } },
    ]);
    expect(textOf(closed)).toContain('ผล: ออกรหัส Token แล้ว');
    expect(textOf(closed)).toContain('กำหนดตอบภายใน 1 มกราคม 2513');
  });

  test('tells that the date an answer speaks of has passed, once it has', () => {
    const [before] = say([{ say: 'faq:answer.deadline', params: { lapsed: null } }]);
    const [after] = say([{ say: 'faq:answer.deadline', params: { lapsed: Date.UTC(2023, 10, 30, 12) } }]);
    expect(textOf(before)).not.toContain('พ้นกำหนด');
    expect(textOf(after)).toContain('พ้นกำหนดดังกล่าวแล้ว (สิ้นสุดวันที่ 30 พฤศจิกายน 2566)');
  });

  test('counts open requests only where there are some, and names a form that is not filed yet', () => {
    const asking = (open: number) => textOf(say([{ say: 'own-data.erase.ask', params: { open } }], 'en')[0]);
    expect(asking(2)).toContain('cancelled: 2');
    expect(asking(0)).not.toContain('cancelled');
    const none = (unfinished: boolean, agencyName: string | null) =>
      textOf(say([{ say: 'request.none', params: { unfinished, agencyName } }], 'en')[0]);
    expect(none(false, null)).toBe('You have no requests.');
    expect(none(true, null)).toContain('unfinished request. Type “continue”');
    expect(none(true, 'กรมที่ดิน')).toContain('unfinished request for กรมที่ดิน');
  });

  test('has no line for opening hours that nobody set', () => {
    expect(textOf(say([{ say: 'unknown.person', params: { contactHours: null } }])[0])).not.toContain(
      'เวลาให้บริการ',
    );
    const [set] = say([{ say: 'unknown.person', params: { contactHours: 'จันทร์-ศุกร์ 8.30-16.30 น.' } }]);
    expect(textOf(set)).toContain('เวลาให้บริการ จันทร์-ศุกร์ 8.30-16.30 น.');
  });

  test('tells what the operator set, and only that, beside what the letter leaves open', () => {
    const hours = (contactHours: string | null) =>
      textOf(say([{ say: 'faq:gap.opening-hours', params: { contactHours } }])[0]);
    expect(hours('08:30-16:30')).toContain('DGA Contact Center: 08:30-16:30');
    expect(hours(null)).not.toContain('DGA Contact Center');
    expect(hours(null)).toContain('ไม่ได้ระบุเวลาทำการ');
    expect(textOf(say([{ say: 'faq:gap.how-long' }])[0])).not.toContain('วันทำการ');
  });

  test('has dates of the Buddhist era in Thai, and references in groups', () => {
    const prompt: Prompt = {
      say: 'form.receipt',
      params: { type: 'local', ref: '123456782', at: Date.UTC(2026, 10, 22, 18), dueAt: null },
    };
    expect(textOf(say([prompt])[0])).toContain('23 พฤศจิกายน 2569');
    expect(textOf(say([prompt])[0])).toContain('123-456-782');
    expect(textOf(say([prompt], 'en')[0])).toContain('23 November 2026');
  });

  test.each([
    '$t(conversation:thanks)',
    '{{ref}}',
    '{{at, date}}',
    '$t(x',
    '<b>&amp;',
    '%s',
    '\\n',
    '__proto__',
    '🏛️',
  ])('shows what an officer typed as it was typed: %j', (typed) => {
    const filled = {
      type: 'regional',
      agencyName: `กรม ${typed}`,
      parentAgency: typed,
      name: typed,
      position: 'p',
      phone: '0 2221 0151',
      email: 'a@dopa.go.th',
      hasDigitalId: true,
    };
    const [review] = say([{ say: 'form.review', params: filled }]);
    expect(textOf(review)).toContain(`หน่วยงาน: กรม ${typed}`);
    expect(textOf(review)).toContain('ประเภท: ส่วนราชการส่วนภูมิภาค');
    expect(textOf(review)).toContain('Digital ID: มีแล้ว');
    const confirm = { type: 'local', name: typed, reasonCode: 'prefix', matched: typed };
    const [asked] = say([{ say: 'routing.confirm', params: confirm }]);
    expect(textOf(asked)?.split('\n').slice(0, -1).join('\n')).toBe(
      [typed, 'น่าจะเป็น: องค์กรปกครองส่วนท้องถิ่น', `ชื่อขึ้นต้นด้วย “${typed}”`].join('\n'),
    );
  });

  test('that is too long is cut at a character, with an ellipsis', () => {
    const [told] = say([{ say: 'requests:told.message', params: { ref: '1', text: 'กำ👩‍👩‍👧‍👦'.repeat(2000) } }]);
    expect(textOf(told).length).toBeLessThanOrEqual(limits.text);
    expect(textOf(told)).toMatch(/(?:กำ|👩‍👩‍👧‍👦)…$/u);
  });

  test('of the longest values that the form takes fits into its card', () => {
    const long = 'ก็'.repeat(100);
    const prompt: Prompt = {
      say: 'form.review',
      params: {
        type: 'new-form-agency',
        agencyName: long,
        parentAgency: long,
        name: long,
        position: long,
        phone: '0 2221 0151 ต่อ 12 หรือ 13',
        email: `${'a'.repeat(64)}@${'b'.repeat(60)}.go.th`,
        hasDigitalId: false,
      },
    };
    for (const language of languages) expect(faultsOf(say([prompt], language))).toEqual([]);
  });
});

describe('several prompts', () => {
  const choices = [{ label: 'choice.menu', action: 'menu' }];

  test('are messages of their own, with the choices of the last that offers any below the last', () => {
    const messages = say([
      { say: 'consent.given', params: { notice: '1' }, choices: [] },
      { say: 'media.image', choices },
      { say: 'thanks' },
    ]);
    expect(messages.map(({ type }) => type)).toEqual(['text', 'text', 'text']);
    expect(messages.map(({ quickReply }) => quickReply?.items?.length ?? 0)).toEqual([0, 0, 1]);
  });

  test('are each in the language they are said in', () => {
    const messages = renderer.render([
      { prompt: { say: 'thanks' }, language: 'en' },
      { prompt: { say: 'thanks' }, language: 'th' },
    ]);
    expect(messages.map(textOf)).toEqual([
      words.say('en', 'conversation:thanks'),
      words.say('th', 'conversation:thanks'),
    ]);
  });

  test('that are more than LINE takes at once are joined, and no word is lost', () => {
    const card: Prompt = { say: 'issuer.card', params: { type: 'local', reasonCode: null, matched: null } };
    const text: Prompt = { say: 'thanks' };
    const some = fc.array(fc.constantFrom(card, text), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        some.filter((prompts) => prompts.filter((each) => each === card).length <= 2),
        (prompts) => {
          const messages = say(prompts);
          expect(faultsOf(messages)).toEqual([]);
          const all = messages.map(textOf).join('\n');
          expect(all.split(words.say('th', 'conversation:thanks'))).toHaveLength(
            prompts.filter((each) => each === text).length + 1,
          );
          expect(messages.filter(({ type }) => type === 'flex')).toHaveLength(
            prompts.filter((each) => each === card).length,
          );
        },
      ),
    );
  });
});

describe('the numbered list of choices', () => {
  const card: Prompt = { say: 'issuer.card', params: { type: 'local', reasonCode: null, matched: null } };
  const text: Prompt = { say: 'thanks' };
  const withChoice = (prompt: Prompt): Prompt => ({
    ...prompt,
    choices: [{ label: 'choice.request-new', action: 'request-new' }],
  });
  const item = `1. ${words.say('th', 'conversation:choice.request-new')}`;

  test('keeps its place where five messages were full without it', () => {
    const messages = say([card, text, text, text, withChoice(card)]);
    expect(messages).toHaveLength(limits.messagesPerCall);
    expect(textOf(messages.at(-1))).toContain(item);
  });

  test('stands whole below a text that alone fills what LINE takes', () => {
    const params = { subject: 'ก'.repeat(6_000), ref: '1' };
    const [message] = say([withChoice({ say: 'handoff.filed', params })]);
    expect(textOf(message).length).toBeLessThanOrEqual(limits.text);
    expect(textOf(message)).toContain(item);
  });
});

describe('a button', () => {
  test('does what typing its label does, and shows its label in the chat', () => {
    const [message] = say([
      {
        say: 'menu.main',
        params: { reminder: 'none' },
        choices: [{ label: 'choice.key-services', params: { key: '9' }, action: 'key:main:9' }],
      },
    ]);
    expect(message?.quickReply?.items).toEqual([
      {
        type: 'action',
        action: {
          type: 'postback',
          label: '9 บริการออนไลน์',
          data: 'key:main:9',
          displayText: '9 บริการออนไลน์',
        },
      },
    ]);
  });

  test('of a long name is cut so that what differs stays, and shows the name in full in the chat', () => {
    const names = ['องค์การบริหารส่วนตำบลบางพลี', 'องค์การบริหารส่วนตำบลบางพลีน้อย', 'กรมที่ดิน'];
    const choices = names.map((name) => ({
      label: 'choice.agency',
      params: { name },
      action: `agency:${name}`,
    }));
    const messages = say([{ say: 'form.suggest', params: { typed: 'บางพลี' }, choices }]);
    expect(faultsOf(messages)).toEqual([]);
    const actions = messages[0]?.quickReply?.items?.map(({ action }) => action) ?? [];
    expect(actions.map((action) => action && 'label' in action && action.label)).toEqual([
      '…การบริหารส่วนตำบลบางพลี',
      '…บริหารส่วนตำบลบางพลีน้อย',
      'กรมที่ดิน',
    ]);
    expect(actions.map((action) => action && 'displayText' in action && action.displayText)).toEqual(names);
    for (const name of names) expect(textOf(messages[0])).toContain(name);
  });

  test.each<[why: string, labels: string[], short: string[]]>([
    ['short ones stay', ['เมนู', 'ย้อนกลับ'], ['เมนู', 'ย้อนกลับ']],
    ['one alone keeps its beginning', ['abcdefghijkl'], ['abcdefghi…']],
    ['what differs at the beginning stays', ['aXcdefghijkl', 'aYcdefghijkl'], ['aXcdefghi…', 'aYcdefghi…']],
    ['in the middle', ['abcdefghijXlmnopqrst', 'abcdefghijYlmnopqrst'], ['…Xlmnopqr…', '…Ylmnopqr…']],
    ['at the end', ['abcdefghijklX', 'abcdefghijklY'], ['…efghijklX', '…efghijklY']],
    ['of one name within another', ['abcdefghijkl', 'abcdefghijklmn'], ['…defghijkl', '…fghijklmn']],
    ['a number in front stays', ['1 abcdefghijkl', '2 abcdefghijkX'], ['1 …fghijkl', '2 …fghijkX']],
  ])('is cut to what fits: %s', (_why, labels, short) => {
    expect(shortLabels(labels, 10)).toEqual(short);
  });

  test('calls the issuer where its number is known, with digits alone', () => {
    const uris = agencyTypes.map((type) => {
      const [card] = say([{ say: 'issuer.card', params: { type, reasonCode: null, matched: null } }]);
      return [...strings(card)].filter(([field]) => field === 'uri').map(([, uri]) => uri);
    });
    const [dga, dla] = [['tel:026126060'], ['tel:022419000']];
    expect(uris).toEqual([dga, dga, dga, dga, dga, dga, dga, [], dla]);
  });
});

describe('a group', () => {
  test('is told the link to the one-to-one chat', () => {
    expect(textOf(say([{ say: 'group' }])[0])).toContain(link);
  });

  test('is told without a link as long as it is not known', () => {
    const unlinked = createRenderer({ words, chatLink: () => null });
    const [message] = unlinked.render([{ prompt: { say: 'group' }, language: 'th' }]);
    expect(textOf(message).split('\n')).toHaveLength(1);
    expect(textOf(message)).not.toMatch(/null|http/);
  });
});

test('a sentence that does not exist is a fault: its name is never sent', () => {
  for (const name of ['menu.no-such', 'faq:answer.no-such', 'no-such:menu'])
    expect(() => say([{ say: name }])).toThrow(RangeError);
});

describe('what is said to everybody', () => {
  const menu: Prompt = { say: 'menu.main', params: { reminder: 'none' }, choices: [] };

  test('is rendered once, in each language', () => {
    expect(say([menu])).toBe(say([{ ...menu }]));
    expect(say([menu], 'en')).not.toEqual(say([menu]));
  });

  test('is rendered anew where a value differs, or the link', () => {
    expect(say([{ ...menu, params: { reminder: 'staff-waits' } }])).not.toEqual(say([menu]));
    let chatLink = 'https://line.me/R/ti/p/%40one';
    const own = createRenderer({ words, chatLink: () => chatLink });
    const group = () => own.render([{ prompt: { say: 'group' }, language: 'th' }]);
    const before = group();
    chatLink = 'https://line.me/R/ti/p/%40two';
    expect(JSON.stringify(group())).toBe(JSON.stringify(before).replace('%40one', '%40two'));
  });

  test('does not hold what a person wrote: that is rendered each time', () => {
    const started: Prompt = { say: 'form.started', params: { agencyName: 'กรมชลประทาน' } };
    expect(say([started])).toEqual(say([started]));
    expect(say([started])).not.toBe(say([started]));
  });
});
