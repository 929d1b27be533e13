import { randomInt, randomUUID as newId } from 'node:crypto';
import { createApi } from '../api/router.ts';
import { createConsole } from '../console/console.ts';
import type { EngineParts } from '../conversation/engine-parts.ts';
import { createEngine } from '../conversation/engine.ts';
import { lapsedAnswers } from '../conversation/lapsed.ts';
import type { Delivery } from '../delivery/outbox.ts';
import { sealAgain, sealOutgoing } from '../delivery/outgoing.ts';
import { previewLesson } from '../learning/preview.ts';
import { createReview } from '../learning/review.ts';
import { followTeaching } from '../learning/taught-understanding.ts';
import { createTeaching } from '../learning/teaching.ts';
import { createWebhook } from '../line/webhook.ts';
import { observeTurns, observeUnreadable, observeWebhooks } from '../ops/observe.ts';
import { createQueue } from '../requests/create-queue.ts';
import { newReference } from '../requests/reference.ts';
import type { SlaPolicy } from '../calendar/sla.ts';
import { dueTime } from '../calendar/sla.ts';
import { createAgencyReaders } from '../routing/agency.ts';
import type { AgencyEntry } from '../routing/agency-list.ts';
import { createAgencyCompletion } from '../routing/completion.ts';
import { createAccounts } from '../staff/accounts.ts';
import { gatherLoads } from '../store/group-load.ts';
import { loadLearned } from '../understanding/learned-store.ts';
import { createUnderstanding } from '../understanding/understand.ts';
import type { Shared } from './shared.ts';
import { consentNotice } from './consent-notice.ts';
import { readOwnAgencies } from './own-agencies.ts';
import { slaPolicy } from './sla.ts';

/**
 * The role `web`: takes what officers and staff do.
 * @param deliver see `Delivery`.
 */
export async function openWeb(shared: Shared, deliver: Delivery['deliver']) {
  const { config, log, words, metrics, line, store } = shared;
  const agencies = readOwnAgencies(config.agencyList);
  const readers = createAgencyReaders(agencies);
  const sla = slaPolicy(config, Date.now());
  const followed = await followTeaching({
    store,
    vault: shared.vault,
    learn: (taught) => createUnderstanding({ readAgency: readers.readAgency, taught }),
    onFailure: (error) => log.warn('what was taught could not be read', { error }),
  });
  // What is built on first use is built now: the first officer waits no longer than the others.
  followed.understand('');
  const engine = openEngine(shared, {
    deliver,
    complete: agencies.length > 0 ? createAgencyCompletion(agencies) : undefined,
    agenciesIn: readers.agenciesIn,
    understand: (text) => followed.understand(text),
    dueAt: (now) => dueTime(now, sla),
  });
  const queue = openQueue(shared, deliver, sla);
  const accounts = createAccounts(store, Date.now, config.apiTokenDays);
  const review = openReview(shared, followed, agencies);
  const staffConsole = createConsole({
    queue,
    review,
    accounts,
    store,
    words,
    publicUrl: config.publicUrl,
    timeZone: config.timeZone,
    clock,
    log,
    oidc: config.oidc,
  });

  return {
    webhook: createWebhook({
      channelSecrets: line.channelSecrets,
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

const clock = () => ({ now: Date.now(), newId });

/** The conversation with officers. */
function openEngine(
  { config, log, words, store, vault, metrics, commits }: Shared,
  given: Pick<EngineParts, 'deliver' | 'complete' | 'agenciesIn' | 'understand' | 'dueAt'>,
) {
  return createEngine({
    ...given,
    store: {
      load: gatherLoads(store),
      requestsOf: (officer) => store.requestsOf(officer),
      readThread: (ref) => store.readThread(ref),
    },
    vault,
    commitTurn: (turn) => commits.commit(turn),
    words,
    lapsed: lapsedAnswers(loadLearned().entries, config.timeZone),
    notice: consentNotice,
    timeZone: config.timeZone,
    contactHours: config.contactHours,
    tellDue: config.sla.tellOfficer,
    workingDays: config.sla.workingDays,
    reopenDays: config.reopenDays,
    newRef: (officer) => newReference(officer, randomInt),
    newId,
    clock: Date.now,
    observe: observeTurns(log, metrics),
    onUnreadable: observeUnreadable(log),
  });
}

/** The staff's moves on requests. */
function openQueue({ store, vault, commits }: Shared, deliver: Delivery['deliver'], sla: SlaPolicy) {
  return createQueue({
    store,
    vault,
    clock,
    commit: (turn) => commits.commit(turn),
    deliver,
    notify: (push) => sealOutgoing(vault, { ...push, id: newId(), replyToken: null, replyTokenAt: null }),
    again: (letter) => sealAgain(vault, letter, newId()),
    sla,
  });
}

/** The supervisors' page of unresolved questions. */
function openReview(
  { store, vault }: Shared,
  followed: Awaited<ReturnType<typeof followTeaching>>,
  agencies: readonly AgencyEntry[],
) {
  return createReview({
    store,
    vault,
    teaching: createTeaching({ store, vault, now: Date.now }),
    followed,
    preview: (task) => previewLesson({ ...task, agencies }),
  });
}
