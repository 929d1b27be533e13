import type { Facts } from '../../flows/events.ts';
import { sameAgencyName } from '../routing/same-agency.ts';
import { defaultReopenDays } from './effects.ts';
import type { RequestLedger } from './ledger.ts';
import type { TurnParts } from './turn-state.ts';

/** What is so at this moment of a turn. The reference is drawn when it is asked for: most turns file nothing. */
export function factsNow(
  ledger: RequestLedger,
  parts: TurnParts,
  lapsed: NonNullable<Facts['lapsed']>,
  drawRef: () => string,
): Facts {
  const { now } = ledger.clock;
  return {
    now,
    notice: parts.notice,
    requests: ledger.summaries,
    contact: contactOf(ledger),
    get newRef() {
      return drawRef();
    },
    toldDueAt: parts.tellDue ? parts.dueAt(now) : null,
    lapsed,
    contactHours: parts.contactHours,
    workingDays: parts.tellDue ? (parts.workingDays ?? null) : null,
    sameAgency: sameAgencyName,
    reopenMs: (parts.reopenDays ?? defaultReopenDays) * dayMs,
  };
}

const dayMs = 86_400_000;

/** The contact of the newest request that has one; what was erased is not offered again. */
function contactOf({ all }: RequestLedger): Facts['contact'] {
  const found = all.find(({ contact }) => contact.name !== null && contact.phone !== null);
  return found ? { ...found.contact, hasDigitalId: found.hasDigitalId } : null;
}
