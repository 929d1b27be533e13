import type { Args, RequestSummary, Slot } from './events.ts';
import type { Context, Draft } from './context.ts';
import { correctable, optionalSlots } from './context.ts';

/** Staff have not closed it. */
export const isOpen = (request: RequestSummary): boolean => request.status !== 'resolved';

/** The open question of this officer: from filing it until it is closed, a person is in the conversation. */
export const openQuestion = (requests: readonly RequestSummary[]): RequestSummary | null =>
  requests.find((request) => request.kind === 'question' && isOpen(request)) ?? null;

/** Open requests that staff have written about: what the officer sends is for them. The one written to last comes first. */
export const openThreads = (requests: readonly RequestSummary[]): readonly RequestSummary[] =>
  requests
    .filter((request) => isOpen(request) && request.staffWroteAt !== null)
    .toSorted((a, b) => (b.staffWroteAt ?? 0) - (a.staffWroteAt ?? 0));

/** An open token request of the agency that the form names: filing again joins it. */
export const joined = ({ context, event }: Args): RequestSummary | null =>
  event.facts.requests.find(
    (request) =>
      request.kind === 'token' &&
      isOpen(request) &&
      event.facts.sameAgency(request.agencyName ?? '', context.draft?.agencyName ?? ''),
  ) ?? null;

/** The request that an event names; without a reference the one that staff wrote about last, or the only open one. */
export function named({ event }: Args): RequestSummary | null {
  if (!('ref' in event)) return null;
  const { requests } = event.facts;
  if (event.ref !== null) return requests.find((request) => request.ref === event.ref) ?? null;
  const [thread] = openThreads(requests);
  if (thread && event.type === 'request.reply') return thread;
  const open = requests.filter(isOpen);
  return open.length === 1 ? (open[0] ?? null) : null;
}

/** The token request that a correction is for: the newest that is open. */
export const correctableRequest = (requests: readonly RequestSummary[]): RequestSummary | null =>
  requests.find((request) => request.kind === 'token' && isOpen(request)) ?? null;

const isFilled = (draft: Draft | null, slot: Slot): boolean =>
  draft !== null &&
  (draft[slot] !== null || optionalSlots.some((each) => each === slot && draft.skipped.includes(each)));

/** DGA itself gives out the Token to all but these. */
const isHandledElsewhere = ({ draft }: Context): boolean =>
  draft?.agencyType === 'regional' || draft?.agencyType === 'local';

const isRegional = ({ context }: Args): boolean => context.draft?.agencyType === 'regional';

/** The conditions that the statechart names. They compare what is known and look nothing up. */
export const guards = {
  consented: ({ context }: Args) => context.consent !== null,
  noticeShown: ({ context, event }: Args) => context.noticeShown === event.facts.notice,
  isMenuNode: ({ context, event }: Args) => context.consent !== null && event.type.startsWith('node.'),

  typeRead: ({ event }: Args) => 'reading' in event && event.reading.type !== null,
  offerTellsType: ({ context }: Args) => (context.offer?.reading?.type ?? null) !== null,
  offerTellsAgency: ({ context }: Args) => (context.offer?.reading ?? null) !== null,

  hasDraft: ({ context }: Args) => context.draft !== null,
  mayStart: ({ context }: Args) => context.consent !== null && context.draft === null,
  needsType: ({ context }: Args) => !context.draft?.agencyType,
  needsAssist: ({ context }: Args) => isHandledElsewhere(context) && context.draft?.assist !== true,
  needsParent: (args: Args) => isRegional(args) && !args.context.draft?.parentAgency,
  offersContact: ({ context, event }: Args) =>
    context.draft?.contactAsked === false && context.draft.name === null && event.facts.contact !== null,
  isRegional,
  lacks: ({ context }: Args, { slot }: { slot: Slot }) => !isFilled(context.draft, slot),
  fills: ({ context }: Args, { slot }: { slot: Slot }) => isFilled(context.draft, slot),
  /** The name that was offered is gone: its message was unsent. */
  lacksOffer: ({ context }: Args) => context.offer === null,
  isIncomplete: (args: Args) =>
    guards.needsType(args) ||
    guards.needsParent(args) ||
    (['agencyName', 'name', 'position', 'phone', 'email', 'hasDigitalId'] as const).some(
      (slot) => !isFilled(args.context.draft, slot),
    ),
  suggestsParent: ({ context }: Args) => context.offer?.slot === 'parentAgency',
  suggestsForType: ({ event }: Args) => event.type === 'suggest' && event.offer.slot === 'agencyType',
  joins: (args: Args) => joined(args) !== null,

  hasOneRequest: ({ event }: Args) => event.facts.requests.length === 1,
  namesRequest: (args: Args) => named(args) !== null,
  namesOpenRequest: (args: Args) => {
    const request = named(args);
    return request !== null && isOpen(request);
  },
  namesUnclaimedQuestion: (args: Args) => {
    const request = named(args);
    return request?.kind === 'question' && request.status === 'new' && request.staffWroteAt === null;
  },
  hasOpenQuestion: ({ event }: Args) => openQuestion(event.facts.requests) !== null,
  questionUnclaimed: ({ event }: Args) => openQuestion(event.facts.requests)?.status === 'new',
  hasOpenRequest: ({ event }: Args) => correctableRequest(event.facts.requests) !== null,
  correctsOpenRequest: ({ event }: Args) =>
    event.type === 'data.correct' &&
    correctable.some((slot) => slot === event.slot) &&
    correctableRequest(event.facts.requests) !== null,
  holdsMessage: ({ context }: Args) => context.held !== null,
} as const;
