// How long an officer waits: from the moment LINE sends a text to the moment it takes the assistant's answer, with
// the assistant as a process of its own, the emulated LINE here, and one message at a time. Beside it the floor
// (see floor.ts), measured in turns with it, since the speed of a shared machine changes from minute to minute.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import express from 'express';
import { createSimulator } from '../../src/simulator/simulator.ts';
import { postWebhook, sign } from '../../src/simulator/webhook-sender.ts';
import { freePort, startApp, startProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';

const usage = `npm run bench [-- --messages N]

  --messages N   texts that are measured, after some for warming up (300)
`;
const rounds = 10;
const warmUps = 40;
/** What is asked: answers of the FAQ, routing, the menu, and something not understood. */
const texts = [
  'Digital ID คืออะไร',
  'ขอ token เทศบาลต้องติดต่อใคร',
  'เมนู',
  'โทเคนใช้ทำอะไร',
  'asdf',
  'คู่มือการใช้งาน',
];
const timeoutMs = 5000;

const perRound = readArguments();
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const channel = { channelSecret: 'a-channel-secret', channelAccessToken: 'an-access-token' };
const simulator = createSimulator({ webhookUrl: '', accountName: 'DGA Contact Center', ...channel });
const { platform } = simulator;
let noteFloor: () => void = () => {};

const line = createServer(
  express()
    .post('/floor', (request, response) => {
      noteFloor();
      request.resume().on('end', () => response.end());
    })
    .use('/simulator', simulator.router),
);
const linePort = await freePort();
line.listen(linePort, '127.0.0.1');
await once(line, 'listening');
const lineUrl = `http://127.0.0.1:${linePort}`;

const floorPort = await freePort();
const floorUrl = `http://127.0.0.1:${floorPort}`;
const floorFile = fileURLToPath(new URL('floor.ts', import.meta.url));
const floor = startProcess(process.execPath, [floorFile, String(floorPort), `${lineUrl}/floor`]);
const app = await startApp({
  LINE_CHANNEL_SECRET: channel.channelSecret,
  LINE_CHANNEL_ACCESS_TOKEN: channel.channelAccessToken,
  LINE_API_BASE_URL: simulator.lineApiBaseUrl(lineUrl),
  LINE_DATA_API_BASE_URL: simulator.lineApiBaseUrl(lineUrl),
  DATA_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  DATA_DIR: folder,
  LOG_LEVEL: 'warn',
});
platform.webhookUrl = `${app.url}/webhook`;

try {
  await waitFor(async () => (await fetch(floorUrl)).ok, { what: 'the floor to listen' });
  const officers = Array.from({ length: 20 }, (_, index) => platform.addOfficer(`Officer ${index}`));
  let asked = 0;
  /** Milliseconds from one text to its answer. */
  const askAssistant = async (): Promise<number> => {
    const officer = officers[asked % officers.length];
    const text = texts[asked % texts.length] ?? '';
    asked += 1;
    const before = platform.accepted.length;
    const startedAt = performance.now();
    const delivered = platform.sendText(officer?.userId ?? '', text);
    const answered = platform.waitFor(
      `an answer to "${text}"`,
      () => platform.accepted.length > before && performance.now(),
      timeoutMs,
    );
    const [endedAt, { status }] = await Promise.all([answered, delivered]);
    if (status !== 200) throw new Error(`the webhook was answered with ${status}`);
    return endedAt - startedAt;
  };
  /** The same body, signed as well, to the floor. */
  const askFloor = async (): Promise<number> => {
    const body = platform.deliveries.at(-1)?.body ?? '';
    const noted = new Promise<number>((resolve) => {
      noteFloor = () => resolve(performance.now());
    });
    const startedAt = performance.now();
    const posted = postWebhook(floorUrl, body, sign(body, channel.channelSecret), timeoutMs);
    const [endedAt] = await Promise.all([noted, posted]);
    return endedAt - startedAt;
  };

  await measure(warmUps, askAssistant);
  await measure(warmUps, askFloor);
  const assistant: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    assistant.push(...(await measure(perRound, askAssistant)));
    bare.push(...(await measure(perRound, askFloor)));
  }
  print('start to ready', `${app.startMs.toFixed(0)} ms`);
  print('text to answer', describe(assistant));
  print('bare node:http floor', describe(bare));
  print(
    'ratio to the floor',
    `median ${(quantile(assistant, 0.5) / quantile(bare, 0.5)).toFixed(1)}, p95 ${(quantile(assistant, 0.95) / quantile(bare, 0.95)).toFixed(1)}`,
  );
} finally {
  simulator.close();
  await Promise.all([app.stop(), floor.stop()]);
  line.close();
  line.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}

function readArguments(): number {
  try {
    const { values } = parseArgs({
      options: { messages: { type: 'string', default: '300' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    if (!/^\d{1,6}$/.test(values.messages)) throw new Error('--messages takes a number');
    return Math.max(1, Math.ceil(Number(values.messages) / rounds));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}

async function measure(count: number, once: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) times.push(await once());
  return times;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function describe(times: readonly number[]): string {
  const ms = (share: number) => `${quantile(times, share).toFixed(2)} ms`;
  return `median ${ms(0.5)}, p95 ${ms(0.95)} (${times.length} messages)`;
}

function print(what: string, value: string): void {
  process.stdout.write(`${`${what}:`.padEnd(24)}${value}\n`);
}
