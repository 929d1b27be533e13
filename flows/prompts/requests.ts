import type { Context } from '../context.ts';
import type { Facts, RequestSummary } from '../events.ts';
import { isOpen, openQuestion } from '../guards.ts';
import { cancel, human, no, start, status, toMenu, unfinished, yes } from './choices.ts';
import type { Choice, Prompt } from './prompt.ts';

/** More would not fit below a message. */
const mostListed = 5;

/** The officer's requests, and the one that is not filed yet. */
export function listRequests(context: Context, { requests }: Facts): readonly Prompt[] {
  const draft = draftOf(context);
  if (requests.length === 0) {
    const choices = [...unfinished(context), start, toMenu, human];
    return draft.length > 0
      ? draft.map((prompt) => ({ ...prompt, choices }))
      : [{ say: 'request.none', choices }];
  }
  const shown = requests.slice(0, mostListed);
  return [
    ...draft,
    {
      say: 'request.list',
      params: { requests: shown.map((request) => ({ ...request })), more: requests.length - shown.length },
      choices: [...shown.map(show), ...unfinished(context), start, toMenu],
    },
  ];
}

/** That a form is not finished, with the agency that it is for. */
const draftOf = ({ draft }: Context): readonly Prompt[] =>
  draft === null
    ? []
    : [
        draft.agencyName === null
          ? { say: 'form.unfinished-unnamed' }
          : { say: 'form.unfinished', params: { agencyName: draft.agencyName } },
      ];

const show = ({ ref }: RequestSummary): Choice => ({
  label: 'choice.request',
  params: { ref },
  action: `request:show:${ref}`,
});

export function showRequest(context: Context, facts: Facts): readonly Prompt[] {
  const request = facts.requests.find((each) => each.ref === context.ref);
  if (!request) return listRequests(context, facts);
  const { ref } = request;
  const shown: Prompt = {
    say: 'request.one',
    params: {
      ...request,
      toldDueAt: facts.toldDueAt === null || !isOpen(request) ? null : request.dueAt,
    },
    choices: [
      ...(isOpen(request)
        ? [
            { label: 'choice.add-message', action: `request:reply:${ref}` },
            {
              label: request.kind === 'question' ? 'choice.close-question' : 'choice.withdraw',
              action: `request:withdraw:${ref}`,
            },
          ]
        : canReopen(request, facts)
          ? [{ label: 'choice.reopen', action: `reopen:${ref}` }]
          : []),
      ...unfinished(context),
      status,
      toMenu,
      human,
    ],
  };
  return [...draftOf(context), shown];
}

/** Closed by staff, not too long ago. */
const canReopen = (request: RequestSummary, { now, reopenMs }: Facts): boolean =>
  request.resolvedAt !== null && request.disposition !== 'withdrawn' && now - request.resolvedAt <= reopenMs;

export const askMessage = ({ ref }: Context): Prompt => ({
  say: 'request.reply',
  params: { ref: ref ?? '' },
  choices: [cancel],
});

export const askWithdraw = ({ ref }: Context, { requests }: Facts): Prompt => ({
  say: 'request.withdraw',
  params: { ref: ref ?? '' },
  choices: [
    yes(
      'withdraw',
      requests.find((each) => each.ref === ref)?.kind === 'question'
        ? 'choice.close-question'
        : 'choice.withdraw',
    ),
    no('withdraw', 'choice.keep-request'),
  ],
});

/** The message came after its request was closed: it can be kept for reopening, or become a new matter. */
export function askClosed({ held }: Context, facts: Facts): Prompt {
  const request = facts.requests.find(({ ref }) => ref === held?.ref);
  return {
    say: request && canReopen(request, facts) ? 'note.closed' : 'note.closed-late',
    params: { ref: held?.ref ?? '' },
    choices: [
      ...(request && canReopen(request, facts)
        ? [{ label: 'choice.reopen', action: `reopen:${request.ref}` }]
        : []),
      { label: 'choice.new-matter', action: 'new-matter' },
      toMenu,
    ],
  };
}

/** Whether a message is for staff or answers the form. */
export const askAddressee = ({ held }: Context): Prompt => ({
  say: 'note.held',
  params: { ref: held?.ref ?? '', text: held?.text ?? '' },
  choices: [
    { label: 'choice.for-staff', action: 'for-staff' },
    { label: 'choice.for-form', action: 'for-form' },
  ],
});

export const askSubject = ({ contactHours }: Facts): Prompt => ({
  say: 'handoff.ask-subject',
  params: { contactHours },
  choices: [{ label: 'choice.no-subject', action: 'skip' }, cancel],
});

/** How the officer's question to a person stands; once it is closed, what can be done next. */
export function showQuestion(facts: Facts, otherwise: () => Prompt): Prompt {
  const question = openQuestion(facts.requests);
  if (!question) return otherwise();
  return {
    say: question.status === 'new' ? 'handoff.open' : 'handoff.open-claimed',
    params: { ref: question.ref },
    choices: [{ label: 'choice.close-question', action: `request:withdraw:${question.ref}` }, toMenu],
  };
}

/** The truth about who has a request, and since when; by default the officer's open question. */
export function standingOf({ requests, contactHours }: Facts, ref?: string): Prompt {
  const request = ref === undefined ? openQuestion(requests) : requests.find((each) => each.ref === ref);
  if (!request) return { say: 'request.none' };
  return request.status === 'new' || request.claimedAt === null
    ? {
        say: 'handoff.waiting',
        params: { ref: request.ref, createdAt: request.createdAt, contactHours },
      }
    : { say: 'handoff.claimed-since', params: { ref: request.ref, at: request.claimedAt } };
}
