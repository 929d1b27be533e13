import { createServer } from 'node:http';
import { readConfig, readEnvironment } from './config/config.ts';
import { askBotId } from './line/bot-link.ts';
import { createDrain, exitOnCrash } from './ops/drain.ts';
import { listen } from './ops/listen.ts';
import { createLog } from './base/log.ts';
import { createApp } from './startup/app.ts';
import { openShared } from './startup/shared.ts';
import { createProgram, runProgram } from './startup/command-line.ts';
import { openWeb } from './startup/web.ts';
import { introduce, showMenu } from './startup/welcome.ts';
import { openWorker } from './startup/worker.ts';

/** Opens what the settings ask for, listens, and works until a signal ends it. */
async function start(): Promise<void> {
  const config = readConfig(readEnvironment());
  const log = createLog({ level: config.logLevel });
  const shared = await openShared(config, log);
  const worker = config.roles.includes('worker') ? openWorker(shared) : null;
  // Where nobody sends in this process, the store tells those who do.
  const web = config.roles.includes('web')
    ? await openWeb(shared, (entries, written) => worker?.delivery.deliver(entries, written))
    : null;

  const server = createServer();
  const drain = createDrain({
    server,
    log,
    streams: [web?.staffConsole, shared.simulator].filter(
      (stream) => stream !== null && stream !== undefined,
    ),
    parts: [
      ...(web?.parts ?? []),
      ...(worker ? [{ name: 'delivery', stop: () => worker.delivery.stop() }] : []),
      { name: 'commits', stop: () => shared.commits.idle() },
      ...(worker ? [{ name: 'sender', stop: () => worker.sender.close() }] : []),
      { name: 'store', stop: () => shared.store.close() },
    ],
  });
  server.on('request', createApp(shared, web, drain.signal));
  await listen(server, config);
  drain.onSignals();
  exitOnCrash(log);
  worker?.start();
  const { version, commit } = shared.version;
  log.info('listening', { port: config.port, version, commit });
  shared.bot.id ??= await askBotId({ ...shared.api, log });
  if (!web || !shared.simulator) return;
  await showMenu(shared, drain.signal);
  await introduce(config, web.accounts);
}

const program = createProgram(
  'start',
  'Runs the assistant. What it does is set in the environment and in .env; README.md, "Settings", has the list.',
  'npm start --',
).action(start);
await runProgram(null, program);
