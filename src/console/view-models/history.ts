import { sendFailures } from '../../delivery/sender.ts';
import type { AuditRecord, DeadLetter } from '../../store/port.ts';
import type { ViewContext } from './common.ts';
import { iso } from './common.ts';

export interface HistoryView {
  readonly iso: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly detail: string | null;
}

export interface UndeliveredView {
  readonly what: string;
  readonly at: string;
  readonly iso: string;
  readonly cause: string;
}

export function presentHistory(line: AuditRecord, { say, dates }: ViewContext): HistoryView {
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
export function presentUndelivered(
  letter: DeadLetter,
  history: readonly AuditRecord[],
  { say, dates }: ViewContext,
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
