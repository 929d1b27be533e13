import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Console } from '../../src/console/console.ts';
import { createConsole } from '../../src/console/console.ts';
import { createLog } from '../../src/base/log.ts';
import type { ProviderSettings } from '../../src/console/provider.ts';
import type { Clock } from '../../src/requests/request.ts';
import type { Actor } from '../../src/requests/scope.ts';
import type { Taught } from '../../src/understanding/understand.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { loadFaq } from '../../src/understanding/tables.ts';
import { goldenChanges, goldenQuestions, outcomeOf } from '../../src/learning/golden.ts';
import type { Preview } from '../../src/learning/preview-worker.ts';
import { createReview } from '../../src/learning/review.ts';
import { followTeaching } from '../../src/learning/taught-understanding.ts';
import { createTeaching } from '../../src/learning/teaching.ts';
import { readAgency } from '../support/agency-readers.ts';
import { createAccounts } from '../../src/staff/accounts.ts';
import { hashPassword } from '../../src/staff/password.ts';
import type { Accounts } from '../../src/staff/accounts.ts';
import { loadWords } from '../../src/base/words.ts';
import type { Desk } from '../requests/desk.ts';
import { openDesk } from '../requests/desk.ts';

export const words = loadWords();

/** The password of every account that `addStaff` makes. */
export const password = 'ข้าวเหนียวมะม่วง 35';
/** Hashing is slow by design: once for all. */
const hashed = hashPassword(password);

const untaught = createUnderstanding({ readAgency });
const table = loadFaq();

/** As `previewLesson` does in its thread, with the golden questions on one matter alone: pages are tested here. */
async function previewHere({ lesson }: { lesson: Taught }): Promise<Preview> {
  const questions = goldenQuestions(table).filter(({ right }) => right.includes('token-request'));
  const taught = createUnderstanding({ readAgency, taught: [lesson] });
  return {
    before: outcomeOf(untaught(lesson.phrase)),
    after: outcomeOf(taught(lesson.phrase)),
    changes: goldenChanges(questions, untaught, taught),
    asked: questions.length,
  };
}

/** A contact center at work: the console over real HTTP, on a real store, with officers to file. */
export interface House {
  readonly desk: Desk;
  readonly accounts: Accounts;
  readonly console: Console;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Lines that the console logged. */
  readonly logged: string[];
  /** Accounts that sign in with `password`. */
  addStaff(...actors: readonly Actor[]): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly publicUrl?: string;
  /** Staff sign in through this provider. */
  readonly oidc?: ProviderSettings;
  readonly callsAMinute?: { readonly reads: number; readonly writes: number };
  /** A file, for a store that something else reaches too. */
  readonly path?: string;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const desk = await openDesk(options.path);
  const clock = (): Clock => ({ now: desk.time.now, newId: () => crypto.randomUUID() });
  const accounts = createAccounts(desk.store, () => desk.time.now);
  const logged: string[] = [];
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { store, vault } = desk;
  const followed = await followTeaching({
    store,
    vault,
    learn: (taught) => (taught.length === 0 ? untaught : createUnderstanding({ readAgency, taught })),
    onFailure: () => {},
  });
  const review = createReview({
    store,
    vault,
    teaching: createTeaching({ store, vault, now: () => desk.time.now }),
    followed,
    preview: previewHere,
  });
  const console = createConsole({
    queue: desk.queue,
    review,
    accounts,
    store: desk.store,
    words,
    publicUrl: options.publicUrl ?? origin,
    timeZone: 'Asia/Bangkok',
    clock,
    oidc: options.oidc ?? null,
    ...(options.callsAMinute && { callsAMinute: options.callsAMinute }),
    log: createLog({ level: 'trace', stream: { write: (line: string) => void logged.push(line) } }),
  });
  app.use('/console', console.router);

  return {
    desk,
    accounts,
    console,
    origin,
    logged,
    async addStaff(...actors) {
      const passwordHash = await hashed;
      for (const actor of actors)
        await desk.store.saveStaff({
          ...actor,
          passwordHash,
          mustChangePassword: false,
          createdAt: desk.time.now,
          disabledAt: null,
        });
    },
    async close() {
      followed.stop();
      console.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await desk.close();
    },
  };
}
