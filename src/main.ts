import { hash, randomBytes, randomInt, randomUUID as newId } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import { conversation } from '../flows/conversation.machine.ts';
import type { Config } from './config/config.ts';
import { createApi } from './api/router.ts';
import { faultsToMend } from './commands/faults.ts';
import { openConfiguredStore } from './commands/open-store.ts';
import { readOwnAgencies } from './commands/own-agencies.ts';
import { readConfig, readEnvironment } from './config/config.ts';
import { createConsole } from './console/console.ts';
import { createEngine } from './conversation/engine.ts';
import { lapsedAnswers } from './conversation/lapsed.ts';
import type { Delivery } from './delivery/outbox.ts';
import { createDelivery } from './delivery/outbox.ts';
import { sealOutgoing } from './delivery/outgoing.ts';
import { loadLearned } from './understanding/learned-store.ts';
import { createUnderstanding } from './understanding/understand.ts';
import { previewLesson } from './learning/preview.ts';
import { createReview } from './learning/review.ts';
import { followTeaching } from './learning/taught-understanding.ts';
import { createTeaching } from './learning/teaching.ts';
import { askBotId, chatLink } from './line/bot-link.ts';
import { openChannelCalls } from './line/channel/calls.ts';
import { setUpChannel } from './line/channel/setup.ts';
import type { Renderer } from './line/render.ts';
import { createRenderer } from './line/render.ts';
import { wantedMenus } from './line/rich-menu.ts';
import { createLineSender } from './line/sender.ts';
import { createWebhook } from './line/webhook.ts';
import { createDrain, exitOnCrash } from './ops/drain.ts';
import { healthRouter } from './ops/health.ts';
import { listen } from './ops/listen.ts';
import type { Log } from './base/log.ts';
import { createLog } from './base/log.ts';
import type { Metrics } from './ops/metrics.ts';
import { createMetrics } from './ops/metrics.ts';
import { observeTurns, observeUnreadable, observeWebhooks } from './ops/observe.ts';
import { readVersion } from './ops/version.ts';
import { ensureDataKeys } from './privacy/data-keys.ts';
import type { Vault } from './privacy/vault.ts';
import { openVault } from './privacy/vault.ts';
import { createQueue } from './requests/queue.ts';
import { newReference } from './requests/reference.ts';
import type { SlaPolicy } from './calendar/sla.ts';
import { dueTime } from './calendar/sla.ts';
import { createAgencyReaders } from './routing/agency.ts';
import { createAgencyCompletion } from './routing/completion.ts';
import { wallClock } from './calendar/wall-clock.ts';
import { createSimulator } from './simulator/simulator.ts';
import { createAccounts } from './staff/accounts.ts';
import type { GatheredCommits } from './store/group-commit.ts';
import { gatherCommits } from './store/group-commit.ts';
import { gatherLoads } from './store/group-load.ts';
import type { Store } from './store/port.ts';
import { newWorker } from './store/worker.ts';
import { privacyPage } from './pages/privacy.ts';
import type { Words } from './base/words.ts';
import { loadWords } from './base/words.ts';

/** Version of the consent notice that officers are shown; goes up whenever `consent.ask` changes its meaning. */
const consentNotice = '2569-12-01';
const lineApi = 'https://api.line.me';
/** As long as the messages of a process that died may wait. */
const leaseMs = 9_000;
const sweepEveryMs = 60 * 60 * 1000;
/** LINE does not say for how long it delivers again; a week is far more than has been seen. */
const rememberEventsMs = 7 * 24 * 60 * 60 * 1000;

/** What both roles stand on. */
interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly words: Words;
  readonly store: Store;
  readonly vault: Vault;
  readonly metrics: Metrics;
  readonly commits: GatheredCommits;
  readonly render: Renderer['render'];
  readonly line: { readonly channelSecret: string; readonly channelAccessToken: string };
  readonly api: { readonly apiBaseUrl: string; readonly channelAccessToken: string };
}

/** Picks the adapters and starts them: the only file that knows them all. */
async function start(config: Config, log: Log): Promise<void> {
  const version = {
    ...readVersion(),
    store: config.redis ? ('redis' as const) : ('sqlite' as const),
    flow: hash('sha256', JSON.stringify(conversation.definition)).slice(0, 12),
  };
  const words = loadWords(config.timeZone, config);
  const store = await openConfiguredStore(config, (sentence) => log.warn(sentence));
  const vault = await openVault(config.dataKeys ?? ensureDataKeys(config.dataDir), store);
  const metrics = createMetrics({ store, version: version.version });
  const commits = gatherCommits({
    store,
    worker: newWorker(),
    leaseMs,
    leases: config.roles.includes('worker'),
    begins: () => worker?.delivery.room() ?? 0,
    now: Date.now,
    onCommit: ({ ms }) => metrics.commit(ms / 1000),
  });

  const line = config.line.credentials ?? {
    channelSecret: randomBytes(16).toString('hex'),
    channelAccessToken: randomBytes(32).toString('base64url'),
  };
  const local = `http://127.0.0.1:${config.port}`;
  const webhookUrl = `${local}/webhook`;
  const simulator = config.simulator
    ? createSimulator({
        ...line,
        webhookUrl,
        accountName: words.say('th', 'simulator:account'),
      })
    : null;
  const api = {
    apiBaseUrl: config.line.apiBaseUrl ?? simulator?.lineApiBaseUrl(local) ?? lineApi,
    channelAccessToken: line.channelAccessToken,
  };
  let botId = config.line.botId;
  const { render } = createRenderer({ words, chatLink: () => botId && chatLink(botId) });
  const ground: Ground = { config, log, words, store, vault, metrics, commits, render, line, api };
  const worker = config.roles.includes('worker') ? openWorker(ground) : null;
  // Where nobody sends in this process, the store tells those who do.
  const web = config.roles.includes('web')
    ? await openWeb(ground, (entries, written) => worker?.delivery.deliver(entries, written))
    : null;

  const app = express();
  app.disable('x-powered-by');
  // A proxy on this machine or in its private network tells whom it speaks for; nobody else is believed.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  const server = createServer((request, response) => {
    if (web) web.webhook(request, response, () => app(request, response));
    else app(request, response);
  });
  const drain = createDrain({
    server,
    log,
    streams: [...(web ? [web.staffConsole] : []), ...(simulator ? [simulator] : [])],
    parts: [
      ...(web?.parts ?? []),
      ...(worker ? [{ name: 'delivery', stop: () => worker.delivery.stop() }] : []),
      { name: 'commits', stop: () => commits.idle() },
      ...(worker ? [{ name: 'sender', stop: () => worker.sender.close() }] : []),
      { name: 'store', stop: () => store.close() },
    ],
  });
  app.use(healthRouter({ store, metrics, version, draining: drain.signal }));
  if (simulator) app.use('/simulator', simulator.router);
  if (web) {
    app.get('/privacy', privacyPage(words, consentNotice));
    app.use('/api', web.staffApi);
    app.use('/console', web.staffConsole.router);
    app.get('/', (_request, response) => response.redirect(simulator ? '/simulator/' : '/console/'));
  }

  await listen(server, config);
  drain.onSignals();
  exitOnCrash(log);
  worker?.start();
  log.info('listening', { port: config.port, version: version.version, commit: version.commit });
  botId ??= await askBotId({ ...api, log });
  if (!web || !simulator) return;
  await showMenu(ground, webhookUrl, drain.signal);
  await introduce(config, web.accounts);
}

/** The rich menu in the simulator, set up as an operator sets it up with LINE. */
async function showMenu({ words, api, log }: Ground, webhookUrl: string, draining: AbortSignal) {
  const calls = openChannelCalls({ ...api, dataApiBaseUrl: api.apiBaseUrl });
  try {
    await setUpChannel(calls, { webhookUrl, menus: wantedMenus(words) });
  } catch (error) {
    // The chat works without a menu, and who stops at once wants none.
    if (!draining.aborted) log.warn('the rich menu could not be set up', { error });
  } finally {
    await calls.close();
  }
}

/** Sends what was committed, whoever committed it, and forgets what is no longer needed. */
function openWorker({ config, log, store, vault, metrics, commits, render, api }: Ground) {
  const sender = createLineSender({ ...api, log });
  const delivery = createDelivery({
    store,
    commits,
    vault,
    sender,
    render,
    log,
    onAttempt: (result) => metrics.send(result),
  });
  return {
    sender,
    delivery,
    start(): void {
      delivery.start();
      store.watchOutbox(() => delivery.deliver([]));
      setInterval(() => {
        store
          .sweep(Date.now() - rememberEventsMs)
          .then(() => store.sweepUnclear(dayBefore(config.unclearKeepDays, config.timeZone)))
          .catch((error: unknown) => log.warn('sweeping failed', { error }));
      }, sweepEveryMs).unref();
    },
  };
}

/**
 * Takes what officers and staff do.
 * @param deliver see `Delivery`.
 */
async function openWeb(
  { config, log, words, store, vault, metrics, commits, line }: Ground,
  deliver: Delivery['deliver'],
) {
  const agencies = readOwnAgencies(config.agencyList);
  const { readAgency, agenciesIn } = createAgencyReaders(agencies);
  const sla: SlaPolicy = { ...config.sla, officeHours: null, timeZone: config.timeZone };
  const { entries } = loadLearned();
  const followed = await followTeaching({
    store,
    vault,
    learn: (taught) => createUnderstanding({ readAgency, taught }),
    onFailure: (error) => log.warn('what was taught could not be read', { error }),
  });
  // What is built on first use is built now: the first officer waits no longer than the others.
  followed.understand('');
  const engine = createEngine({
    store: {
      load: gatherLoads(store),
      requestsOf: (officer) => store.requestsOf(officer),
      readThread: (ref) => store.readThread(ref),
    },
    vault,
    commitTurn: (turn) => commits.commit(turn),
    deliver,
    words,
    lapsed: lapsedAnswers(entries, config.timeZone),
    complete: agencies.length > 0 ? createAgencyCompletion(agencies) : undefined,
    agenciesIn,
    understand: (text) => followed.understand(text),
    notice: consentNotice,
    timeZone: config.timeZone,
    contactHours: config.contactHours,
    dueAt: (now) => dueTime(now, sla),
    tellDue: config.sla.tellOfficer,
    workingDays: config.sla.workingDays,
    reopenDays: config.reopenDays,
    newRef: (officer) => newReference(officer, randomInt),
    newId,
    clock: Date.now,
    observe: observeTurns(log, metrics),
    onUnreadable: observeUnreadable(log),
  });
  const queue = createQueue({
    store,
    vault,
    clock: () => ({ now: Date.now(), newId }),
    commit: (turn) => commits.commit(turn),
    deliver,
    notify: (push) => sealOutgoing(vault, { ...push, id: newId(), replyToken: null, replyTokenAt: null }),
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

  return {
    webhook: createWebhook({
      channelSecret: line.channelSecret,
      engine,
      clock: Date.now,
      observe: observeWebhooks(log, metrics),
    }),
    staffApi: createApi({ queue, accounts, words, log, timeZone: config.timeZone, now: Date.now }),
    staffConsole,
    accounts,
    parts: [
      { name: 'engine', stop: () => engine.idle() },
      { name: 'teaching', stop: () => followed.stop() },
    ],
  };
}

/** `YYYY-MM-DD`, so many days ago. */
function dayBefore(days: number, timeZone: string): string {
  return wallClock(Date.now() - days * 24 * 60 * 60 * 1000, timeZone).date;
}

/** Tells who started the simulator where to look, and, on a first start, how to sign in. */
async function introduce(config: Config, accounts: ReturnType<typeof createAccounts>): Promise<void> {
  const lines = [`Chat     ${config.publicUrl}/simulator/`, `Console  ${config.publicUrl}/console/`];
  const known = await accounts.list();
  const admin = known.find(({ role, disabledAt }) => role === 'admin' && disabledAt === null);
  if (known.length === 0) {
    const added = await accounts.add({
      email: 'admin@example.go.th',
      role: 'admin',
      issuers: ['dga', 'parent', 'dla'],
    });
    if (added.ok) lines.push(`Sign in  ${added.account.email}  one-time password  ${added.oneTimePassword}`);
  } else if (admin)
    lines.push(
      `Sign in  ${admin.email}; a new password:  npm run --silent staff -- password ${admin.email}`,
      '         another account:  npm run --silent staff -- add EMAIL --role agent --issuer all',
    );
  else
    lines.push('Sign in  needs an account:  npm run --silent staff -- add EMAIL --role admin --issuer all');
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
