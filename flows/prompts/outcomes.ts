import type { Facts, Outcome } from '../events.ts';
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
      return {
        say: effect.receipt === 'queued' ? 'handoff.receipt' : 'note.sent',
        params: { ref: effect.note.ref },
      };
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
