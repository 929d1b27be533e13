import type { Facts, Outcome } from '../events.ts';
import { openThreads } from '../guards.ts';
import type { Prompt } from './prompt.ts';

/**
 * What is said of an effect once it is known what became of it; null where nothing is to be said. `facts` are
 * those after the effect.
 */
export function afterEffect({ effect, ...result }: Outcome, facts: Facts): Prompt | null {
  switch (effect.kind) {
    case 'consent':
      if (effect.action === 'refused') return null;
      return { say: `consent.${effect.action}`, params: { notice: facts.notice } };
    case 'file-question':
      return {
        say: 'handoff.filed',
        params: {
          ref: facts.requests[0]?.ref ?? '',
          subject: effect.subject,
          contactHours: facts.contactHours,
          dueAt: facts.toldDueAt,
        },
      };
    case 'join':
      return result.done
        ? { say: 'request.joined', params: { ref: effect.ref } }
        : { say: 'request.closed', params: { ref: effect.ref } };
    case 'correct':
      return result.done
        ? { say: 'own-data.corrected', params: { slot: effect.slot, value: String(effect.value) } }
        : { say: 'request.closed', params: { ref: effect.ref } };
    case 'note':
      if (!result.done) return { say: 'note.closed', params: { ref: effect.note.ref } };
      if (effect.receipt === null) return null;
      return effect.receipt === 'queued'
        ? { say: 'handoff.receipt', params: { ref: effect.note.ref } }
        : noteSent(effect.note.ref, facts);
    case 'withdraw':
      if (!result.done) return { say: 'request.closed', params: { ref: effect.ref } };
      return {
        say:
          facts.requests.find(({ ref }) => ref === effect.ref)?.kind === 'question'
            ? 'handoff.closed'
            : 'request.withdrawn',
        params: { ref: effect.ref },
      };
    case 'reopen':
      return { say: result.done ? 'reopen.done' : 'reopen.too-late', params: { ref: effect.ref } };
    case 'file-token':
    case 'erase':
    case 'tally':
      return null;
  }
}

/** Where staff write about several requests, the receipt says which one the message is in, and which still waits. */
function noteSent(ref: string, { requests }: Facts): Prompt {
  const threads = openThreads(requests);
  const others = threads.filter((request) => request.ref !== ref);
  const own = threads.find((request) => request.ref === ref);
  return {
    say: 'note.sent',
    params: {
      ref,
      about: others.length > 0 ? (own?.agencyName ?? own?.subject ?? null) : null,
      waiting: others.find(({ status }) => status === 'waiting')?.ref ?? null,
    },
  };
}
