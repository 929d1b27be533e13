import type { Language } from '../../flows/domain.ts';
import type { Prompt } from '../../flows/prompts/prompt.ts';
import type { Understanding } from '../../flows/understanding.ts';
import { createEngine } from '../../src/conversation/engine.ts';
import { lapsedAnswers } from '../../src/conversation/lapsed.ts';
import { loadFaq } from '../../src/understanding/tables.ts';
import type { Inbound, OfficerEvent } from '../../src/conversation/inbound.ts';
import { labelOf } from '../../src/conversation/readers/labels.ts';
import { openOutgoing } from '../../src/delivery/outgoing.ts';
import { createRenderer } from '../../src/line/render.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { agenciesIn } from './agency-readers.ts';
import type { AgencyCompletion } from '../../src/routing/completion.ts';
import { createQueue } from '../../src/requests/create-queue.ts';
import { newReference } from '../../src/requests/reference.ts';
import { defaultSla, dueTime } from '../../src/calendar/sla.ts';
import { sealAgain, sealOutgoing } from '../../src/delivery/outgoing.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { OutboxEntry, Settlement, StaffAccount, Store } from '../../src/store/port.ts';
import { loadWords } from '../../src/base/words.ts';

/** Something the assistant sent to an officer. */
export interface Sent {
  readonly to: string;
  readonly via: 'reply' | 'push';
  /** What was said, by name, with the values that matter. */
  readonly says: readonly Prompt[];
  /** In which language each was said. */
  readonly languages: readonly Language[];
  readonly messages: readonly { readonly type: string; readonly [field: string]: unknown }[];
}

export interface ChatOptions {
  readonly understand: (text: string) => Understanding;
  /** The operator's list of agencies. */
  readonly complete?: AgencyCompletion | undefined;
  /** Epoch ms at which the chat starts. */
  readonly startsAt?: number;
  readonly tellDue?: boolean;
  readonly contactHours?: string | null;
}

/** Two working days; a Monday morning in Bangkok. */
const monday = Date.UTC(2026, 10, 23, 2, 0);
const words = loadWords();

/**
 * The assistant without HTTP: real engine, real store, real queue, and a clock the test holds. What is sent
 * is kept in order. Every officer event is delivered twice; the second time must have no effect.
 */
export function startChat(options: ChatOptions) {
  let now = options.startsAt ?? monday;
  let count = 0;
  let filed = 0;
  const newId = () => `00000000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;
  const store: Store = openSqliteStore({ path: ':memory:' });
  // Fixed keys: the same officer gets the same shard, so that references stay as a transcript has them.
  const vault = new Vault([{ id: 'test', secret: Buffer.alloc(32, 7) }], Buffer.alloc(32, 9));
  const renderer = createRenderer({ words, chatLink: () => 'https://line.me/R/ti/p/@dga' });

  const sent: Sent[] = [];
  const deliver = (entries: readonly OutboxEntry[]) => {
    for (const entry of entries) {
      const outgoing = openOutgoing(vault, entry);
      sent.push({
        to: outgoing.to,
        via: outgoing.replyToken ? 'reply' : 'push',
        says: outgoing.said.map(({ prompt }) => prompt),
        languages: outgoing.said.map(({ language }) => language),
        messages: renderer.render(outgoing.said),
      });
      const { ref, entry: written } = outgoing;
      const told = ref && written ? { told: { ref, entry: written, lineId: `sent-${sent.length}` } } : {};
      settlements.push({ id: entry.id, lane: entry.lane, outcome: 'sent', ...told });
    }
  };
  const settlements: Settlement[] = [];
  const commitTurn: Parameters<typeof createEngine>[0]['commitTurn'] = async (turn) => {
    const [result] = await store.commit({
      turns: [turn],
      settlements: settlements.splice(0),
      lease: { worker: 'test', until: now + 60_000 },
    });
    if (!result) throw new Error('a commit of one turn gave no result');
    if (result.ok) filed += turn.requests.filter(({ expected }) => expected === 0).length;
    return result;
  };
  const engine = createEngine({
    store,
    vault,
    commitTurn,
    deliver,
    words,
    understand: options.understand,
    complete: options.complete,
    agenciesIn,
    lapsed: lapsedAnswers(loadFaq().entries, 'Asia/Bangkok'),
    notice: '2569-11',
    contactHours: options.contactHours ?? null,
    dueAt: (at) => dueTime(at, defaultSla),
    tellDue: options.tellDue ?? false,
    // The same for the same number of filings, whatever else was said.
    newRef: (officer) => newReference(officer, (max) => (filed * 7919 + 17) % max),
    newId,
    clock: () => now,
    observe: () => {},
  });
  const staff: StaffAccount = {
    email: 'somsri@dga.or.th',
    role: 'agent',
    issuers: ['dga', 'parent', 'dla'],
    passwordHash: null,
    mustChangePassword: false,
    createdAt: now,
    disabledAt: null,
  };
  const queue = createQueue({
    store,
    vault,
    clock: () => ({ now, newId }),
    commit: commitTurn,
    deliver,
    notify: (push) => sealOutgoing(vault, { ...push, id: newId(), replyToken: null, replyTokenAt: null }),
    again: (letter) => sealAgain(vault, letter, newId()),
    sla: defaultSla,
  });

  /** Delivers an event twice, as LINE may. */
  async function arrive(event: OfficerEvent): Promise<void> {
    // What was sent is known to be sent, with LINE's ids, before the officer answers it.
    await store.commit({
      turns: [],
      settlements: settlements.splice(0),
      lease: { worker: 'test', until: now + 60_000 },
    });
    await engine.handle([event]);
    const before = sent.length;
    await engine.handle([event]);
    if (sent.length !== before) throw new Error('an event delivered twice was answered twice');
  }

  return {
    store,
    vault,
    queue,
    staff,
    sent,
    engine,
    now: () => now,
    advance(ms: number) {
      now += ms;
    },
    newEvent(inbound: Inbound, from = 'Uofficer'): OfficerEvent {
      now += 1000;
      const id = newId();
      return {
        id,
        at: now,
        receivedAt: now,
        from,
        replyToken: inbound.kind === 'unsend' || inbound.kind === 'unfollow' ? null : `reply-${id}`,
        inbound,
      };
    },
    /** What one event is answered with. */
    async put(inbound: Inbound, from = 'Uofficer'): Promise<Sent[]> {
      const before = sent.length;
      await arrive(this.newEvent(inbound, from));
      return sent.slice(before);
    },
    async say(text: string, from = 'Uofficer'): Promise<Sent[]> {
      count += 1;
      return this.put({ kind: 'text', text, messageId: `m${count}` }, from);
    },
    async press(action: string, from = 'Uofficer'): Promise<Sent[]> {
      return this.put({ kind: 'button', action }, from);
    },
    /** The action of the button that shows `label` in what was sent last, in Thai or English. */
    actionOf(label: string): string {
      for (const { says } of sent.toReversed())
        for (const choice of says.flatMap((prompt) => prompt.choices ?? []))
          if (labelOf(choice, 'th', words) === label || labelOf(choice, 'en', words) === label)
            return choice.action;
      throw new Error(`nothing sent offers "${label}"`);
    },
    close: () => store.close(),
  };
}

export type Chat = ReturnType<typeof startChat>;
