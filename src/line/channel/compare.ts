import type { WantedMenu } from '../rich-menu.ts';
import { isOurs } from '../rich-menu.ts';
import type { WebhookTest } from './calls.ts';
import type { Wanted } from './plan.ts';
import { findMenu, outdatedMenus } from './plan.ts';
import type { ChannelState, KnownMenu } from './state.ts';

/** `by hand`: LINE's API neither tells nor sets it. */
type Verdict = 'ok' | 'differs' | 'by hand' | 'note';

/** One point of the comparison, for an operator's eyes. */
export interface Point {
  readonly verdict: Verdict;
  readonly what: string;
  readonly says: string;
  /** The command or the page of LINE's that mends it. */
  readonly mend?: string;
}

export interface Found {
  readonly state: ChannelState;
  /** Null: LINE tests no more for now. */
  readonly test: WebhookTest | null;
  readonly quota: { readonly limit: number | null; readonly used: number };
  /** `LINE_BOT_ID`, where it is set. */
  readonly botId: string | null;
}

const setup = 'npm run --silent line -- setup';
const developers = 'LINE Developers console, the channel, Messaging API';
const manager = 'LINE Official Account Manager, Settings, Response settings';

/** What of the channel matches, what differs, and what only a person can see to. */
export function compareChannel(found: Found, wanted: Wanted): readonly Point[] {
  const { state } = found;
  return [
    account(found),
    webhookAddress(state, wanted),
    webhookUse(state),
    webhookTest(found.test, wanted),
    ...wanted.menus.map((menu) => richMenu(state, menu)),
    defaultMenu(state, wanted),
    ...outdated(state, wanted),
    ...others(state),
    ...byHand(state),
    quota(found.quota),
  ];
}

function account({ state, botId }: Found): Point {
  const { basicId, displayName } = state.bot;
  if (botId !== null && botId !== basicId)
    return {
      verdict: 'differs',
      what: 'account',
      says: `${displayName} (${basicId}), but LINE_BOT_ID is ${botId}`,
      mend: 'LINE_BOT_ID in the settings, or the credentials of the other channel',
    };
  return { verdict: 'ok', what: 'account', says: `${displayName} (${basicId})` };
}

function webhookAddress({ webhook }: ChannelState, { webhookUrl }: Wanted): Point {
  const what = 'webhook address';
  if (webhook?.endpoint === webhookUrl) return { verdict: 'ok', what, says: webhookUrl };
  const says = `${webhook?.endpoint ? `it is ${webhook.endpoint}` : 'it is not set'}, to be ${webhookUrl}`;
  return { verdict: 'differs', what, says, mend: setup };
}

function webhookUse({ webhook }: ChannelState): Point {
  const what = 'use webhook';
  if (webhook?.active) return { verdict: 'ok', what, says: 'on' };
  const says = 'off: no message of an officer arrives';
  return { verdict: 'differs', what, says, mend: `${developers}, Use webhook` };
}

function webhookTest(test: WebhookTest | null, { webhookUrl }: Wanted): Point {
  const what = 'webhook test';
  if (test === null) return { verdict: 'note', what, says: 'not made: LINE tests 60 times an hour' };
  const { success, statusCode, reason, detail } = test;
  if (success ?? statusCode === 200)
    return { verdict: 'ok', what, says: `LINE posted to ${webhookUrl} and got ${statusCode}` };
  return {
    verdict: 'differs',
    what,
    says: `LINE posted to ${webhookUrl}: ${[reason, detail].filter(Boolean).join(', ')}`,
    mend: mendTest(test),
  };
}

function mendTest({ statusCode }: WebhookTest): string {
  if (statusCode === 401) return 'LINE_CHANNEL_SECRET is of another channel';
  if (statusCode === 503) return 'the store is away: see /readyz';
  if (statusCode > 0) return 'PUBLIC_URL, or the proxy before the assistant';
  return 'is the assistant running, and PUBLIC_URL reachable from outside with a certificate of a public authority?';
}

function richMenu(state: ChannelState, wanted: WantedMenu): Point {
  const what = `rich menu ${wanted.language}`;
  const differs = (says: string): Point => ({ verdict: 'differs', what, says, mend: setup });
  const known = findMenu(state, wanted);
  if (!known) return differs('the project’s menu is not in the channel');
  if (!known.hasPicture) return differs('its picture is missing');
  const behind = state.aliases.get(wanted.alias);
  if (behind === undefined) return differs(`the alias ${wanted.alias} is missing`);
  if (behind !== known.id) return differs(`the alias ${wanted.alias} leads to ${called(state, behind)}`);
  return { verdict: 'ok', what, says: `${wanted.request.name}, alias ${wanted.alias}` };
}

function defaultMenu(state: ChannelState, wanted: Wanted): Point {
  const what = 'default menu';
  const [first] = wanted.menus;
  const known = first && findMenu(state, first);
  if (known && state.defaultMenu === known.id) return { verdict: 'ok', what, says: known.name };
  const says =
    state.defaultMenu === null
      ? 'none is set'
      : `it is ${called(state, state.defaultMenu)}, not the project’s`;
  return { verdict: 'differs', what, says, mend: setup };
}

function outdated(state: ChannelState, wanted: Wanted): readonly Point[] {
  const menus = outdatedMenus(state, wanted);
  if (menus.length === 0) return [];
  const says = `of an earlier setup, to be deleted: ${menus.map(quoted).join(', ')}`;
  return [{ verdict: 'differs', what: 'old menus', says, mend: setup }];
}

function others({ menus }: ChannelState): readonly Point[] {
  const foreign = menus.filter(({ name }) => !isOurs(name));
  if (foreign.length === 0) return [];
  const says = `not of this project, left alone: ${foreign.map(quoted).join(', ')}`;
  return [{ verdict: 'note', what: 'other menus', says }];
}

function byHand({ bot }: ChannelState): readonly Point[] {
  const hand = (what: string, says: string, mend: string): Point => ({
    verdict: 'by hand',
    what,
    says,
    mend,
  });
  return [
    hand(
      'redelivery',
      'on: what arrives while nothing can be stored is delivered again',
      `${developers}, Webhook redelivery`,
    ),
    hand('greeting', 'off: the assistant greets', `${manager}, Greeting message`),
    hand('auto-response', 'off: the assistant answers', `${manager}, Auto-response`),
    bot.chatMode === 'chat'
      ? hand(
          'chat',
          'now on: what is written in the manager’s chat does not reach the console; better off',
          `${manager}, Chat`,
        )
      : { verdict: 'ok', what: 'chat', says: 'off: staff write in the console' },
  ];
}

function quota({ limit, used }: Found['quota']): Point {
  const what = 'quota';
  if (limit === null) return { verdict: 'ok', what, says: `${used} messages pushed this month, no limit` };
  const says = `${used} of this month's ${limit} pushed messages used; replies are not counted`;
  if (used < limit) return { verdict: 'ok', what, says };
  const mend = 'LINE Official Account Manager, Plan';
  return { verdict: 'note', what, says: `${says}. What staff write does not reach officers`, mend };
}

const quoted = ({ name, id }: KnownMenu): string => `"${name || id}"`;

function called({ menus }: ChannelState, id: string): string {
  const known = menus.find((menu) => menu.id === id);
  return known ? quoted(known) : `a menu that is gone (${id})`;
}
