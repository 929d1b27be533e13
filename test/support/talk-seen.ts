import type { ServiceRequest, ThreadEntry } from '../../src/requests/request.ts';
import { quotedBy } from '../../src/requests/shown.ts';
import type { Chat, Sent } from './chat.ts';

/** A button as LINE shows it, in a row below the last message or on a card. */
export interface Button {
  readonly label: string;
  readonly data: string;
}

type Fields = { readonly [field: string]: unknown };

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What stands in the messages themselves, cards included, without the row of buttons that LINE on a PC leaves out. */
export function textSeen(sent: readonly Sent[]): string {
  return sent
    .flatMap(({ messages }) => messages)
    .map((message) => (message.type === 'text' ? textOf(message['text']) : textIn(message['contents'])))
    .join('\n');
}

function textIn(value: unknown): string {
  if (!isFields(value)) return '';
  const own = value['type'] === 'text' || value['type'] === 'span' ? textOf(value['text']) : '';
  const label = value['type'] === 'button' && isFields(value['action']) ? value['action']['label'] : '';
  return [own, textOf(label), ...inside(value).map(textIn)].filter((part) => part !== '').join('\n');
}

/** All that can be pressed: below the last message, and on cards. */
export function buttonsSeen(sent: readonly Sent[]): Button[] {
  return sent.flatMap(({ messages }) => messages).flatMap(buttonsIn);
}

function buttonsIn(value: unknown): Button[] {
  if (!isFields(value)) return [];
  const { action } = value;
  const own =
    isFields(action) && action['type'] === 'postback'
      ? [{ label: textOf(action['displayText']) || textOf(action['label']), data: textOf(action['data']) }]
      : [];
  return [...own, ...inside(value).flatMap(buttonsIn)];
}

function inside(value: Fields): unknown[] {
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'action' || !isFields(each) ? [] : Array.isArray(each) ? (each as unknown[]) : [each],
  );
}

/** All requests, the one filed first first. */
export async function requestsOf({ queue, staff }: Chat): Promise<ServiceRequest[]> {
  const { items } = await queue.list(staff, { limit: 100 });
  return items.toSorted((a, b) => a.createdAt - b.createdAt);
}

const unseen = new Set([
  'officer',
  'lineUserId',
  'sources',
  'version',
  'language',
  'blocked',
  'id',
  'messageId',
]);

/** Everything of a request that staff read: number, kind, status, issuer, type, then whatever other fields it has. */
export function requestLine(request: ServiceRequest): string {
  const { ref, kind, status, issuer, agencyType, hasDigitalId, ...rest } = request;
  const digitalId = { true: 'has-digital-id', false: 'no-digital-id', null: '' }[String(hasDigitalId)] ?? '';
  return [grouped(ref), kind, status, issuer ?? '', agencyType ?? '', wordsIn(rest), digitalId]
    .filter((word) => word !== '')
    .join(' ');
}

/** `officer: …`, and in braces what else is known of it: what was quoted, what kind of thing came. */
export function threadLine(entry: ThreadEntry, thread: readonly ThreadEntry[]): string {
  const { from, text, ...rest } = entry;
  const quoted = quotedBy(entry, thread);
  const quotes = quoted === 'elsewhere' ? '(elsewhere)' : (quoted?.text ?? null);
  const more = wordsIn({ ...rest, by: null, quotes });
  return `${from}: ${text ?? '(no text)'}${more ? ` {${more}}` : ''}`;
}

function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isFields(value)) return '';
  return Object.entries(value)
    .filter(([name]) => !unseen.has(name))
    .map(([, each]) => wordsIn(each))
    .filter((word) => word !== '')
    .join(' ');
}

export const grouped = (ref: string) => ref.replaceAll(/\B(?=(\d{3})+$)/g, '-');
