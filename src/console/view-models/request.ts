/**
 * What each member of staff may see of a request, as texts in their language: the one way by which data leaves
 * for a page. Whose requests they see at all is the queue's to decide (`requests/scope.ts`), which moves they may
 * make is the lifecycle's (`requests/staff-moves.ts`).
 */
import type { Disposition, Language, RequestStatus } from '../../../flows/domain.ts';
import { isErased } from '../../requests/changes.ts';
import { dispositionsOf, needsReason } from '../../requests/dispositions.ts';
import { letterOf } from '../../requests/delivery-state.ts';
import type { StaffMove } from '../../requests/lifecycle.machine.ts';
import type { OpenedRequest } from '../../requests/queue.ts';
import { formatReference } from '../../requests/reference.ts';
import type { ServiceRequest } from '../../requests/request.ts';
import { inScope } from '../../requests/scope.ts';
import { mayResend } from '../../requests/message-moves.ts';
import { movesFor, resolveRequest } from '../../requests/staff-moves.ts';
import { tellOfficer } from '../../requests/told.ts';
import type { StaffAccount } from '../../store/port.ts';
import type { Words } from '../../base/words.ts';
import type { DueView, FactView, ViewContext } from './common.ts';
import { presentDue, presentHolder, statusText } from './common.ts';
import type { FactGroupView } from './facts.ts';
import { presentCall, presentFacts } from './facts.ts';
import type { HistoryView, UndeliveredView } from './history.ts';
import { presentHistory, presentUndelivered } from './history.ts';
import type { DayView } from './thread.ts';
import { presentDays } from './thread.ts';

interface OutcomeView {
  readonly value: Disposition;
  readonly label: string;
  /** What the officer would be told, in their language; empty when nobody would be told. */
  readonly told: string;
}

export interface RequestView {
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
  readonly facts: readonly FactGroupView[];
  readonly days: readonly DayView[];
  readonly history: readonly HistoryView[];
  /** What LINE did not take besides what staff wrote, which its bubble tells. */
  readonly undelivered: readonly UndeliveredView[];
  /** The officer blocks the account: their telephone, as it was given. Null while LINE reaches them. */
  readonly call: FactView | null;
  readonly moves: readonly StaffMove[];
  /** Who has it, when that is somebody else. */
  readonly heldByOther: string | null;
  /** Language of what the officer reads. */
  readonly language: Language;
  /** To whom it can be assigned; for supervisors. */
  readonly colleagues: readonly { readonly email: string; readonly label: string }[];
  readonly outcomes: readonly OutcomeView[];
}

/** One request as its page shows it. @param staff every account; null for viewers who may not assign. */
export function presentRequest(
  found: OpenedRequest,
  staff: readonly StaffAccount[] | null,
  viewContext: ViewContext,
  words: Words,
): RequestView {
  const { request } = found;
  const { viewer, say, dates, now } = viewContext;
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
    state: presentState(request, viewContext),
    warnings: presentWarnings(request, moves, viewContext),
    facts: presentFacts(request, say),
    days: presentDays(found, viewContext),
    history: found.history.map((line) => presentHistory(line, viewContext)).toReversed(),
    undelivered: presentAllUndelivered(found, viewContext),
    call: request.blocked ? presentCall(request) : null,
    moves,
    heldByOther: request.assignee === viewer.email ? null : request.assignee,
    language: request.language,
    colleagues: presentColleagues(request, staff, viewContext),
    outcomes: moves.includes('resolve') ? presentOutcomes(request, viewContext, words) : [],
  };
}

function presentState(request: ServiceRequest, { viewer, say, dates }: ViewContext): FactView[] {
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
  { viewer, say }: ViewContext,
): string[] {
  if (request.unreadable) return [say('requests:refusal.unreadable')];
  if (isErased(request)) return [say('console:request.erased')];
  const warnings: string[] = [];
  if (request.blocked) warnings.push(say('console:request.blocked'));
  if (request.assignee !== null && request.assignee !== viewer.email && !moves.includes('message'))
    warnings.push(say('console:request.held-by-other', { by: request.assignee }));
  return warnings;
}

function presentAllUndelivered(found: OpenedRequest, viewContext: ViewContext): UndeliveredView[] {
  const { thread, history, deadLetters } = found;
  const written = new Set(thread.map((entry) => letterOf(entry, deadLetters)?.id));
  const mayAct = mayResend(found.request, viewContext.viewer);
  return deadLetters
    .filter(({ id }) => !written.has(id))
    .map((letter) => presentUndelivered(letter, history, viewContext, mayAct));
}

function presentColleagues(
  request: ServiceRequest,
  staff: readonly StaffAccount[] | null,
  { say }: ViewContext,
): RequestView['colleagues'] {
  return (staff ?? [])
    .filter(
      (one) => one.disabledAt === null && inScope(one, request.issuer) && one.email !== request.assignee,
    )
    .map((one) => ({ email: one.email, label: `${one.email} (${say(`console:role.${one.role}`)})` }));
}

/** The very messages that closing would send. */
function presentOutcomes(
  request: ServiceRequest,
  { viewer, say, now }: ViewContext,
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
