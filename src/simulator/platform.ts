import type { webhook } from '@line/bot-sdk';
import { buttonsIn } from './buttons.ts';
import type { Button } from './buttons.ts';
import { account, Chats, compose } from './chats.ts';
import type { Chat, ChatMessage, MessageContent, Officer, SentVia } from './chats.ts';
import { Faults } from './faults.ts';
import { newUserId } from './ids.ts';
import { WEBHOOK_TIMEOUT_MS } from './limits.ts';
import { ImpossibleInLine, OfficerActions } from './officer-actions.ts';
import type {
  FileContent,
  InChat,
  LocationContent,
  PostbackOptions,
  PressOptions,
  StickerContent,
  TextOptions,
} from './officer-actions.ts';
import type { PlatformOptions } from './platform-options.ts';
import { RateLimits } from './rate-limit.ts';
import { RichMenus } from './rich-menus.ts';
import type { AcceptedSend, ApiCall } from './records.ts';
import { ReplyTokens, RetryKeys } from './tokens.ts';
import type { SentMessage } from './tokens.ts';
import { Watched } from './watched.ts';
import { callbackBody, chatIdOf, postWebhook, sign } from './webhook-sender.ts';
import type { WebhookAnswer, WebhookDelivery } from './webhook-sender.ts';

/**
 * LINE, as far as the assistant and its officers can see it, in memory: people, chats, tokens, quota, rich
 * menus, faults. Officers act through `send…`, which posts signed webhooks; the assistant acts through
 * the emulated API (`line-api.ts`), which calls `acceptSend`. Nothing else connects the two.
 */
export class LinePlatform extends Watched {
  readonly bot: { readonly userId: string; readonly basicId: string; readonly displayName: string };
  readonly chats = new Chats();
  readonly replyTokens = new ReplyTokens();
  readonly retryKeys = new RetryKeys();
  readonly rateLimits = new RateLimits();
  readonly richMenus = new RichMenus();
  readonly faults = new Faults();
  /** What officers do, as events that are yet to be delivered. */
  readonly events: OfficerActions;
  /** Every call of the API, oldest first. */
  readonly calls: ApiCall[] = [];
  /** Every send that was accepted, oldest first, each once. */
  readonly accepted: AcceptedSend[] = [];
  /** Every webhook that went out, oldest first. */
  readonly deliveries: WebhookDelivery[] = [];
  /** Messages of the month's plan; null: no limit. */
  quota: number | null = null;
  /** Messages of the month's plan that are used up: one for each recipient of a push. */
  quotaUsed = 0;
  /** In standby the account gets events without reply tokens. */
  mode: webhook.EventMode = 'active';
  /** Chat "on" in the response settings: messages are read when the account says so, else at once. */
  chatMode: 'chat' | 'bot' = 'bot';
  /** LINE tries failed webhooks again. Off unless an operator turns it on, as at LINE. */
  redelivers = false;
  /** Empty: none was ever set. */
  webhookUrl: string;
  /** "Use webhook" in LINE's console; off, nothing is posted. */
  webhookActive = true;

  readonly #options: PlatformOptions;
  readonly #redeliveries = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();

  constructor(options: PlatformOptions) {
    super();
    this.#options = options;
    this.webhookUrl = options.webhookUrl;
    this.bot = { userId: newUserId(), basicId: '@simulator', displayName: options.accountName };
    this.events = new OfficerActions({
      chats: this.chats,
      replyTokens: this.replyTokens,
      bot: this.bot,
      now: () => this.now(),
      mode: () => this.mode,
    });
  }

  now(): number {
    return this.#options.clock?.() ?? Date.now();
  }

  /** Aborts when the platform closes; calls left without an answer end then. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  isAccessToken(token: string): boolean {
    return token === this.#options.channelAccessToken;
  }

  addOfficer(displayName = 'Officer', language = 'th'): Officer {
    const officer = this.chats.addOfficer(displayName, language);
    this.changed();
    return officer;
  }

  addGroup(name: string, members: readonly string[]): Chat {
    const group = this.chats.addGroup(name, members);
    this.changed();
    return group;
  }

  /** The one-to-one chat of an officer, or a group. @throws when there is none. */
  chat(id: string): Chat {
    return this.chats.chat(id);
  }

  // --- what officers do, delivered at once, each in a body of its own

  sendText(userId: string, text: string, options?: TextOptions): Promise<WebhookDelivery> {
    return this.deliver([this.events.text(userId, text, options)]);
  }

  sendSticker(userId: string, sticker: StickerContent, options?: InChat): Promise<WebhookDelivery> {
    return this.deliver([this.events.sticker(userId, sticker, options)]);
  }

  sendImage(
    userId: string,
    file: FileContent,
    options?: InChat & { set?: webhook.ImageSet },
  ): Promise<WebhookDelivery> {
    return this.deliver([this.events.image(userId, file, options)]);
  }

  sendVideo(
    userId: string,
    file: FileContent,
    durationMs: number,
    options?: InChat,
  ): Promise<WebhookDelivery> {
    return this.deliver([this.events.video(userId, file, durationMs, options)]);
  }

  sendAudio(
    userId: string,
    file: FileContent,
    durationMs: number,
    options?: InChat,
  ): Promise<WebhookDelivery> {
    return this.deliver([this.events.audio(userId, file, durationMs, options)]);
  }

  sendFile(userId: string, file: FileContent, fileName: string, options?: InChat): Promise<WebhookDelivery> {
    return this.deliver([this.events.file(userId, file, fileName, options)]);
  }

  sendLocation(userId: string, location: LocationContent, options?: InChat): Promise<WebhookDelivery> {
    return this.deliver([this.events.location(userId, location, options)]);
  }

  sendPostback(userId: string, data: string, options?: PostbackOptions): Promise<WebhookDelivery> {
    return this.deliver([this.events.postback(userId, data, options)]);
  }

  sendUnsend(userId: string, messageId: string): Promise<WebhookDelivery> {
    return this.deliver([this.events.unsend(userId, messageId)]);
  }

  sendFollow(userId: string): Promise<WebhookDelivery> {
    return this.deliver([this.events.follow(userId)]);
  }

  sendUnfollow(userId: string): Promise<WebhookDelivery> {
    return this.deliver([this.events.unfollow(userId)]);
  }

  sendJoin(groupId: string): Promise<WebhookDelivery> {
    return this.deliver([this.events.join(groupId)]);
  }

  sendLeave(groupId: string): Promise<WebhookDelivery> {
    return this.deliver([this.events.leave(groupId)]);
  }

  sendMemberJoined(groupId: string, userIds: readonly string[]): Promise<WebhookDelivery> {
    return this.deliver([this.events.memberJoined(groupId, userIds)]);
  }

  /**
   * Presses the newest button with this label, as far as LINE still shows it.
   * @throws {ImpossibleInLine} when there is none, or pressing it sends nothing.
   */
  sendPress(userId: string, label: string, options: PressOptions = {}): Promise<WebhookDelivery> {
    const chat = this.chat(options.groupId ?? userId);
    const button = buttonsIn(chat).find(({ action }) => action['label'] === label);
    if (!button) throw new ImpossibleInLine(`pressing “${label}”, which is not there`);
    return this.deliver([this.pressButton(userId, button, options)]);
  }

  /** Presses one button. @returns the event, yet to be delivered. */
  pressButton(userId: string, button: Button, options: PressOptions = {}): webhook.Event {
    const event = this.events.press(userId, button.action, options);
    if (button.pointer.startsWith('/quickReply/'))
      this.chat(options.groupId ?? userId).quickRepliesUsedOf = button.messageId;
    return event;
  }

  /** Events in one body, of one or several officers, in the order given. */
  deliver(
    events: readonly webhook.Event[],
    { isRedelivery = false }: { readonly isRedelivery?: boolean } = {},
  ): Promise<WebhookDelivery> {
    return this.#post(this.#body(events, isRedelivery), events, isRedelivery, 0);
  }

  /** The same events again, marked as redelivered; their unused reply tokens get a new minute. */
  redeliver(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    return this.deliver(delivery.events, { isRedelivery: true });
  }

  /** The very same body again, as can happen without redelivery. */
  duplicate(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    return this.#post(delivery.body, delivery.events, delivery.isRedelivery, 0);
  }

  #body(events: readonly webhook.Event[], isRedelivery: boolean): string {
    return callbackBody(
      this.bot.userId,
      events.map((event) => ({ ...event, deliveryContext: { isRedelivery } })),
    );
  }

  /** What the console's Verify button does: a signed body without events. */
  testWebhook(url: string): Promise<WebhookAnswer> {
    return this.#reach(url, callbackBody(this.bot.userId, []));
  }

  #reach(url: string, body: string): Promise<WebhookAnswer> {
    const { reach, channelSecret, webhookTimeoutMs = WEBHOOK_TIMEOUT_MS } = this.#options;
    return postWebhook(reach?.(url) ?? url, body, sign(body, channelSecret), webhookTimeoutMs);
  }

  async #post(
    body: string,
    events: readonly webhook.Event[],
    isRedelivery: boolean,
    attempt: number,
  ): Promise<WebhookDelivery> {
    const at = this.now();
    for (const event of events)
      if ('replyToken' in event && event.replyToken) this.replyTokens.sentOut(event.replyToken, at);
    this.changed();
    const answer = this.webhookActive
      ? await this.#reach(this.webhookUrl, body)
      : { status: null, ms: 0, error: 'webhook is off' };
    const delivery: WebhookDelivery = {
      id: this.deliveries.length + 1,
      at,
      events,
      isRedelivery,
      body,
      ...answer,
    };
    this.deliveries.push(delivery);
    if (answer.status !== null && answer.status >= 200 && answer.status < 300) this.#read(events);
    else this.#redeliverLater(events, attempt);
    this.changed();
    return delivery;
  }

  #read(events: readonly webhook.Event[]): void {
    if (this.chatMode === 'chat') return;
    for (const event of events)
      if (event.type === 'message') this.chats.markReadUpTo(chatIdOf(event), event.message.id);
  }

  #redeliverLater(events: readonly webhook.Event[], attempt: number): void {
    const delay = (this.#options.redeliveryDelaysMs ?? defaultRedeliveryDelaysMs)[attempt];
    if (!this.redelivers || delay === undefined || this.closing.aborted) return;
    const timer = setTimeout(() => {
      this.#redeliveries.delete(timer);
      void this.#post(this.#body(events, true), events, true, attempt + 1);
    }, delay);
    timer.unref();
    this.#redeliveries.add(timer);
  }

  // --- what the assistant does, through the API

  /** How many messages of the plan a push to this chat costs: nothing where it reaches nobody. */
  costOf(chat: Chat): number {
    if (!this.chats.reaches(chat, this.now())) return 0;
    return chat.type === 'group' ? chat.members.size : 1;
  }

  quotaAllows(cost: number): boolean {
    return this.quota === null || this.quotaUsed + cost <= this.quota;
  }

  /** Takes messages that have passed every check, and puts them into the chat if they reach it. */
  acceptSend(send: {
    requestId: string;
    via: SentVia;
    chat: Chat;
    messages: readonly MessageContent[];
    retryKey: string | null;
  }): readonly SentMessage[] {
    const { chat, via } = send;
    const at = this.now();
    const delivered = this.chats.reaches(chat, at);
    if (via !== 'reply') this.quotaUsed += this.costOf(chat);
    this.accepted.push({
      requestId: send.requestId,
      at,
      via,
      to: chat.id,
      messages: send.messages,
      retryKey: send.retryKey,
      delivered,
    });
    const written = send.messages.map((content) => {
      const message = { from: account, content, via };
      return delivered ? this.chats.write(chat, at, message) : compose(at, message);
    });
    this.changed();
    return written.map(({ id, quoteToken }) => ({ id, ...(quoteToken && { quoteToken }) }));
  }

  // --- looking and waiting

  /** Waits until the account has sent `count` messages to a chat in all. @returns them, oldest first. */
  waitForMessages(chatId: string, count: number, timeoutMs?: number): Promise<readonly ChatMessage[]> {
    return this.waitFor(
      `${count} message(s) to ${chatId}`,
      () => {
        const { received } = this.chat(chatId);
        return received.length >= count && received;
      },
      timeoutMs,
    );
  }

  /** Stops redeliveries and lets go of calls that were left without an answer. */
  close(): void {
    this.#closing.abort();
    for (const timer of this.#redeliveries) clearTimeout(timer);
    this.#redeliveries.clear();
  }
}

const defaultRedeliveryDelaysMs = [2_000, 10_000, 60_000, 300_000];
