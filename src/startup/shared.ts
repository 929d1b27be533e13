import { hash, randomBytes } from 'node:crypto';
import { conversation } from '../../flows/conversation.machine.ts';
import type { Config } from '../config/config.ts';
import { chatLink } from '../line/bot-link.ts';
import type { Renderer } from '../line/render.ts';
import { createRenderer } from '../line/render.ts';
import type { Log } from '../base/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { createMetrics } from '../ops/metrics.ts';
import { readVersion } from '../ops/version.ts';
import { ensureDataKeys } from '../privacy/data-keys.ts';
import type { Vault } from '../privacy/vault.ts';
import { openVault } from '../privacy/vault.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { GatheredCommits } from '../store/group-commit.ts';
import { gatherCommits } from '../store/group-commit.ts';
import type { Store } from '../store/port.ts';
import { newWorker } from '../store/worker.ts';
import type { Words } from '../base/words.ts';
import { loadWords } from '../base/words.ts';
import { openConfiguredStore, waitForStore } from './open-store.ts';

const lineApi = 'https://api.line.me';
/** As long as the messages of a process that died may wait. */
const leaseMs = 9_000;
/** After a restart of everything, Redis may come last. */
const waitForRedisMs = 30_000;

/** What both roles stand on. */
export interface Shared {
  readonly config: Config;
  readonly log: Log;
  readonly words: Words;
  readonly store: Store;
  readonly vault: Vault;
  /** Of the data keys, newest first. */
  readonly keyIds: readonly string[];
  readonly metrics: Metrics;
  readonly commits: GatheredCommits;
  readonly render: Renderer['render'];
  readonly version: ReturnType<typeof versionOf>;
  /** Of the Messaging API channel, or made up for the simulator. */
  readonly line: NonNullable<Config['line']['credentials']>;
  readonly api: { readonly apiBaseUrl: string; readonly channelAccessToken: string };
  /** Where this process takes webhooks. */
  readonly webhookUrl: string;
  readonly simulator: ReturnType<typeof createSimulator> | null;
  /** The account's basic id, once LINE was asked for it; links to the chat are left out until then. */
  readonly bot: { id: string | null };
  /** How many lanes the worker of this process can begin at once; 0 until there is one. */
  readonly sending: { room: () => number };
}

/** @throws what `faultsToMend` knows, where the store or the keys cannot be had. */
export async function openShared(config: Config, log: Log): Promise<Shared> {
  const version = versionOf(config);
  const words = loadWords(config.timeZone, config);
  const store = await waitForStore(
    () => openConfiguredStore(config, (sentence) => log.warn(sentence)),
    (attempts) => log.warn('the store does not answer yet, trying again', { attempts }),
    config.redis === null ? 0 : waitForRedisMs,
  );
  const keys = config.dataKeys ?? ensureDataKeys(config.dataDir);
  const vault = await openVault(keys, store);
  const keyIds = keys.map(({ id }) => id);
  const metrics = createMetrics({ store, version: version.version });
  const sending = { room: () => 0 };
  const commits = gatherCommits({
    store,
    worker: newWorker(),
    leaseMs,
    leases: config.roles.includes('worker'),
    begins: () => sending.room(),
    now: Date.now,
    onCommit: ({ ms }) => metrics.commit(ms / 1000),
  });
  const bot = { id: config.line.botId };
  const { render } = createRenderer({ words, chatLink: () => bot.id && chatLink(bot.id) });
  const channel = openChannel(config, words);
  const opened = { config, log, words, store, vault, keyIds, metrics, commits, render, version };
  return { ...opened, bot, sending, ...channel };
}

/** LINE's own channel, or the simulator in its place. */
function openChannel(config: Config, words: Words) {
  const line = config.line.credentials ?? {
    channelSecrets: [randomBytes(16).toString('hex')] as const,
    channelAccessToken: randomBytes(32).toString('base64url'),
  };
  const local = `http://127.0.0.1:${config.port}`;
  const webhookUrl = `${local}/webhook`;
  const simulator = config.simulator
    ? createSimulator({
        channelSecret: line.channelSecrets[0],
        channelAccessToken: line.channelAccessToken,
        webhookUrl,
        accountName: words.say('th', 'simulator:account'),
      })
    : null;
  const api = {
    apiBaseUrl: config.line.apiBaseUrl ?? simulator?.lineApiBaseUrl(local) ?? lineApi,
    channelAccessToken: line.channelAccessToken,
  };
  return { line, webhookUrl, simulator, api };
}

function versionOf({ redis }: Config) {
  return {
    ...readVersion(),
    store: redis ? ('redis' as const) : ('sqlite' as const),
    flow: hash('sha256', JSON.stringify(conversation.definition)).slice(0, 12),
  };
}
