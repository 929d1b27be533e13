import { damm } from 'cdigit';
import { expect } from 'vitest';
import type { MediaKind } from '../../flows/events.ts';
import type { Inbound, OfficerEvent } from '../../src/conversation/inbound.ts';
import type { Saved } from '../../src/conversation/saved.ts';
import { newSaved, readSaved, settled, writeSaved } from '../../src/conversation/saved.ts';
import type { Turn } from '../../src/conversation/turn.ts';
import type { Known, TurnParts } from '../../src/conversation/turn-state.ts';
import { decide, needsThreads } from '../../src/conversation/turn.ts';
import type { ServiceRequest, ThreadEntry } from '../../src/requests/request.ts';
import type { ConsentRecord } from '../../src/store/port.ts';
import { hour, minute, monday, understand, words } from './officer.ts';

const officer = 'officer-key';
const lineUserId = 'U00000000000000000000000000000001';

/** Ids and references in a fixed order, so that the same turn decided again is the same in every part. */
export function turnParts(from = 0): TurnParts {
  let count = from;
  return {
    words,
    understand,
    notice: '2569-11',
    contactHours: null,
    dueAt: (now) => now + 48 * hour,
    tellDue: false,
    newRef: () => damm.generate(`12${String((count += 1)).padStart(6, '0')}`),
    newId: () => `id-${String((count += 1))}`,
  };
}

/** What one officer did and had decided so far: pure turns, with a store of their own in memory. */
export function aLife(start: Partial<{ saved: Saved; now: number; complete: TurnParts['complete'] }> = {}) {
  let now = start.now ?? monday;
  let saved = start.saved ?? newSaved();
  let count = 0;
  let turns = 0;
  const requests = new Map<string, ServiceRequest>();
  const threads = new Map<string, ThreadEntry[]>();
  const consents: ConsentRecord[] = [];

  const known = (): Known => ({
    officer,
    saved,
    requests: [...requests.values()].toReversed(),
    threads,
  });

  function keep(turn: Turn): void {
    // As the store gives it back the next time.
    saved = readSaved(JSON.parse(JSON.stringify(writeSaved(turn.saved))));
    for (const { after, thread } of turn.changes) {
      requests.set(after.ref, after);
      const entries = new Map((threads.get(after.ref) ?? []).map((entry) => [entry.id, entry]));
      for (const entry of thread) entries.set(entry.id, entry);
      threads.set(after.ref, [...entries.values()]);
    }
    // What is remembered between turns, instead of asking the store, is what the store would give.
    expect(settled(turn.saved)).toEqual(saved);
    expect(turn.requests).toEqual(known().requests);
    consents.push(...turn.consents);
  }

  const life = {
    known,
    now: () => now,
    saved: () => saved,
    consents,
    request: (ref: string) => requests.get(ref),
    requests: () => [...requests.values()],
    /** Staff wrote, closed, … what the test says. */
    setRequest(ref: string, over: Partial<ServiceRequest>) {
      const request = requests.get(ref);
      if (request) requests.set(ref, { ...request, ...over });
    },
    thread: (ref: string) => threads.get(ref) ?? [],
    pass(ms: number) {
      now += ms;
    },
    event(inbound: Inbound, at = (now += minute)): OfficerEvent {
      count += 1;
      return {
        id: `event-${count}`,
        at,
        receivedAt: now,
        from: lineUserId,
        replyToken: `reply-${count}`,
        inbound,
      };
    },
    text: (text: string, messageId = `m-${(count += 1)}`): Inbound => ({ kind: 'text', text, messageId }),

    /** One turn of several events. */
    take(...events: OfficerEvent[]): Turn {
      turns += 1;
      const turn = decide(known(), events, now, { ...turnParts(turns * 100), complete: start.complete });
      if (turn === needsThreads) throw new Error('a turn asks for threads that it was given');
      keep(turn);
      return turn;
    },
    put: (inbound: Inbound, at?: number): string[] => saysOf(life.take(life.event(inbound, at))),
    say: (text: string, messageId?: string): string[] => life.put(life.text(text, messageId)),
    sayAt: (at: number, text: string): string[] => life.put(life.text(text), at),
    press: (action: string): string[] => life.put({ kind: 'button', action }),
    send: (media: MediaKind): string[] => life.put({ kind: 'media', media }),
    unsend: (messageId: string): string[] => life.put({ kind: 'unsend', messageId }),
    /** Everything remembered and filed, as one text to search. */
    everything: (): string =>
      JSON.stringify([writeSaved(saved), [...requests.values()], [...threads.values()], consents]),
  };
  return life;
}

export type Life = ReturnType<typeof aLife>;

/** What was said, by name, in order. */
export const saysOf = (turn: Turn): string[] =>
  turn.answers.flatMap(({ prompts }) => prompts.map(({ prompt }) => prompt.say));

/** Consent given, at the menu for questions. */
export function atUsage(): Life {
  const life = aLife();
  life.say('1932');
  return life;
}

/** In the form of an agency under DGA, at the question for the name. */
export function inForm(): Life {
  const life = atUsage();
  life.press('request-new');
  life.press('type:central-government');
  life.say('กรมชลประทาน', 'm-agency');
  return life;
}

/** The whole form filled in, before it is filed. */
export function atReview(): Life {
  const life = inForm();
  life.say('สมหญิง ใจดี', 'm-name');
  life.say('นักวิชาการคอมพิวเตอร์', 'm-position');
  life.say('0 2221 0151', 'm-phone');
  life.say('somying@rid.go.th', 'm-email');
  life.press('fill:hasDigitalId:yes');
  return life;
}

/** A token request filed; `ref` is its reference. */
export function filed(): { life: Life; ref: string } {
  const life = atReview();
  life.press('submit');
  const [request] = life.requests();
  if (!request) throw new Error('nothing was filed');
  return { life, ref: request.ref };
}

/** A question with staff; `ref` is its reference. */
export function asked(): { life: Life; ref: string } {
  const life = atUsage();
  life.say('หน้าจอค้างทุกเครื่องเลย', 'm-said');
  life.say('0');
  life.press('skip');
  const [request] = life.requests();
  if (!request) throw new Error('nothing was filed');
  return { life, ref: request.ref };
}

/** A question that somebody has claimed: what the officer types is for them. */
export function claimed(): { life: Life; ref: string } {
  const { life, ref } = asked();
  life.setRequest(ref, { status: 'claimed', claimedAt: life.now() });
  return { life, ref };
}
