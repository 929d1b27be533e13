import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import { v7 as newId } from 'uuid';
import type { Config } from './config.ts';
import { createApi } from './api/router.ts';
import { faultsToMend } from './commands/faults.ts';
import { openConfiguredStore } from './commands/open-store.ts';
import { readOwnAgencies } from './commands/own-agencies.ts';
import { readConfig, readEnvironment } from './config.ts';
import { createConsole } from './console/console.ts';
import { createEngine } from './conversation/engine.ts';
import { lapsedAnswers } from './conversation/lapsed.ts';
import { createDelivery } from './delivery/outbox.ts';
import { sealOutgoing } from './delivery/outgoing.ts';
import { loadFaq } from './faq/table.ts';
import { createUnderstanding } from './faq/understand.ts';
import { previewLesson } from './learning/preview.ts';
import { createReview } from './learning/review.ts';
import { followTeaching } from './learning/taught-understanding.ts';
import { createTeaching } from './learning/teaching.ts';
import { askBotId, chatLink } from './line/bot-link.ts';
import { createRenderer } from './line/render.ts';
import { createLineSender } from './line/sender.ts';
import { createWebhook } from './line/webhook.ts';
import { createDrain, exitOnCrash } from './ops/drain.ts';
import { healthRouter } from './ops/health.ts';
import { listen } from './ops/listen.ts';
import type { Log } from './ops/log.ts';
import { createLog } from './ops/log.ts';
import { createMetrics } from './ops/metrics.ts';
import { observeTurns, observeWebhooks } from './ops/observe.ts';
import { ensureDataKeys } from './privacy/data-keys.ts';
import { openVault } from './privacy/vault.ts';
import { createQueue } from './requests/queue.ts';
import { newReference } from './requests/reference.ts';
import type { SlaPolicy } from './requests/sla.ts';
import { dueTime } from './requests/sla.ts';
import { createAgencyReader } from './routing/agency.ts';
import { createAgencyCompletion } from './routing/completion.ts';
import { wallClock } from './requests/wall-clock.ts';
import { createSimulator } from './simulator/simulator.ts';
import { createAccounts } from './staff/accounts.ts';
import { gatherCommits } from './store/group-commit.ts';
import { newWorker } from './store/worker.ts';
import { loadWords } from './words.ts';

/** Version of the consent notice that officers are shown; goes up whenever `consent.ask` changes its meaning. */
const consentNotice = '2569-11-23';
const lineApi = 'https://api.line.me';
const leaseMs = 30_000;
const sweepEveryMs = 60 * 60 * 1000;
/** LINE does not say for how long it delivers again; a week is far more than has been seen. */
const rememberEventsMs = 7 * 24 * 60 * 60 * 1000;

/** Picks the adapters and starts them: the only file that knows them all. */
async function start(config: Config, log: Log): Promise<void> {
  const agencies = readOwnAgencies(config.agencyList);
  const readAgency = createAgencyReader(agencies);
  const words = loadWords(config.timeZone);
  const store = await openConfiguredStore(config, (sentence) => log.warn(sentence));
  const vault = await openVault(config.dataKeys ?? ensureDataKeys(config.dataDir), store);
  const metrics = createMetrics({ store });
  const commits = gatherCommits({
    store,
    worker: newWorker(),
    leaseMs,
    now: Date.now,
    onCommit: ({ ms }) => metrics.commit(ms / 1000),
  });

  const line = config.line.credentials ?? {
    channelSecret: randomBytes(16).toString('hex'),
    channelAccessToken: randomBytes(32).toString('base64url'),
  };
  const local = `http://127.0.0.1:${config.port}`;
  const simulator = config.simulator
    ? createSimulator({
        ...line,
        webhookUrl: `${local}/webhook`,
        accountName: words.say('th', 'simulator:account'),
      })
    : null;
  const api = {
    apiBaseUrl: config.line.apiBaseUrl ?? simulator?.lineApiBaseUrl(local) ?? lineApi,
    channelAccessToken: line.channelAccessToken,
  };
  const sender = createLineSender({ ...api, log });
  const delivery = createDelivery({
    store,
    commits,
    vault,
    sender,
    log,
    onAttempt: (result) => metrics.send(result),
  });

  let botId = config.line.botId;
  const renderer = createRenderer({ words, chatLink: () => botId && chatLink(botId) });
  const sla: SlaPolicy = { ...config.sla, officeHours: null, timeZone: config.timeZone };
  const table = loadFaq();
  const followed = await followTeaching({
    store,
    vault,
    learn: (taught) => createUnderstanding({ readAgency, taught, table }),
    onFailure: (error) => log.warn('what was taught could not be read', { error }),
  });
  // What is built on first use is built now: the first officer waits no longer than the others.
  followed.understand('');
  const engine = createEngine({
    store,
    vault,
    commitTurn: (turn) => commits.commit(turn),
    render: (said) => renderer.render(said),
    deliver: (entries) => delivery.deliver(entries),
    words,
    lapsed: lapsedAnswers(table.entries, config.timeZone),
    complete: agencies.length > 0 ? createAgencyCompletion(agencies) : undefined,
    understand: (text) => {
      const understood = followed.understand(text);
      metrics.understood(understood);
      return understood;
    },
    notice: consentNotice,
    timeZone: config.timeZone,
    contactHours: config.contactHours,
    dueAt: (now) => dueTime(now, sla),
    tellDue: config.sla.tellOfficer,
    newRef: (officer) => newReference(officer, randomInt),
    newId,
    clock: Date.now,
    observe: observeTurns(log, metrics),
  });
  const queue = createQueue({
    store,
    vault,
    clock: () => ({ now: Date.now(), newId }),
    commit: (turn) => commits.commit(turn),
    deliver: (entries) => delivery.deliver(entries),
    notify: {
      render: (prompts, language) => renderer.render(prompts.map((prompt) => ({ prompt, language }))),
      entry: (push) => sealOutgoing(vault, { ...push, id: newId(), replyToken: null, replyTokenAt: null }),
    },
    sla,
  });
  const accounts = createAccounts(store, Date.now);
  const review = createReview({
    store,
    vault,
    teaching: createTeaching({ store, vault, now: Date.now }),
    followed,
    preview: (task) => previewLesson({ ...task, agencies }),
  });
  const staffConsole = createConsole({
    queue,
    review,
    accounts,
    store,
    words,
    publicUrl: config.publicUrl,
    timeZone: config.timeZone,
    clock: () => ({ now: Date.now(), newId }),
    log,
    oidc: config.oidc,
  });

  const app = express();
  app.disable('x-powered-by');
  // A proxy on this machine or in its private network tells whom it speaks for; nobody else is believed.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  const server = createServer(app);
  const drain = createDrain({
    server,
    log,
    streams: simulator ? [staffConsole, simulator] : [staffConsole],
    parts: [
      { name: 'engine', stop: () => engine.idle() },
      { name: 'teaching', stop: () => followed.stop() },
      { name: 'delivery', stop: () => delivery.stop() },
      { name: 'commits', stop: () => commits.idle() },
      { name: 'sender', stop: () => sender.close() },
      { name: 'store', stop: () => store.close() },
    ],
  });
  app.use(
    createWebhook({
      channelSecret: line.channelSecret,
      engine,
      clock: Date.now,
      observe: observeWebhooks(log, metrics),
    }),
  );
  app.use(healthRouter({ store, metrics, draining: drain.signal }));
  if (simulator) app.use('/simulator', simulator.router);
  app.use('/api', createApi({ queue, accounts, words, log, timeZone: config.timeZone, now: Date.now }));
  app.use('/console', staffConsole.router);
  app.get('/', (_request, response) => response.redirect(simulator ? '/simulator/' : '/console/'));

  await listen(server, config);
  drain.onSignals();
  exitOnCrash(log);
  delivery.start();
  log.info('listening', { port: config.port });
  setInterval(() => {
    store
      .sweep(Date.now() - rememberEventsMs)
      .then(() => store.sweepUnclear(dayBefore(config.unclearKeepDays, config.timeZone)))
      .catch((error: unknown) => log.warn('sweeping failed', { error }));
  }, sweepEveryMs).unref();
  botId ??= await askBotId({ ...api, log });
  if (simulator) await introduce(config, accounts);
}

/** `YYYY-MM-DD`, so many days ago. */
function dayBefore(days: number, timeZone: string): string {
  return wallClock(Date.now() - days * 24 * 60 * 60 * 1000, timeZone).date;
}

/** Tells who started the simulator where to look, and, on a first start, how to sign in. */
async function introduce(config: Config, accounts: ReturnType<typeof createAccounts>): Promise<void> {
  const lines = [`Chat     ${config.publicUrl}/simulator/`, `Console  ${config.publicUrl}/console/`];
  if ((await accounts.list()).length === 0) {
    const added = await accounts.add({
      email: 'admin@example.go.th',
      role: 'admin',
      issuers: ['dga', 'parent', 'dla'],
    });
    if (added.ok) lines.push(`Sign in  ${added.account.email}  one-time password  ${added.oneTimePassword}`);
  } else
    lines.push(
      'Sign in  with your account; another:  npm run --silent staff -- add EMAIL --role agent --issuer all',
    );
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
}

try {
  const config = readConfig(readEnvironment());
  await start(config, createLog({ level: config.logLevel }));
} catch (error) {
  const faults = faultsToMend(error);
  if (!faults) throw error;
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
