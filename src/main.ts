import { createServer } from 'node:http';
import { readConfig } from './config/config.ts';
import { readEnvironment } from './config/environment.ts';
import { askBotId } from './line/bot-link.ts';
import { createDrain, exitOnCrash } from './ops/drain.ts';
import { listen } from './ops/listen.ts';
import type { LogFields } from './base/log.ts';
import { createLog } from './base/log.ts';
import { createApp, createMetricsApp } from './startup/app.ts';
import type { Shared } from './startup/shared.ts';
import { openShared } from './startup/shared.ts';
import { holidayWarning } from './startup/sla.ts';
import { createProgram, runProgram } from './startup/command-line.ts';
import { openWeb } from './startup/web.ts';
import { introduce, showMenu } from './startup/welcome.ts';
import { openWorker } from './startup/worker.ts';

/** Opens what the settings ask for, listens, and works until a signal ends it. */
async function start(): Promise<void> {
  const config = readConfig(readEnvironment());
  const log = createLog({ level: config.logLevel });
  const calendar = holidayWarning(Date.now());
  for (const warning of [...config.warnings, ...(calendar ? [calendar] : [])]) log.warn(warning);
  const shared = await openShared(config, log);
  const worker = config.roles.includes('worker') ? openWorker(shared) : null;
  // Where nobody sends in this process, the store tells those who do.
  const web = config.roles.includes('web')
    ? await openWeb(shared, (entries, written) => worker?.delivery.deliver(entries, written))
    : null;

  const server = createServer();
  const metrics =
    config.metricsPort === null
      ? null
      : { server: createServer(createMetricsApp(shared)), host: config.host, port: config.metricsPort };
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
      ...(metrics ? [{ name: 'metrics', stop: () => metrics.server.closeAllConnections() }] : []),
    ],
  });
  server.on('request', createApp(shared, web, drain.signal));
  await listen(server, config);
  if (metrics) await listen(metrics.server, metrics, 'METRICS_PORT');
  drain.onSignals();
  exitOnCrash(log);
  worker?.start();
  if (web && shared.simulator) {
    await showMenu(shared, drain.signal);
    // The words for people come before the lines for machines.
    await introduce(config, web.accounts);
  }
  log.info('listening', startedWith(shared));
  shared.bot.id ??= await askBotId({ ...shared.api, log });
}

/** What an operator looks for first in a log. */
function startedWith({ config, version, keyIds }: Shared): LogFields {
  return {
    port: config.port,
    version: version.version,
    commit: version.commit,
    store: version.store,
    role: config.roles.join('+'),
    publicUrl: config.publicUrl,
    simulator: config.simulator,
    keys: keyIds.join('+'),
  };
}

const program = createProgram(
  'start',
  'Runs the assistant. What it does is set in the environment and in .env; README.md, "Settings", has the list.',
  'npm start --',
).action(start);
await runProgram(null, program);
