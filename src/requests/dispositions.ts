import type { Disposition, RequestKind } from '../../flows/domain.ts';
import { dispositions } from '../../flows/domain.ts';

/** Outcomes of one kind of request alone; the others are of both. */
const onlyOf: { readonly [disposition in Disposition]?: RequestKind } = {
  issued: 'token',
  declined: 'token',
  answered: 'question',
};

const withReason: ReadonlySet<Disposition> = new Set(['declined', 'referred', 'other']);

/** How a request of a kind may end, in the order that forms list it. */
export function dispositionsOf(kind: RequestKind): Disposition[] {
  return dispositions.filter((disposition) => (onlyOf[disposition] ?? kind) === kind);
}

/** The officer reads why it ended so. */
export function needsReason(disposition: Disposition): boolean {
  return withReason.has(disposition);
}
