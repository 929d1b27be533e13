/**
 * What each member of staff may see of a request, as texts in their language: the one way by which data leaves
 * for a page. Whose requests they see at all is the queue's to decide (`requests/scope.ts`), which moves they may
 * make is the lifecycle's (`requests/staff-moves.ts`).
 */
import type { Disposition, Language, RequestStatus } from '../../flows/domain.ts';
import { sendFailures } from '../delivery/sender.ts';
import { isErased } from '../requests/changes.ts';
import { dispositionsOf, needsReason } from '../requests/dispositions.ts';
import type { StaffMove } from '../requests/lifecycle.machine.ts';
import { formatReference } from '../requests/reference.ts';
import type { ServiceRequest, ThreadEntry } from '../requests/request.ts';
import type { Actor } from '../requests/scope.ts';
import { inScope, mayActForOthers } from '../requests/scope.ts';
import { movesFor, resolveRequest } from '../requests/staff-moves.ts';
import { tellOfficer } from '../requests/told.ts';
import type { AuditRecord, DeadLetter, StaffAccount } from '../store/port.ts';
import type { Words } from '../base/words.ts';
import type { Dates } from './dates.ts';
import type { Looking } from './looking.ts';
import type { DayView } from './present-thread.ts';
import { presentDays } from './present-thread.ts';
import type { Say } from './say.ts';

/** The sentence on top of a page about what was just done or refused. */
export interface Notice {
  readonly tone: 'done' | 'info' | 'problem';
  readonly text: string;
  /** What was typed and has no form to go back to. */
  readonly kept?: { readonly label: string; readonly text: string };
}

export interface DueView {
  /** ISO 8601, for machines. */
  readonly iso: string;
  readonly text: string;
  /** Null once it is closed. */
  readonly distance: string | null;
  readonly tone: 'late' | 'soon' | 'calm';
}

export interface RowView {
  readonly ref: string;
  readonly refText: string;
  readonly version: number;
  readonly status: RequestStatus;
  readonly statusText: string;
  readonly kindText: string;
  /** Null when the officer named none. */
  readonly agency: string | null;
  /** What the officer said a question is about. */
  readonly subject: string | null;
  readonly agencyType: string | null;
  readonly issuer: string;
  /** Null when nobody holds it. */
  readonly holder: string | null;
  /** When it is due; when it was closed, for a closed one. */
  readonly due: DueView;
  readonly mayClaim: boolean;
}

/** One request as a row of the queue: nothing of the contact person. */
export function presentRow(request: ServiceRequest, { viewer, say, dates, now }: Looking): RowView {
  return {
    ref: request.ref,
    refText: formatReference(request.ref),
    version: request.version,
    status: request.status,
    statusText: statusText(request, say),
    kindText: say(`requests:kind.${request.kind}`),
    agency: request.unreadable ? say('console:queue.unreadable') : request.agencyName,
    subject: request.subject,
    agencyType: request.agencyType && say(`console:agency-type.${request.agencyType}`),
    issuer: say(`console:issuer-short.${request.issuer ?? 'none'}`),
    holder: presentHolder(request, viewer, say),
    due: presentDue(request, say, dates, now),
    mayClaim: movesFor(request, viewer).includes('claim'),
  };
}

/** A value with its label. `links` are what it can be reached by. */
export interface FactView {
  readonly label: string;
  readonly value: string | null;
  readonly href?: string;
}

interface HistoryView {
  readonly iso: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly detail: string | null;
}

interface UndeliveredView {
  readonly what: string;
  readonly at: string;
  readonly iso: string;
  readonly cause: string;
}

interface OutcomeView {
  readonly value: Disposition;
  readonly label: string;
  /** What the officer would be told, in their language; empty when nobody would be told. */
  readonly told: string;
}

export interface CaseView {
  readonly ref: string;
  readonly refText: string;
  readonly version: number;
  readonly kindText: string;
  readonly title: string;
  readonly status: RequestStatus;
  readonly statusText: string;
  /** Null once it is closed. */
  readonly due: DueView | null;
  /** What stands beside the status: holder, times, outcome. */
  readonly state: readonly FactView[];
  readonly warnings: readonly string[];
  /** What the officer filed: of the agency, of the contact person. Of a question only what is known. */
  readonly facts: readonly { readonly title: string; readonly facts: readonly FactView[] }[];
  readonly days: readonly DayView[];
  readonly history: readonly HistoryView[];
  readonly undelivered: readonly UndeliveredView[];
  readonly moves: readonly StaffMove[];
  /** Who has it, when that is somebody else. */
  readonly heldByOther: string | null;
  /** Language of what the officer reads. */
  readonly language: Language;
  /** To whom it can be assigned; for supervisors. */
  readonly colleagues: readonly { readonly email: string; readonly label: string }[];
  readonly outcomes: readonly OutcomeView[];
}

/** Everything that a request's page is made of. */
export interface Case {
  readonly request: ServiceRequest;
  readonly thread: readonly ThreadEntry[];
  readonly history: readonly AuditRecord[];
  readonly deadLetters: readonly DeadLetter[];
  /** Every account; null for who may not assign. */
  readonly staff: readonly StaffAccount[] | null;
}

/** One request as its page shows it. */
export function presentCase(found: Case, looking: Looking, words: Words): CaseView {
  const { request } = found;
  const { viewer, say, dates, now } = looking;
  const moves = movesFor(request, viewer);
  return {
    ref: request.ref,
    refText: formatReference(request.ref),
    version: request.version,
    kindText: say(`requests:kind.${request.kind}`),
    title:
      request.agencyName ?? say(request.unreadable ? 'console:queue.unreadable' : 'console:queue.no-agency'),
    status: request.status,
    statusText: statusText(request, say),
    due: request.status === 'resolved' ? null : presentDue(request, say, dates, now),
    state: presentState(request, looking),
    warnings: presentWarnings(request, moves, looking),
    facts: presentFacts(request, say),
    days: presentDays(found, looking),
    history: found.history.map((line) => presentHistory(line, looking)).toReversed(),
    undelivered: found.deadLetters.map((letter) => presentUndelivered(letter, found.history, looking)),
    moves,
    heldByOther: request.assignee === viewer.email ? null : request.assignee,
    language: request.language,
    colleagues: presentColleagues(found, looking),
    outcomes: moves.includes('resolve') ? presentOutcomes(request, looking, words) : [],
  };
}

/** Whether somebody needs to know every account: who may assign. */
export function mayAssign(viewer: Actor): boolean {
  return mayActForOthers(viewer);
}

/** Closer to its due time than this it is due soon. */
const soonMs = 4 * 60 * 60 * 1000;

function presentDue(request: ServiceRequest, say: Say, dates: Dates, now: number): DueView {
  if (request.resolvedAt !== null && request.status === 'resolved') {
    const at = request.resolvedAt;
    return { iso: iso(at), text: dates.short(at), distance: null, tone: 'calm' };
  }
  const left = request.dueAt - now;
  const distance = dates.distance(request.dueAt);
  return {
    iso: iso(request.dueAt),
    text: dates.short(request.dueAt),
    distance: say(left < 0 ? 'console:due.late' : 'console:due.left', { distance }),
    tone: left < 0 ? 'late' : left < soonMs ? 'soon' : 'calm',
  };
}

function presentHolder(request: ServiceRequest, viewer: Actor, say: Say): string | null {
  return request.assignee === viewer.email ? say('console:queue.held-by-me') : request.assignee;
}

function statusText(request: ServiceRequest, say: Say): string {
  if (request.status === 'resolved' && request.disposition)
    return say(`requests:disposition.${request.disposition}`);
  return say(`requests:status.${request.status}`);
}

function presentState(request: ServiceRequest, { viewer, say, dates }: Looking): FactView[] {
  const time = (label: string, at: number | null): FactView[] =>
    at === null ? [] : [{ label: say(`requests:field.${label}`), value: dates.full(at) }];
  return [
    {
      label: say('requests:field.assignee'),
      value: presentHolder(request, viewer, say) ?? say('console:queue.nobody'),
    },
    ...time('createdAt', request.createdAt),
    ...time('claimedAt', request.claimedAt),
    ...time('resolvedAt', request.resolvedAt),
    ...(request.reason === null ? [] : [{ label: say('requests:field.reason'), value: request.reason }]),
    ...(request.note === null ? [] : [{ label: say('console:act.note'), value: request.note }]),
  ];
}

function presentWarnings(
  request: ServiceRequest,
  moves: readonly StaffMove[],
  { viewer, say }: Looking,
): string[] {
  if (request.unreadable) return [say('requests:refusal.unreadable')];
  if (isErased(request)) return [say('console:request.erased')];
  const warnings: string[] = [];
  if (request.blocked) warnings.push(say('console:request.blocked'));
  if (request.assignee !== null && request.assignee !== viewer.email && !moves.includes('message'))
    warnings.push(say('console:request.held-by-other', { by: request.assignee }));
  return warnings;
}

function presentFacts(request: ServiceRequest, say: Say): CaseView['facts'] {
  const { contact } = request;
  const field = (name: string, value: string | null, href?: string): FactView => ({
    label: say(`requests:field.${name}`),
    value,
    ...(value !== null && href !== undefined && { href }),
  });
  const digitalId =
    request.hasDigitalId === null
      ? null
      : say(request.hasDigitalId ? 'console:request.has-digital-id' : 'console:request.has-no-digital-id');
  const agency = [
    ...(request.subject === null ? [] : [field('subject', request.subject)]),
    field('agencyName', request.agencyName),
    field('agencyType', request.agencyType && say(`console:agency-type.${request.agencyType}`)),
    ...(request.parentAgency === null ? [] : [field('parentAgency', request.parentAgency)]),
    field('issuer', request.issuer && say(`console:issuer.${request.issuer}`)),
    field('hasDigitalId', digitalId),
  ];
  const person = [
    field('name', contact.name),
    field('position', contact.position),
    field('phone', contact.phone, dialled(contact.phone)),
    field('email', contact.email, contact.email === null ? undefined : `mailto:${encodeURI(contact.email)}`),
    field('language', say(`console:request.in-language.${request.language}`)),
  ];
  const shown = (facts: readonly FactView[]): readonly FactView[] =>
    request.kind === 'question' ? facts.filter(({ value }) => value !== null) : facts;
  return [
    { title: say('console:request.agency'), facts: shown(agency) },
    { title: say('console:request.person'), facts: shown(person) },
  ].filter(({ facts }) => facts.length > 0);
}

/** `tel:` of a Thai number, without what follows `ต่อ`. */
function dialled(phone: string | null): string | undefined {
  const digits = (phone ?? '').split(/[^\d\s+().-]/, 1)[0]?.replaceAll(/\D/g, '') ?? '';
  return digits.startsWith('0') ? `tel:+66${digits.slice(1)}` : undefined;
}

function presentHistory(line: AuditRecord, { say, dates }: Looking): HistoryView {
  const { assignee, disposition } = line.detail;
  const details = [
    line.action === 'assign' && typeof assignee === 'string' ? say('console:history.to', { assignee }) : null,
    line.action === 'resolve' && typeof disposition === 'string'
      ? say('console:history.with', { disposition: say(`requests:disposition.${disposition}`) })
      : null,
  ].filter((detail) => detail !== null);
  return {
    iso: iso(line.at),
    at: dates.full(line.at),
    who: line.by === 'officer' || line.by === 'system' ? say(`console:history.${line.by}`) : line.by,
    what: say(`requests:history.${line.action}`),
    detail: details.join(' ') || null,
  };
}

/** Everything that one commit wrote bears its time: so a message is told by the move that sent it. */
function presentUndelivered(
  letter: DeadLetter,
  history: readonly AuditRecord[],
  { say, dates }: Looking,
): UndeliveredView {
  const line = history.findLast((one) => one.at === letter.createdAt);
  const cause = sendFailures.find((code) => code === letter.cause);
  return {
    what: line
      ? say('console:undelivered.of', { action: say(`requests:history.${line.action}`) })
      : say('console:undelivered.any'),
    at: dates.full(letter.deadAt),
    iso: iso(letter.deadAt),
    cause: say(`console:undelivered.cause.${cause ?? 'unknown'}`, { code: letter.cause }),
  };
}

function presentColleagues({ request, staff }: Case, { say }: Looking): CaseView['colleagues'] {
  return (staff ?? [])
    .filter(
      (one) => one.disabledAt === null && inScope(one, request.issuer) && one.email !== request.assignee,
    )
    .map((one) => ({ email: one.email, label: `${one.email} (${say(`console:role.${one.role}`)})` }));
}

/** The very messages that closing would send. */
function presentOutcomes(
  request: ServiceRequest,
  { viewer, say, now }: Looking,
  words: Words,
): OutcomeView[] {
  return dispositionsOf(request.kind).map((disposition) => {
    const reason = needsReason(disposition) ? say('console:act.reason-here') : null;
    const clock = { now, newId: () => '' };
    const decision = resolveRequest(request, viewer, { disposition, reason }, clock);
    const prompts = decision.ok && decision.change ? tellOfficer(decision.change, 'resolve') : [];
    return {
      value: disposition,
      label: say(`requests:disposition.${disposition}`),
      told: prompts.map((prompt) => words.say(request.language, prompt.say, prompt.params)).join('\n\n'),
    };
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
