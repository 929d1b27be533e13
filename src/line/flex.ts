import type { messagingApi } from '@line/bot-sdk';
import type { AgencyType, Issuer, Json, Language } from '../../flows/domain.ts';
import type { Prompt } from '../../flows/prompts/prompt.ts';
import { issuerCard, issuerOf } from '../routing/issuer.ts';
import type { Words } from '../base/words.ts';
import { issuerWords, reasonOf } from './phrase.ts';

type Bubble = messagingApi.FlexBubble;
type Component = messagingApi.FlexComponent;

const colours = { ink: '#1f2937', quiet: '#6b7280', brand: '#0b4f8a' } as const;

/**
 * The Flex form of the few prompts that are easier to read, or to act on, as a card; null for all others. It
 * says what the text says, no more: the text stands in notifications and on devices without Flex.
 * @see https://developers.line.biz/en/reference/messaging-api/#flex-message
 */
export function flexFor(prompt: Prompt, language: Language, words: Words): Bubble | null {
  const params = prompt.params ?? {};
  const text = (name: string) => textOf(params[name]);
  const say = (key: string, values?: { [name: string]: Json }) => words.say(language, key, values);
  switch (prompt.say) {
    case 'issuer.card':
      return issuerBubble(params, language, words);
    case 'form.review':
      return bubble(
        say('conversation:form.review-head'),
        [...reviewRows(params, say)],
        [button(say('conversation:choice.submit'), 'submit', 'primary')],
      );
    case 'form.receipt': {
      const issuer = issuerOf(params['type'] as AgencyType);
      return bubble(
        say('conversation:form.receipt-head'),
        [
          row(say('requests:field.ref'), say('conversation:reference', { ref: params['ref'] ?? '' }), 'lg'),
          row(say('requests:field.issuer'), say(`routing:issuer.${issuer}.name`)),
          row(say('requests:field.createdAt'), say('conversation:on-date', { at: params['at'] ?? 0 })),
          ...(typeof params['dueAt'] === 'number'
            ? [row(say('requests:field.dueAt'), say('conversation:on-date', { at: params['dueAt'] }))]
            : []),
          note(say(`conversation:form.next.${issuer}`)),
        ],
        [button(say('conversation:choice.show-request'), `request:show:${text('ref')}`, 'secondary')],
      );
    }
    default:
      return null;
  }
}

function issuerBubble(params: NonNullable<Prompt['params']>, language: Language, words: Words): Bubble {
  const type = params['type'] as AgencyType;
  const { agencyName } = params;
  const reason = reasonOf(params, language, words);
  const issuer: Issuer = issuerOf(type);
  const say = (key: string, values?: { [name: string]: Json }) =>
    words.say(language, `conversation:${key}`, values);
  const card = issuerWords(type, language, words);
  const rows = (['phone', 'email', 'keys', 'prepare', 'caveat'] as const).flatMap((name) => {
    const value = card[name];
    return typeof value === 'string' ? [row(say(`issuer.${name}`), value)] : [];
  });
  const [phone] = issuerCard(issuer).phones;
  return bubble(
    say('issuer.head'),
    [
      big(card.issuer),
      ...(typeof agencyName === 'string'
        ? [row(words.say(language, 'requests:field.agencyName'), agencyName)]
        : []),
      row(say('issuer.type'), words.say(language, `routing:type.${type}`)),
      ...(reason ? [note(reason)] : []),
      ...rows,
      small(card.source),
    ],
    [
      ...(phone
        ? [
            {
              type: 'button' as const,
              style: 'primary' as const,
              color: colours.brand,
              height: 'sm' as const,
              action: {
                type: 'uri' as const,
                label: say('issuer.call', { phone: phone.written }),
                uri: `tel:${phone.dialled}`,
              },
            },
          ]
        : []),
      button(say('choice.request-new'), 'request-new', 'secondary'),
    ],
  );
}

function reviewRows(params: { readonly [name: string]: Json }, say: (key: string) => string): Component[] {
  const shown: [string, string, Json | undefined][] = [
    ['agencyType', 'agencyType', say(`routing:type.${textOf(params['type'])}`)],
    ['agencyName', 'agencyName', params['agencyName']],
    ['parentAgency', 'parentAgency', params['parentAgency']],
    ['name', 'name', params['name']],
    ['position', 'position', params['position']],
    ['phone', 'phone', params['phone']],
    ['email', 'email', params['email']],
    ['hasDigitalId', 'hasDigitalId', say(`conversation:digital-id.${textOf(params['hasDigitalId'])}`)],
  ];
  return shown
    .filter(([, , value]) => typeof value === 'string' && value !== '')
    .map(([field, slot, value]) => ({
      type: 'box',
      layout: 'horizontal',
      spacing: 'sm',
      contents: [
        {
          type: 'box',
          layout: 'vertical',
          flex: 5,
          contents: [
            { type: 'text', text: say(`requests:field.${field}`), size: 'xs', color: colours.quiet },
            { type: 'text', text: textOf(value), size: 'sm', color: colours.ink, wrap: true },
          ],
        },
        {
          type: 'text',
          text: say('conversation:choice.edit'),
          flex: 1,
          size: 'sm',
          align: 'end',
          gravity: 'center',
          color: colours.brand,
          action: {
            type: 'postback',
            label: say(`conversation:choice.edit-${slot}`),
            data: `edit:${slot}`,
            displayText: say(`conversation:choice.edit-${slot}`),
          },
        },
      ],
    }));
}

function bubble(head: string, body: readonly Component[], footer: readonly Component[]): Bubble {
  return {
    type: 'bubble',
    header: {
      type: 'box',
      layout: 'vertical',
      backgroundColor: colours.brand,
      contents: [{ type: 'text', text: head, weight: 'bold', size: 'md', color: '#ffffff', wrap: true }],
    },
    body: { type: 'box', layout: 'vertical', spacing: 'md', contents: [...body] },
    footer: { type: 'box', layout: 'vertical', spacing: 'sm', contents: [...footer] },
  };
}

const big = (text: string): Component => ({
  type: 'text',
  text,
  weight: 'bold',
  size: 'lg',
  color: colours.ink,
  wrap: true,
});

const note = (text: string): Component => ({
  type: 'text',
  text,
  size: 'sm',
  color: colours.ink,
  wrap: true,
});

const small = (text: string): Component => ({
  type: 'text',
  text,
  size: 'xs',
  color: colours.quiet,
  wrap: true,
});

const row = (name: string, value: string, size: 'sm' | 'lg' = 'sm'): Component => ({
  type: 'box',
  layout: 'vertical',
  contents: [
    { type: 'text', text: name, size: 'xs', color: colours.quiet },
    {
      type: 'text',
      text: value,
      size,
      weight: size === 'lg' ? 'bold' : 'regular',
      color: colours.ink,
      wrap: true,
    },
  ],
});

function button(label: string, action: string, style: 'primary' | 'secondary'): Component {
  return {
    type: 'button',
    style,
    height: 'sm',
    ...(style === 'primary' ? { color: colours.brand } : {}),
    action: { type: 'postback', label, data: action, displayText: label },
  };
}

/** A value that is shown; nothing for what has no text of its own. */
const textOf = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
