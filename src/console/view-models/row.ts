import type { RequestStatus } from '../../../flows/domain.ts';
import { formatReference } from '../../requests/reference.ts';
import type { ServiceRequest } from '../../requests/request.ts';
import { movesFor } from '../../requests/staff-moves.ts';
import type { DueView, ViewContext } from './common.ts';
import { presentDue, presentHolder, statusText } from './common.ts';

export interface RowView {
  readonly ref: string;
  readonly refText: string;
  readonly version: number;
  readonly status: RequestStatus;
  readonly statusText: string;
  readonly kindText: string;
  /** Null when the officer named none. */
  readonly agency: string | null;
  /** What the officer said a question is about. */
  readonly subject: string | null;
  readonly agencyType: string | null;
  readonly issuer: string;
  /** Null when nobody holds it. */
  readonly holder: string | null;
  /** When it is due; when it was closed, for a closed one. */
  readonly due: DueView;
  readonly mayClaim: boolean;
  /** The officer wrote something that the viewer has not read. */
  readonly unread: boolean;
}

/** One request as a row of the queue: nothing of the contact person. */
export function presentRow(
  request: ServiceRequest,
  unread: boolean,
  { viewer, say, dates, now }: ViewContext,
): RowView {
  return {
    ref: request.ref,
    refText: formatReference(request.ref),
    version: request.version,
    status: request.status,
    statusText: statusText(request, say),
    kindText: say(`requests:kind.${request.kind}`),
    agency: request.unreadable ? say('console:queue.unreadable') : request.agencyName,
    subject: request.subject,
    agencyType: request.agencyType && say(`console:agency-type.${request.agencyType}`),
    issuer: say(`console:issuer-short.${request.issuer ?? 'none'}`),
    holder: presentHolder(request, viewer, say),
    due: presentDue(request, say, dates, now),
    unread,
    mayClaim: movesFor(request, viewer).includes('claim'),
  };
}
