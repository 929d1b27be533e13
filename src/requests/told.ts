import type { Choice, Prompt } from '../../flows/prompts.ts';
import type { StaffMove } from './lifecycle.machine.ts';
import { formatReference } from './reference.ts';
import type { RequestChange } from './request.ts';
import { tellsOfficer } from './staff-moves.ts';

/**
 * What the officer is told of a staff move; empty when there is nothing to tell, or nobody who could be told:
 * they block the account or withdrew consent.
 */
export function tellOfficer(change: RequestChange, move: StaffMove): Prompt[] {
  const { before, after } = change;
  if (!before || after.lineUserId === null || after.blocked || !tellsOfficer(before, move)) return [];
  const params = { ref: formatReference(after.ref) };
  const show: Choice = { label: 'requests:choice.show', action: `request:show:${after.ref}` };
  const reply: Choice = { label: 'requests:choice.reply', action: `request:reply:${after.ref}` };
  const menu: Choice = { label: 'requests:choice.menu', action: 'menu' };
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
      return after.kind === 'question'
        ? [{ say: 'requests:told.question-closed', params, choices: [menu] }]
        : [{ say: `requests:told.resolved.${after.disposition}`, params, choices: [show, menu] }];
    case 'reopen':
      return [{ say: 'requests:told.reopened', params, choices: [show, menu] }];
    case 'release':
      return [];
  }
}
