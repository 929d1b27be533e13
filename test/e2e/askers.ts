import { newReference } from '../../src/requests/reference.ts';
import type { WebhookDelivery } from '../../src/simulator/webhook-sender.ts';
import { waitFor } from '../support/wait.ts';
import type { Installation } from './installation.ts';
import { referenceIn, textOf } from './installation.ts';

/** For a start on a busy machine, and what was left to send. */
export const recoveryMs = 45_000;

/** LINE with redelivery on: the same event again until it is taken. */
export async function deliverUntilTaken(house: Installation, first: Promise<WebhookDelivery>): Promise<void> {
  let delivery = await first;
  const until = performance.now() + recoveryMs;
  while (delivery.status !== 200) {
    if (performance.now() > until) throw new Error(`webhook never taken, at last ${delivery.status}`);
    await waitFor(async () => (await fetch(`${house.app.url}/readyz`)).ok, {
      timeoutMs: recoveryMs,
      what: 'the assistant to be ready again',
    });
    delivery = await house.platform.redeliver(delivery);
  }
}

/**
 * An officer whose answers tell which text each of them answers: asked for a reference that is not theirs, the
 * assistant says so and names it.
 */
export function asker(house: Installation, name: string) {
  const { userId } = house.platform.addOfficer(name);
  const asked: string[] = [];
  const taken: string[] = [];
  return {
    asked,
    /** Those that the webhook answered with 200. */
    taken,
    async ask(): Promise<void> {
      const ref = newReference(name, () => asked.length);
      asked.push(ref);
      await deliverUntilTaken(house, house.platform.sendText(userId, ref));
      taken.push(ref);
    },
    /** References named in what came back, in order. */
    answered: (): string[] =>
      house.platform.accepted
        .filter(({ to }) => to === userId)
        .flatMap(({ messages }) => messages.map(textOf))
        .map(referenceIn)
        .filter((ref) => ref !== ''),
  };
}
