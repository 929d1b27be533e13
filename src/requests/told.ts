import type { Disposition } from '../../flows/domain.ts';
import type { Choice, Prompt } from '../../flows/prompts/prompt.ts';
import { needsReason } from './dispositions.ts';
import type { StaffMove } from './lifecycle.machine.ts';
import { formatReference } from './reference.ts';
import type { RequestChange, ServiceRequest } from './request.ts';
import { tellsOfficer } from './staff-moves.ts';

/**
 * What the officer is told of a staff move; empty when there is nothing to tell, or nobody who could be told:
 * they block the account or withdrew consent.
 */
export function tellOfficer(change: RequestChange, move: StaffMove): Prompt[] {
  const { before, after } = change;
  if (!before || after.lineUserId === null || after.blocked || !tellsOfficer(before, move)) return [];
  const params = { ref: formatReference(after.ref) };
  const show = showing(after.ref);
  const reply: Choice = { label: 'requests:choice.reply', action: `request:reply:${after.ref}` };
  switch (move) {
    case 'claim':
    case 'assign':
      return [{ say: 'requests:told.claimed', params, choices: [show, menu] }];
    case 'message':
      return [
        {
          say: 'requests:told.message',
          params: { ...params, text: change.thread.find((entry) => entry.from === 'staff')?.text ?? '' },
          choices: [reply, show],
        },
      ];
    case 'resolve':
      return tellOutcome(after);
    case 'reopen':
      return [{ say: 'requests:told.reopened', params, choices: [show, menu] }];
    case 'release':
      return [];
  }
}

const menu: Choice = { label: 'requests:choice.menu', action: 'menu' };

function showing(ref: string): Choice {
  return { label: 'requests:choice.show', action: `request:show:${ref}` };
}

/** How it ended, and why. */
function tellOutcome(request: ServiceRequest): Prompt[] {
  const { ref, kind, disposition, reason } = request;
  if (disposition === null) return [];
  const params = { ref: formatReference(ref) };
  const choices = kind === 'question' ? [menu] : [showing(ref), menu];
  if (reason !== null && needsReason(disposition))
    return [{ say: `requests:told.because.${kind}.${disposition}`, params: { ...params, reason }, choices }];
  const say = kind === 'question' ? saidOfQuestion(disposition) : saidOfToken(request);
  if (reason === null) return [{ say, params, choices }];
  return [
    { say, params },
    { say: 'requests:told.reason', params: { reason }, choices },
  ];
}

const saidOfQuestion = (disposition: Disposition): string =>
  disposition === 'answered' ? 'requests:told.question-closed' : `requests:told.question.${disposition}`;

/** Of a Token that was issued, also how it reaches the officer. */
function saidOfToken({ disposition, issuer }: ServiceRequest): string {
  return disposition === 'issued' && issuer !== null
    ? `requests:told.issued.${issuer}`
    : `requests:told.resolved.${disposition}`;
}
