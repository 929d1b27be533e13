import { goesOn } from '../../flows/actions.ts';
import { ask } from '../../flows/asks.ts';
import type { Draft, Reading } from '../../flows/context.ts';
import type { Intent, Language } from '../../flows/domain.ts';
import { intents } from '../../flows/domain.ts';
import type { Effect, Facts, FlowEvent, Happening, RequestSummary } from '../../flows/events.ts';
import type { Prompt, Said } from '../../flows/prompts.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { Masked } from '../privacy/masking.ts';
import { mask } from '../privacy/masking.ts';
import type { FilledForm } from '../requests/changes.ts';
import {
  addOfficerMessage,
  emptyForm,
  eraseRequest,
  fileRequest,
  joinRequest,
  setBlocked,
  unsendMessage,
  withdrawRequest,
} from '../requests/changes.ts';
import type { UnclearMessage } from '../learning/unclear.ts';
import type { Clock, RequestChange, ServiceRequest, ThreadEntry } from '../requests/request.ts';
import { issuerOf } from '../routing/issuer.ts';
import type { ConsentRecord, OfficerKey, Tally } from '../store/port.ts';
import type { Inbound, OfficerEvent } from './inbound.ts';
import type { Knowledge } from './interpret.ts';
import { interpret, typedChoice } from './interpret.ts';
import type { Saved } from './saved.ts';
import { step } from './step.ts';

/** What is known when a turn is decided. */
export interface Known {
  readonly officer: OfficerKey;
  readonly saved: Saved;
  /** Newest first. */
  readonly requests: readonly ServiceRequest[];
  /** Threads of those requests, which then are all there are; null until a decision needs them. */
  readonly threads: ReadonlyMap<string, readonly ThreadEntry[]> | null;
  /** Requests that no data key opens, told with the threads: they can be erased, and nothing else. */
  readonly unreadable?: readonly ServiceRequest[];
}

/** What the operator decided, and what is random or tells the time. */
export interface TurnParts extends Knowledge {
  /** Version of the consent notice in force. */
  readonly notice: string;
  readonly contactHours: string | null;
  /** When a request filed at `now` is due. */
  readonly dueAt: (now: number) => number;
  /** Whether officers may be told so. */
  readonly tellDue: boolean;
  /** Answers that speak of a date which has passed by `now`. */
  readonly lapsed?: (now: number) => NonNullable<Facts['lapsed']>;
  readonly newRef: (officer: OfficerKey) => string;
  readonly newId: () => string;
}

/** What is said in answer to one event, in the language it is said in. */
export interface Answer {
  readonly event: OfficerEvent;
  readonly prompts: readonly Said[];
}

export interface Turn {
  readonly saved: Saved;
  /** As they are afterwards, newest first. */
  readonly requests: readonly ServiceRequest[];
  readonly answers: readonly Answer[];
  readonly changes: readonly RequestChange[];
  readonly consents: readonly ConsentRecord[];
  /** Texts that were not understood. */
  readonly unclear: readonly UnclearMessage[];
  /** Ids of messages whose texts have to go, should they be kept as not understood. */
  readonly unclearGone: readonly string[];
  /** What could not be delivered to the officer has to go. */
  readonly deadLettersGone: boolean;
  readonly tallies: readonly Omit<Tally, 'day'>[];
  /** How the texts were understood that had to be. */
  readonly understood: readonly Understood[];
}

export type Understood = Pick<Understanding, 'outcome' | 'intent'>;

/** The decision rewrites threads, which were not loaded: load every request with its thread, and decide again. */
export const needsThreads = Symbol('needs threads');

/** Texts kept for the thread of a question, should the officer ask for a person. */
const saidKept = 5;
const unsentKept = 20;
/** What is pressed within this time is about the last question. */
const soonMs = 15 * 60 * 1000;
/** A group is told again after a day. */
const tellAgainMs = 24 * 60 * 60 * 1000;

/**
 * Decides one officer's events, one after another: what is said, what changes, what is remembered. Pure: no
 * I/O, no clock; the same input gives the same turn.
 * @param events in the order of their timestamps.
 */
export function decide(
  known: Known,
  events: readonly OfficerEvent[],
  now: number,
  parts: TurnParts,
): Turn | typeof needsThreads {
  const deciding = decideInStages(known, events, now, parts);
  for (;;) {
    const { done, value } = deciding.next();
    if (done) return value;
  }
}

/** As `decide`; rests between what an event means and what follows from it, for those who decide many turns. */
export function* decideInStages(
  known: Known,
  events: readonly OfficerEvent[],
  now: number,
  parts: TurnParts,
): Generator<undefined, Turn | typeof needsThreads, undefined> {
  const work = new Work(known, now, parts);
  const answers: Answer[] = [];
  for (const [nth, event] of events.entries()) {
    if (nth > 0) yield;
    const heard = work.hear(event);
    yield;
    const prompts = work.answer(event, heard);
    if (prompts === needsThreads) return needsThreads;
    if (prompts.length > 0) answers.push({ event, prompts });
  }
  return {
    saved: work.saved,
    requests: work.requests(),
    answers,
    changes: work.changes(),
    consents: work.consents,
    unclear: [...work.unclear.values()],
    unclearGone: [...work.unclearGone],
    deadLettersGone: work.deadLettersGone,
    tallies: work.tallies,
    understood: work.understood,
  };
}

/** What a text or a press of a button means where the conversation stands. */
interface Heard {
  /** As it may be kept. */
  readonly safe: Inbound;
  readonly happenings: readonly Happening[];
  /** It came after later events were applied. */
  readonly late: boolean;
  /** Path of the state that it was read in. */
  readonly path: string;
  /** The button that was pressed, or whose label was typed. */
  readonly chosen: string | null;
  /** The language that an aside was in before. */
  readonly aside: Language | null;
}

/** The state of a turn while its events are applied. */
class Work {
  saved: Saved;
  readonly consents: ConsentRecord[] = [];
  /** By message id. */
  readonly unclear = new Map<string, UnclearMessage>();
  readonly unclearGone = new Set<string>();
  deadLettersGone = false;
  readonly tallies: Omit<Tally, 'day'>[] = [];
  readonly understood: Understood[] = [];
  readonly #officer: OfficerKey;
  readonly #now: number;
  readonly #parts: TurnParts;
  readonly #knowledge: Knowledge;
  readonly #threads: Known['threads'];
  readonly #unreadable: readonly ServiceRequest[];
  readonly #lapsed: NonNullable<Facts['lapsed']>;
  /** As they are by now, newest first. */
  #requests: ServiceRequest[];
  readonly #changes = new Map<string, RequestChange>();
  /** The reference that the next new request gets. */
  #newRef: string | null = null;
  #threadsMissing = false;

  constructor(known: Known, now: number, parts: TurnParts) {
    this.saved = known.saved;
    this.#officer = known.officer;
    this.#requests = [...known.requests];
    this.#threads = known.threads;
    this.#unreadable = known.unreadable ?? [];
    this.#now = now;
    this.#parts = parts;
    const understand = (text: string): Understanding => {
      const understanding = parts.understand(text);
      const { outcome, intent } = understanding;
      this.understood.push({ outcome, intent });
      return understanding;
    };
    this.#knowledge = { understand, words: parts.words, complete: parts.complete };
    this.#lapsed = parts.lapsed?.(now) ?? {};
  }

  /** As the store has them afterwards: whatever a turn changes of a request is one step of its version. */
  requests(): readonly ServiceRequest[] {
    const now = this.#requests.map((request) => this.#changes.get(request.ref)?.after ?? request);
    const erased = this.#unreadable.flatMap(({ ref }) => this.#changes.get(ref)?.after ?? []);
    return erased.length === 0 ? now : [...now, ...erased].sort((a, b) => b.createdAt - a.createdAt);
  }

  changes(): RequestChange[] {
    return [...this.#changes.values()];
  }

  /** What a message means; null for whatever else happens. It is masked before anything else sees it. */
  hear({ inbound, at }: OfficerEvent): Heard | null {
    if (inbound.kind !== 'text' && inbound.kind !== 'button' && inbound.kind !== 'media') return null;
    if (inbound.kind === 'text' && this.saved.unsent.includes(inbound.messageId)) return null;
    const late = this.#isLate(at);
    // Writing shows that the account is not blocked any more, whatever order the events came in.
    if (!late) this.#setBlocked(false);
    const masked = inbound.kind === 'text' ? mask(inbound.text) : { text: '', found: [] as Masked[] };
    const safe: Inbound = inbound.kind === 'text' ? { ...inbound, text: masked.text } : inbound;
    const { aside } = this.saved.context;
    // What does not go on with the question that was answered in another language ends that.
    if (!(inbound.kind === 'button' && goesOn(inbound.action))) this.#setAside(null);
    // What is late was not meant for the question that is asked now.
    const path = late ? lateAt : this.saved.path;
    const pauseMs = at - this.saved.latestAt;
    const view = { path, context: this.saved.context, facts: this.#facts(), pauseMs };
    const happenings = interpret(safe, masked.found, view, this.#knowledge);
    const chosen =
      safe.kind === 'button'
        ? safe.action
        : safe.kind === 'text'
          ? typedChoice(safe.text, view, this.#parts)
          : null;
    return { safe, happenings, late, path, chosen, aside };
  }

  /** @param heard what `hear` made of this very event. */
  answer(event: OfficerEvent, heard: Heard | null): Said[] | typeof needsThreads {
    const sayings = heard ? this.#goOn(event, heard) : this.#react(event, event.inbound);
    this.saved = consentOnly({ ...this.saved, latestAt: Math.max(this.saved.latestAt, event.at) });
    return this.#threadsMissing ? needsThreads : sayings;
  }

  #isLate(at: number): boolean {
    return at < this.saved.latestAt;
  }

  #react(event: OfficerEvent, inbound: Inbound): Said[] {
    const late = this.#isLate(event.at);
    switch (inbound.kind) {
      case 'unsend':
        this.#unsend(inbound.messageId);
        return [];
      case 'unfollow':
        if (!late) this.#setBlocked(true);
        return [];
      case 'group':
        return this.#tellGroup(event, inbound.addressed);
      case 'follow':
        if (late) return [];
        this.#setBlocked(false);
        return this.#flow(event, [{ type: 'follow' }]);
      case 'text':
      case 'button':
      case 'media':
        return [];
    }
  }

  #goOn(event: OfficerEvent, { safe, happenings, late, path, chosen, aside }: Heard): Said[] {
    if (safe.kind === 'text') this.#noteUnclear(safe, happenings, path);
    if (chosen) this.#noteChoice(chosen, event.at);
    const sayings = late ? this.#hearLate(event, happenings) : this.#flow(event, happenings);
    if (late) this.#setAside(aside);
    if (safe.kind === 'text' && happenings.some(isSpoken))
      this.#remember(safe.text, safe.messageId, event.at);
    return sayings;
  }

  #setAside(aside: Language | null): void {
    const { context } = this.saved;
    if (context.aside !== aside) this.saved = { ...this.saved, context: { ...context, aside } };
  }

  /**
   * What arrives after later events were applied: a question is answered and a text for staff reaches them;
   * keys and answers to the form belong to a moment that has passed, and the officer is told so.
   */
  #hearLate(event: OfficerEvent, happenings: readonly Happening[]): Said[] {
    const harmless = happenings.filter(({ type }) => harmlessLate.has(type));
    if (harmless.some(({ type }) => type !== 'aside')) return this.#flow(event, harmless);
    const { language } = this.saved.context;
    return [{ prompt: { say: 'late' }, language }, ...this.#flow(event, [{ type: 'repeat' }])];
  }

  /** Puts events to the flow. The last step answers for all: keys typed ahead are answered once. */
  #flow(event: OfficerEvent, happenings: readonly Happening[]): Said[] {
    let sayings: Said[] = [];
    for (const happening of happenings) {
      const { said, asked, wrongKey } = this.#step(event, happening);
      sayings = [...sayings.filter(isLasting), ...said, ...asked];
      if (wrongKey) break;
    }
    return sayings;
  }

  #step(event: OfficerEvent, happening: Happening): { said: Said[]; asked: Said[]; wrongKey: boolean } {
    const facts = this.#facts();
    const flowEvent: FlowEvent = { ...happening, facts };
    const wasInForm = isInForm(this.saved);
    const { path, context, actions } = step(this.saved, flowEvent);
    this.saved = { ...this.saved, path, context };
    const { language, aside } = context;
    // A question in the middle of the form is answered in its own language, the form goes on in the chosen one.
    const isAskedAgain = wasInForm && isInForm(this.saved);

    const said: Said[] = [];
    let asks = false;
    for (const action of actions) {
      if (action.type === 'ask') asks = true;
      else if (action.type === 'say') {
        const prompt = action.params as Prompt;
        if (prompt.say !== '') said.push({ prompt, language: aside ?? language });
      } else if (action.type === 'effect') this.#effect(action.params as Effect, event, facts);
    }
    const asked = asks
      ? ask(this.saved.path, this.saved.context, this.#facts(facts)).map((prompt) => ({
          prompt,
          language: isAskedAgain ? language : (aside ?? language),
        }))
      : [];
    return { said, asked, wrongKey: said.some(({ prompt }) => prompt.say === 'key.unknown') };
  }

  /** @param before facts that the flow was given: their reference goes on, though it may have been filed by now. */
  #facts(before?: Facts): Facts {
    const draw = () => before?.newRef ?? (this.#newRef ??= this.#parts.newRef(this.#officer));
    return new FactsNow(this.#now, this.#lapsed, this.#requests.map(summary), this.#parts, draw);
  }

  #effect(effect: Effect, event: OfficerEvent, facts: Facts): void {
    const clock = this.#clock();
    switch (effect.kind) {
      case 'consent':
        this.consents.push({ at: this.#now, action: effect.action, notice: facts.notice });
        if (effect.action === 'withdrawn') this.#forgetUnclear(this.saved.said.map((one) => one.messageId));
        return;
      case 'file-token':
        return this.#file('token', formOf(effect.draft), event, facts);
      case 'file-question':
        return this.#file('question', emptyForm, event, facts);
      case 'join':
        return this.#change(effect.ref, (request) => joinRequest(request, formOf(effect.draft), clock));
      case 'note':
        return this.#change(effect.ref, (request) => addOfficerMessage(request, effect, clock));
      case 'withdraw':
        return this.#change(effect.ref, (request) => withdrawRequest(request, clock));
      case 'tally':
        this.tallies.push({ entry: effect.entry, what: effect.what });
        if (effect.what === 'not-helped') this.#noteWrongAnswer(effect.entry, event.at);
        return;
      case 'erase':
        this.deadLettersGone = true;
        if (this.#threads === null) this.#threadsMissing = true;
        for (const { ref } of this.#requests)
          this.#change(ref, (request) => eraseRequest(request, this.#thread(ref), clock));
        for (const request of this.#unreadable) {
          const change = eraseRequest(request, this.#thread(request.ref), clock);
          if (change) this.#changes.set(request.ref, change);
        }
    }
  }

  #file(kind: 'token' | 'question', form: FilledForm, event: OfficerEvent, facts: Facts): void {
    const change = fileRequest(
      {
        ...form,
        ref: facts.newRef,
        kind,
        officer: this.#officer,
        lineUserId: event.from,
        language: this.saved.context.language,
        dueAt: this.#parts.dueAt(this.#now),
        said: kind === 'question' ? this.saved.said : [],
      },
      this.#clock(),
    );
    this.#changes.set(facts.newRef, change);
    this.#newRef = null;
    this.#requests.unshift(change.after);
    if (kind === 'question') this.saved = { ...this.saved, said: [] };
  }

  #change(ref: string, make: (request: ServiceRequest) => RequestChange | null): void {
    const index = this.#requests.findIndex((request) => request.ref === ref);
    const request = this.#requests[index];
    const change = request && make(request);
    if (!change) return;
    this.#requests[index] = change.after;
    const earlier = this.#changes.get(ref);
    this.#changes.set(ref, earlier ? merged(earlier, change) : change);
  }

  /** The stored thread with what this turn changed in it. */
  #thread(ref: string): ThreadEntry[] {
    if (this.#threads === null) {
      if (this.#requests.some((request) => request.ref === ref && !this.#isNew(ref)))
        this.#threadsMissing = true;
    }
    const entries = new Map((this.#threads?.get(ref) ?? []).map((entry) => [entry.id, entry]));
    for (const entry of this.#changes.get(ref)?.thread ?? []) entries.set(entry.id, entry);
    return [...entries.values()];
  }

  #isNew(ref: string): boolean {
    const change = this.#changes.get(ref);
    return change !== undefined && change.before === null;
  }

  /** Only from officers who agreed to the notice that says so. A form's answers and agencies' names are no questions. */
  #noteUnclear(
    { text, messageId }: Extract<Inbound, { kind: 'text' }>,
    happenings: readonly Happening[],
    path: string,
  ): void {
    const unclear = happenings.find(({ type }) => type === 'choices' || type === 'unknown');
    if (!unclear || !this.#mayLearn() || /^(form|routing)\./.test(path)) return;
    const offered = unclear.type === 'choices' ? unclear.intents : [];
    this.unclear.set(messageId, {
      messageId,
      text,
      outcome: unclear.type === 'choices' ? 'choices' : 'none',
      offered,
      chosen: null,
    });
  }

  /** What is chosen soon after a text that was not understood shows what was meant by it. */
  #noteChoice(action: string, at: number): void {
    const [head, intent] = action.split(':');
    const chosen = head === 'none-of-these' ? 'none' : head === 'answer' ? findIntent(intent) : undefined;
    const asked = this.#lastAsked(at);
    if (!chosen || !asked) return;
    const { outcome, choices } = this.#parts.understand(asked.text);
    if (outcome === 'answer') return;
    this.unclear.set(asked.messageId, { ...asked, outcome, offered: choices, chosen });
  }

  #noteWrongAnswer(entry: Intent, at: number): void {
    const asked = this.#lastAsked(at);
    if (!asked || this.#parts.understand(asked.text).intent !== entry) return;
    this.unclear.set(asked.messageId, { ...asked, outcome: 'answer', offered: [entry], chosen: null });
  }

  /** The question that the officer's next doing is about; null when it was too long ago, or may not be learned from. */
  #lastAsked(at: number): { messageId: string; text: string } | null {
    const last = this.saved.said.at(-1);
    if (!last?.messageId || !this.#mayLearn() || at - last.at > soonMs) return null;
    return { messageId: last.messageId, text: last.text };
  }

  #mayLearn(): boolean {
    return this.saved.context.consent?.notice === this.#parts.notice;
  }

  #forgetUnclear(messageIds: readonly (string | null)[]): void {
    for (const id of messageIds) {
      if (id === null) continue;
      this.unclear.delete(id);
      this.unclearGone.add(id);
    }
  }

  #unsend(messageId: string): void {
    this.#forgetUnclear([messageId]);
    const clock = this.#clock();
    const { context } = this.saved;
    this.saved = {
      ...this.saved,
      said: this.saved.said.filter((one) => one.messageId !== messageId),
      unsent: [...this.saved.unsent, messageId].slice(-unsentKept),
      context: {
        ...context,
        draft: context.draft && withoutMessage(context.draft, messageId),
        reading: context.reading?.messageId === messageId ? nameless(context.reading) : context.reading,
        offer: context.offer?.messageId === messageId ? null : context.offer,
      },
    };
    for (const { ref } of this.#requests)
      this.#change(ref, (request) => unsendMessage(request, this.#thread(ref), messageId, clock));
  }

  #setBlocked(blocked: boolean): void {
    this.saved = this.saved.blocked === blocked ? this.saved : { ...this.saved, blocked };
    for (const { ref } of this.#requests)
      this.#change(ref, (request) => setBlocked(request, blocked, this.#clock()));
  }

  #tellGroup(event: OfficerEvent, addressed: boolean): Said[] {
    if (!addressed && event.at - this.saved.toldAt < tellAgainMs) return [];
    this.saved = { ...this.saved, toldAt: event.at };
    return [{ prompt: { say: 'group' }, language: this.saved.context.language }];
  }

  #remember(text: string, messageId: string, at: number): void {
    if (!this.saved.context.consent) return;
    this.saved = { ...this.saved, said: [...this.saved.said, { text, messageId, at }].slice(-saidKept) };
  }

  #clock(): Clock {
    return { now: this.#now, newId: this.#parts.newId };
  }
}

/** What is so when something happens. */
class FactsNow implements Facts {
  readonly now: number;
  readonly lapsed: NonNullable<Facts['lapsed']>;
  readonly requests: Facts['requests'];
  readonly notice: string;
  readonly contactHours: string | null;
  readonly toldDueAt: number | null;
  readonly #draw: () => string;
  #newRef: string | null = null;

  constructor(
    now: number,
    lapsed: NonNullable<Facts['lapsed']>,
    requests: Facts['requests'],
    { notice, contactHours, tellDue, dueAt }: TurnParts,
    draw: () => string,
  ) {
    this.now = now;
    this.lapsed = lapsed;
    this.requests = requests;
    this.notice = notice;
    this.contactHours = contactHours;
    this.toldDueAt = tellDue ? dueAt(now) : null;
    this.#draw = draw;
  }

  /** Drawn when it is asked for: most turns file nothing. */
  get newRef(): string {
    return (this.#newRef ??= this.#draw());
  }
}

/** Where a text is read as if it were typed that came too late for the state the conversation is in. */
const lateAt = 'main';
/** What changes nothing in the conversation itself. */
const harmlessLate: ReadonlySet<Happening['type']> = new Set(['aside', 'answer', 'note', 'masked', 'media']);

const findIntent = (name: string | undefined): Intent | undefined => intents.find((known) => known === name);

/** What was said in words, and would tell a person what the officer is after. */
const isSpoken = ({ type }: Happening) =>
  type === 'answer' || type === 'issuer' || type === 'choices' || type === 'unknown' || type === 'agency';

/** Of what keys typed ahead passed through, what was recorded is still told, and of a text that it was masked. */
const isLasting = ({ prompt }: Said) => lasting.has(prompt.say);
const lasting: ReadonlySet<string> = new Set([
  'consent.given',
  'handoff.filed',
  'masked.national-id',
  'masked.token',
]);

const isInForm = ({ path, context }: Saved) =>
  path.startsWith('form.') || (path.startsWith('routing.') && context.purpose === 'form');

/** Without consent nothing that was typed outlives its answer, not even an agency's name. */
function consentOnly(saved: Saved): Saved {
  const { context } = saved;
  if (context.consent) return saved;
  const reading = context.reading && nameless(context.reading);
  return { ...saved, said: [], context: { ...context, draft: null, offer: null, reading } };
}

/** What a text told of an agency, without a word of the text. */
const nameless = (reading: Reading): Reading => ({ ...reading, name: null, reason: null, messageId: null });

function formOf(draft: Draft): FilledForm {
  return {
    issuer: draft.agencyType ? issuerOf(draft.agencyType) : null,
    agencyType: draft.agencyType,
    agencyName: draft.agencyName,
    parentAgency: draft.parentAgency,
    contact: { name: draft.name, position: draft.position, phone: draft.phone, email: draft.email },
    hasDigitalId: draft.hasDigitalId,
    sources: draft.sources,
  };
}

function withoutMessage(draft: Draft, messageId: string): Draft {
  const gone = Object.entries(draft.sources).filter(([, source]) => source === messageId);
  if (gone.length === 0) return draft;
  const sources = Object.fromEntries(
    Object.entries(draft.sources).filter(([, source]) => source !== messageId),
  );
  return { ...draft, ...Object.fromEntries(gone.map(([slot]) => [slot, null])), sources };
}

/** Two changes of one turn as one: the store sees one step from the version it has. */
function merged(earlier: RequestChange, later: RequestChange): RequestChange {
  const thread = new Map([...earlier.thread, ...later.thread].map((entry) => [entry.id, entry]));
  return {
    before: earlier.before,
    after: { ...later.after, version: (earlier.before?.version ?? 0) + 1 },
    thread: [...thread.values()],
    audit: [...earlier.audit, ...later.audit],
  };
}

const summary = (request: ServiceRequest): RequestSummary => ({
  ref: request.ref,
  kind: request.kind,
  status: request.status,
  issuer: request.issuer,
  agencyName: request.agencyName,
  createdAt: request.createdAt,
  dueAt: request.dueAt,
  disposition: request.disposition,
});
