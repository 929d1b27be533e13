import type { messagingApi } from '@line/bot-sdk';
import { z } from 'zod';
import type { Answer, NoAnswer } from '../api-client.ts';
import { openApiClient } from '../api-client.ts';
import { ChannelTrouble } from './trouble.ts';

/**
 * The calls that read and change a channel's settings. Not the SDK's clients: those have no time limit and leave
 * out the path of another base address, which the simulator and proxies have.
 */
export interface ChannelCalls {
  bot(): Promise<BotInfo>;
  /** Null where no address was ever set. */
  webhook(): Promise<{ readonly endpoint: string; readonly active: boolean } | null>;
  setWebhook(endpoint: string): Promise<void>;
  /** Has LINE post an empty webhook to an address. Null: LINE tests no more for now, 60 an hour is its limit. */
  testWebhook(endpoint: string): Promise<WebhookTest | null>;
  menus(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  hasPicture(menuId: string): Promise<boolean>;
  /** @returns the new menu's id. */
  createMenu(menu: messagingApi.RichMenuRequest): Promise<string>;
  uploadPicture(menuId: string, png: Buffer): Promise<void>;
  deleteMenu(menuId: string): Promise<void>;
  /** Alias → id of the menu behind it. */
  aliases(): Promise<ReadonlyMap<string, string>>;
  createAlias(alias: string, menuId: string): Promise<void>;
  moveAlias(alias: string, menuId: string): Promise<void>;
  /** What everybody sees who has no menu of their own; null where LINE's API has set none. */
  defaultMenu(): Promise<string | null>;
  setDefaultMenu(menuId: string): Promise<void>;
  /** The month's pushed messages; `limit` null: the plan has none. */
  quota(): Promise<{ readonly limit: number | null; readonly used: number }>;
  close(): Promise<void>;
}

const botInfo = z.object({ basicId: z.string(), displayName: z.string(), chatMode: z.string() });
export type BotInfo = z.infer<typeof botInfo>;
const webhookEndpoint = z.object({ endpoint: z.string(), active: z.boolean() });
const webhookTest = z.object({
  success: z.boolean().optional(),
  statusCode: z.number(),
  reason: z.string(),
  detail: z.string(),
});
export type WebhookTest = z.infer<typeof webhookTest>;
const menuList = z.object({ richmenus: z.array(z.object({ richMenuId: z.string(), name: z.string() })) });
const aliasList = z.object({
  aliases: z.array(z.object({ richMenuAliasId: z.string(), richMenuId: z.string() })),
});
const menuId = z.object({ richMenuId: z.string() });
const quota = z.object({ value: z.number().optional() });
const consumption = z.object({ totalUsage: z.number() });

export interface CallsOptions {
  readonly apiBaseUrl: string;
  readonly dataApiBaseUrl: string;
  readonly channelAccessToken: string;
  readonly timeoutMs?: number;
}

/** LINE's test of a webhook waits for our answer; what it says of one that is slow has to arrive as well. */
const defaultTimeoutMs = 20_000;
/** A thousand menus of twenty areas. */
const maxListBytes = 16 * 1024 * 1024;

/** @throws {ChannelTrouble} from every call that LINE does not carry out. */
export function openChannelCalls(options: CallsOptions): ChannelCalls {
  const common = {
    channelAccessToken: options.channelAccessToken,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    connections: 2,
  };
  const api = openApiClient({ ...common, apiBaseUrl: options.apiBaseUrl, maxAnswerBytes: maxListBytes });
  const data = openApiClient({ ...common, apiBaseUrl: options.dataApiBaseUrl });

  return {
    // https://developers.line.biz/en/reference/messaging-api/#get-bot-info
    bot: async () => read(botInfo, 'tell the account', await api.get('/v2/bot/info')),

    // https://developers.line.biz/en/reference/messaging-api/#webhook-settings
    async webhook() {
      const answer = await api.get('/v2/bot/channel/webhook/endpoint');
      return isMissing(answer) ? null : read(webhookEndpoint, 'tell the webhook address', answer);
    },
    setWebhook: async (endpoint) =>
      done('set the webhook address', await api.put('/v2/bot/channel/webhook/endpoint', { endpoint })),
    async testWebhook(endpoint) {
      const answer = await api.post('/v2/bot/channel/webhook/test', { endpoint });
      return answer.status === 429 ? null : read(webhookTest, 'test the webhook', answer);
    },

    // https://developers.line.biz/en/reference/messaging-api/#rich-menu
    async menus() {
      const answer = await api.get('/v2/bot/richmenu/list');
      const { richmenus } = read(menuList, 'list the rich menus', answer);
      return richmenus.map(({ richMenuId, name }) => ({ id: richMenuId, name }));
    },
    async hasPicture(id) {
      // That there is one is what counts: the picture itself is longer than this client reads.
      const answer = await data.get(`/v2/bot/richmenu/${named(id)}/content`);
      if (isMissing(answer)) return false;
      done('give a rich menu’s picture', answer);
      return true;
    },
    async createMenu(menu) {
      return read(menuId, 'create a rich menu', await api.post('/v2/bot/richmenu', menu)).richMenuId;
    },
    uploadPicture: async (id, png) =>
      done(
        'take a rich menu’s picture',
        await data.upload(`/v2/bot/richmenu/${named(id)}/content`, png, 'image/png'),
      ),
    async deleteMenu(id) {
      const answer = await api.delete(`/v2/bot/richmenu/${named(id)}`);
      if (!isMissing(answer)) done('delete a rich menu', answer);
    },

    // https://developers.line.biz/en/reference/messaging-api/#rich-menu-alias
    async aliases() {
      const answer = await api.get('/v2/bot/richmenu/alias/list');
      const { aliases } = read(aliasList, 'list the aliases of rich menus', answer);
      return new Map(aliases.map(({ richMenuAliasId, richMenuId }) => [richMenuAliasId, richMenuId]));
    },
    createAlias: async (richMenuAliasId, richMenuId) =>
      done(
        'create an alias of a rich menu',
        await api.post('/v2/bot/richmenu/alias', { richMenuAliasId, richMenuId }),
      ),
    moveAlias: async (alias, richMenuId) =>
      done(
        'change an alias of a rich menu',
        await api.post(`/v2/bot/richmenu/alias/${named(alias)}`, { richMenuId }),
      ),

    // https://developers.line.biz/en/reference/messaging-api/#set-default-rich-menu
    async defaultMenu() {
      const answer = await api.get('/v2/bot/user/all/richmenu');
      return isMissing(answer) ? null : read(menuId, 'tell the default rich menu', answer).richMenuId;
    },
    setDefaultMenu: async (id) =>
      done('set the default rich menu', await api.post(`/v2/bot/user/all/richmenu/${named(id)}`)),

    // https://developers.line.biz/en/reference/messaging-api/#get-quota
    async quota() {
      const plan = read(quota, 'tell the quota', await api.get('/v2/bot/message/quota'));
      const month = await api.get('/v2/bot/message/quota/consumption');
      return { limit: plan.value ?? null, used: read(consumption, 'tell the quota', month).totalUsage };
    },

    async close() {
      await Promise.all([api.close(), data.close()]);
    },
  };
}

const named = (id: string): string => encodeURIComponent(id);
const isMissing = ({ status }: Answer | NoAnswer): boolean => status === 404;

/** @param doing as in "LINE refused to …". */
function done(doing: string, answer: Answer | NoAnswer): void {
  if (answer.status !== 200) throw new ChannelTrouble(doing, answer);
}

function read<Value>(schema: z.ZodType<Value>, doing: string, answer: Answer | NoAnswer): Value {
  if (answer.status !== 200) throw new ChannelTrouble(doing, answer);
  const { data, success } = schema.safeParse(answer.body);
  if (!success) throw new ChannelTrouble(doing, answer);
  return data;
}
