import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { LinePlatform } from '../../src/simulator/platform.ts';
import { createSimulator } from '../../src/simulator/simulator.ts';
import type { WebhookDelivery } from '../../src/simulator/webhook-sender.ts';
import { loadWords } from '../../src/base/words.ts';
import type { Watch } from '../support/line-openapi.ts';
import { watch } from '../support/line-openapi.ts';
import type { RunningApp } from '../support/processes.ts';
import { bareEnv, freePort, startApp, startProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';

const words = loadWords();
export const say = (key: string, params?: Parameters<typeof words.say>[2]): string =>
  words.say('th', key, params);

/** The machine is shared and slow at times: a wait ends as soon as what it waits for is there. */
export const patienceMs = 60_000;

/** The assistant as an operator runs it: a process of its own with LINE credentials, LINE being emulated here. */
export interface Installation {
  readonly platform: LinePlatform;
  /** Everything that was sent, held against LINE's description of its API. */
  readonly spec: Watch;
  readonly settings: Readonly<Record<string, string>>;
  /** The process that runs now, or ran last. */
  readonly app: RunningApp;
  /** Starts it again on the same data and address; the one before must have ended. */
  start(changed?: Readonly<Record<string, string>>): Promise<void>;
  /** What all processes so far wrote to standard output and standard error. */
  logs(): string;
  /** Runs the `staff` command beside it. @returns what it wrote to standard output. */
  staff(...args: readonly string[]): Promise<string>;
  /** A call of the staff API. */
  api(token: string, method: string, path: string, ask?: ApiAsk): Promise<ApiAnswer>;
  /** A number of `/metrics`: the sum of all series of this name that carry these labels. */
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  /** All bytes of the data folder, write-ahead log included. */
  data(): Buffer;
  /** LINE's hosts refuse every connection from now on. @returns what brings them back. */
  cutLine(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

interface ApiAsk {
  readonly json?: unknown;
  readonly ifMatch?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly etag: string;
  readonly body: { readonly [field: string]: unknown };
}

/** @param settings besides those of the channel, the keys and the data folder. */
export async function openInstallation(
  settings: Readonly<Record<string, string>> = {},
): Promise<Installation> {
  const channel = {
    channelSecret: randomBytes(16).toString('hex'),
    channelAccessToken: randomBytes(32).toString('base64url'),
  };
  const simulator = createSimulator({ webhookUrl: '', accountName: 'DGA Contact Center', ...channel });
  const { platform } = simulator;
  const line = createServer(express().use('/simulator', simulator.router));
  const linePort = await freePort();
  const openLine = async (): Promise<void> => {
    line.listen(linePort, '127.0.0.1');
    await once(line, 'listening');
  };
  const closeLine = async (): Promise<void> => {
    const closed = once(line, 'close');
    line.close();
    line.closeAllConnections();
    await closed;
  };
  await openLine();
  const spec = watch(platform);

  const folder = mkdtempSync(join(tmpdir(), 'installation-'));
  const port = await freePort();
  const lineApi = simulator.lineApiBaseUrl(`http://127.0.0.1:${linePort}`);
  const all = {
    PORT: String(port),
    DATA_DIR: folder,
    DATA_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    LINE_CHANNEL_SECRET: channel.channelSecret,
    LINE_CHANNEL_ACCESS_TOKEN: channel.channelAccessToken,
    LINE_API_BASE_URL: lineApi,
    LINE_DATA_API_BASE_URL: lineApi,
    LOG_LEVEL: 'trace',
    ...settings,
  };
  platform.webhookUrl = `http://127.0.0.1:${port}/webhook`;
  const runs: RunningApp[] = [await startApp(all)];
  const app = (): RunningApp => {
    const last = runs.at(-1);
    if (!last) throw new Error('nothing was started');
    return last;
  };

  return {
    platform,
    spec,
    settings: all,
    get app() {
      return app();
    },
    async start(changed = {}) {
      runs.push(await startApp({ ...all, ...changed }));
    },
    logs: () => runs.map((run) => run.output()).join(''),
    staff: (...args) => runStaff(all, args),
    async api(token, method, path, { json, ifMatch } = {}) {
      const response = await fetch(`${app().url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
      const body = (await response.json()) as ApiAnswer['body'];
      return { status: response.status, etag: response.headers.get('etag') ?? '', body };
    },
    metric: async (name, labels = {}) =>
      sumOf(await (await fetch(`${app().url}/metrics`)).text(), name, labels),
    data: () => Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file)))),
    async cutLine() {
      await closeLine();
      return openLine;
    },
    async close() {
      simulator.close();
      await app().stop('SIGKILL');
      if (line.listening) await closeLine();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runStaff(env: Readonly<Record<string, string>>, args: readonly string[]): Promise<string> {
  const file = fileURLToPath(new URL('../../src/commands/staff.ts', import.meta.url));
  const run = startProcess(process.execPath, [file, ...args], {
    env: { ...bareEnv, ...env },
    cwd: env['DATA_DIR'] ?? tmpdir(),
  });
  const code = await waitFor(() => ended(run.ended()), { timeoutMs: patienceMs, what: 'staff to end' });
  if (code !== 'exit 0') throw new Error(`staff ended with ${code}: ${run.output()}`);
  return run.output();
}

/** The API token of a new supervisor who sees all requests. */
export async function newToken(house: Pick<Installation, 'staff'>): Promise<string> {
  const email = 'somsri@dga.or.th';
  await house.staff('add', email, '--role', 'supervisor', '--issuer', 'all');
  return (await house.staff('token', email)).trim();
}

const ended = (how: number | string | null) => how !== null && `exit ${how}`;

function sumOf(text: string, name: string, labels: Readonly<Record<string, string>>): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** What came back to an officer after something they did. */
interface Heard {
  /** Texts, and the alternative texts of cards, oldest first. */
  readonly texts: readonly string[];
  readonly text: string;
  /** LINE's message objects. */
  readonly messages: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly via: string;
}

/** What a message says where no cards are shown. */
export function textOf({ text, altText }: { readonly [field: string]: unknown }): string {
  const said = text ?? altText;
  return typeof said === 'string' ? said : '';
}

/** The first reference in a text, without its dashes; empty where there is none. */
export function referenceIn(text: string): string {
  return /\b\d{3}-\d{3}-\d{3}\b/.exec(text)?.[0].replaceAll('-', '') ?? '';
}

/** Asks for a person and says what about. @returns the reference of what was filed. */
export async function askForPerson(phone: Pick<Phone, 'write'>): Promise<string> {
  await phone.write('0');
  return referenceIn((await phone.write('หน้าจอค้างทุกเครื่องเลย')).text);
}

/** An officer with LINE on a phone. LINE delivers everything they do twice; it must be answered once. */
export interface Phone {
  readonly userId: string;
  follow(): Promise<Heard>;
  write(text: string): Promise<Heard>;
  /** Presses the newest button with this label. */
  press(label: string): Promise<Heard>;
  /** Does something that must be taken without an answer. */
  writeUnanswered(text: string): Promise<void>;
  /** Waits for what the account sends of its own accord. */
  hear(): Promise<Heard>;
}

export function phoneOf({ platform }: Pick<Installation, 'platform'>, name: string): Phone {
  const { userId } = platform.addOfficer(name);
  const sends = () => platform.accepted.filter(({ to }) => to === userId);
  /** How many sends the officer has read so far. */
  let read = 0;
  let again = 0;

  async function hear(): Promise<Heard> {
    const send = await platform.waitFor(`a message to ${name}`, () => sends()[read], patienceMs);
    read += 1;
    const texts = send.messages.map(textOf);
    return { texts, text: texts.join('\n\n'), messages: send.messages, via: send.via };
  }

  async function deliverTwice(first: Promise<WebhookDelivery>): Promise<void> {
    const delivery = await first;
    again += 1;
    // The same body again, or the same event marked as delivered again: both happen.
    const second = await (again % 2 === 0 ? platform.duplicate(delivery) : platform.redeliver(delivery));
    if (delivery.status !== 200 || second.status !== 200)
      throw new Error(`webhooks were answered with ${delivery.status} and ${second.status}`);
  }

  async function exchange(first: Promise<WebhookDelivery>): Promise<Heard> {
    if (sends().length !== read) throw new Error(`${name} was sent something unexpected`);
    await deliverTwice(first);
    const heard = await hear();
    if (sends().length !== read) throw new Error(`${name} was answered twice`);
    return heard;
  }

  return {
    userId,
    follow: () => exchange(platform.sendFollow(userId)),
    write: (text) => exchange(platform.sendText(userId, text)),
    press: (label) => exchange(platform.sendPress(userId, label)),
    writeUnanswered: (text) => deliverTwice(platform.sendText(userId, text)),
    hear,
  };
}
