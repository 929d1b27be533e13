import type { AuditRecord, DeadLetter } from '../../store/port.ts';
import type { ViewContext } from './common.ts';
import { iso } from './common.ts';
import { causeText } from './delivery.ts';

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
  /** Of its dead letter. */
  readonly id: string;
  /** The viewer could send it again or give it up. */
  readonly mayAct: boolean;
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

/**
 * Something that the system told the officer and that LINE did not take. Everything that one commit wrote bears its
 * time: so a message is told by the move that sent it.
 */
export function presentUndelivered(
  letter: DeadLetter,
  history: readonly AuditRecord[],
  { say, dates }: ViewContext,
  mayAct: boolean,
): UndeliveredView {
  const line = history.findLast((one) => one.at === letter.createdAt);
  return {
    what: line
      ? say('console:undelivered.of', { action: say(`requests:history.${line.action}`) })
      : say('console:undelivered.any'),
    at: dates.full(letter.deadAt),
    iso: iso(letter.deadAt),
    cause: causeText(letter.cause, say),
    id: letter.id,
    mayAct,
  };
}
