import { randomInt, randomUUID } from 'node:crypto';
import { newSaved, writeSaved } from '../../src/conversation/saved.ts';
import type { Vault } from '../../src/privacy/vault.ts';
import { fileRequest } from '../../src/requests/changes.ts';
import { sealChange } from '../../src/requests/record.ts';
import { newReference } from '../../src/requests/reference.ts';
import type { Store, TurnWrite } from '../../src/store/port.ts';

const atOnce = 100;
const dayMs = 24 * 60 * 60 * 1000;

/** Officers whom the store knows besides those of the load, as the assistant keeps them. */
export interface Crowd {
  /** Each consented, looked round the menu and went. */
  addConversations(count: number): Promise<void>;
  /** Each of as many officers filed a token request; the thread of a new request is empty. */
  addRequests(count: number): Promise<void>;
}

export function createCrowd(store: Store, vault: Vault): Crowd {
  const now = Date.now();
  const saved = {
    ...newSaved(),
    path: 'menu.usage',
    latestAt: now,
    context: { ...newSaved().context, consent: { notice: '2569-11-23', at: now } },
  };

  async function commitAll(count: number, write: (lineId: string) => TurnWrite): Promise<void> {
    for (let left = count; left > 0;) {
      const turns = Array.from({ length: Math.min(atOnce, left) }, () => write(randomUUID()));
      const results = await store.commit({ turns, settlements: [], lease: null });
      // Of so many new references some are taken; another officer files another.
      left -= results.filter((result) => result.ok).length;
    }
  }

  const empty = { at: now, eventIds: [], conversation: null, requests: [], outbox: [], consents: [] };
  return {
    addConversations: async (count) =>
      commitAll(count, (lineId) => {
        const officer = vault.officerKey(lineId);
        const sealed = vault.seal(writeSaved(saved), `conversation:${officer}`);
        return { ...empty, officer, conversation: { expected: 0, sealed } };
      }),
    addRequests: async (count) =>
      commitAll(count, (lineId) => {
        const officer = vault.officerKey(lineId);
        const nth = randomInt(1_000_000);
        const change = fileRequest(
          {
            ref: newReference(officer, randomInt),
            kind: 'token',
            officer,
            lineUserId: `U${'0'.repeat(32)}`,
            language: 'th',
            dueAt: now + (nth % 30) * dayMs,
            said: [],
            issuer: 'dla',
            agencyType: 'local',
            agencyName: `เทศบาลตำบลที่ ${nth}`,
            parentAgency: null,
            contact: {
              name: 'วิชัย มั่นคง',
              position: 'ปลัดเทศบาล',
              phone: '0 3819 3500',
              email: `clerk${nth}@example.go.th`,
            },
            hasDigitalId: true,
            sources: {},
          },
          { now, newId: randomUUID },
        );
        return { ...empty, officer, requests: [sealChange(vault, change)] };
      }),
  };
}
