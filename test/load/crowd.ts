import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { webhook } from '@line/bot-sdk';
import type { LinePlatform } from '../../src/simulator/platform.ts';
import type { WebhookDelivery } from '../../src/simulator/webhook-sender.ts';
import { waitFor } from '../support/wait.ts';
import type { Step } from './errands.ts';
import { stepsOf } from './errands.ts';

/** On a busy machine all takes its time: a start alone may take ten seconds. */
export const longMs = 300_000;

/** An officer and how far they have come. */
export interface Person {
  readonly userId: string;
  readonly steps: readonly Step[];
  done: number;
  /** Id of the text written last, unless it was taken back. */
  written: string | null;
}

export function crowdOf(platform: LinePlatform, size: number, stepCount: number): Person[] {
  return Array.from({ length: size }, (_, number) => ({
    userId: platform.addOfficer(`เจ้าหน้าที่ ${number}`).userId,
    steps: stepsOf(number, stepCount),
    done: 0,
    written: null,
  }));
}

export interface PlayOptions {
  /** Webhook addresses of the processes, whether or not they are up. */
  readonly doors: readonly string[];
  /** Webhooks under way at one time. */
  readonly players: number;
  /** Whether webhooks carry several events of several officers, and some arrive at two processes at once. */
  readonly tangled: boolean;
  /** Holds the crowd back where something else has to happen first, and counts. */
  readonly pace?: Pace;
  /** A delivery that was not acknowledged; LINE tries again. */
  readonly onRefused?: (delivery: WebhookDelivery) => void;
}

/** How far the crowd has come, and may go. */
export class Pace {
  /** Events acknowledged. */
  taken = 0;
  #allowed = 0;

  took(events: number): void {
    this.taken += events;
  }

  async turn(): Promise<void> {
    await waitFor(() => this.taken < this.#allowed, { timeoutMs: longMs, what: 'leave to go on' });
  }

  /** So many events more. The crowd is still at it when they are acknowledged. */
  async goOn(events: number): Promise<void> {
    const target = this.taken + events;
    this.#allowed = target + 10;
    await waitFor(() => this.taken >= target, { timeoutMs: longMs, what: `${target} events` });
  }

  /** To the end. */
  release(): void {
    this.#allowed = Number.POSITIVE_INFINITY;
  }
}

/**
 * Lets everybody do all that they have to do, side by side. What comes next of one officer is sent when what came
 * before was acknowledged: an event that overtakes another is a late one by its timestamp, and means something else.
 * LINE delivers again, to any door, until it gets its 200.
 */
export async function play(
  platform: LinePlatform,
  people: readonly Person[],
  options: PlayOptions,
): Promise<void> {
  const { doors, players, tangled, pace, onRefused } = options;
  const deliveries: Promise<void>[] = [];

  async function untilTaken(events: readonly webhook.Event[], first: number): Promise<void> {
    for (let nth = first; ; nth += 1) {
      platform.webhookUrl = doors[nth % doors.length] ?? '';
      const delivery = await platform.deliver(events, { isRedelivery: nth > first });
      if (delivery.status === 200) return;
      onRefused?.(delivery);
      await sleep(randomInt(20, 200));
    }
  }

  async function deliver(events: readonly webhook.Event[]): Promise<void> {
    const door = randomInt(doors.length);
    const copies = [untilTaken(events, door)];
    if (tangled && randomInt(5) === 0) copies.push(untilTaken(events, door + 1));
    deliveries.push(...copies);
    // A copy that lags behind may still arrive after what comes next.
    await Promise.race(copies);
    pace?.took(events.length);
  }

  async function player(own: readonly Person[]): Promise<void> {
    for (;;) {
      const busy = own.filter(({ done, steps }) => done < steps.length);
      if (busy.length === 0) return;
      await pace?.turn();
      const some = tangled ? sample(busy, randomInt(1, 4)) : busy.slice(0, 1);
      await deliver(
        some.flatMap((person) =>
          Array.from({ length: tangled && randomInt(3) === 0 ? 2 : 1 }, () =>
            nextOf(platform, person),
          ).flat(),
        ),
      );
    }
  }

  await Promise.all(
    Array.from({ length: players }, async (_, nth) =>
      player(people.filter((__, at) => at % players === nth)),
    ),
  );
  await Promise.all(deliveries);
}

/** The officer's next doing as LINE tells of it; none where nothing is left. */
function nextOf({ events }: LinePlatform, person: Person): webhook.Event[] {
  const step = person.steps[person.done];
  if (!step) return [];
  person.done += 1;
  switch (step.do) {
    case 'follow':
      return [events.follow(person.userId)];
    case 'sticker':
      return [events.sticker(person.userId, { packageId: '446', stickerId: '1988' })];
    case 'press':
      return [events.postback(person.userId, step.data)];
    case 'write': {
      const event = events.text(person.userId, step.text);
      person.written = event.message.id;
      return [event];
    }
    case 'unsend': {
      const { written } = person;
      person.written = null;
      return written === null ? [] : [events.unsend(person.userId, written)];
    }
  }
}

function sample<Item>(items: readonly Item[], count: number): Item[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(randomInt(left.length), 1),
  ).flat();
}
