import type { Issuer } from '../../flows/domain.ts';
import { issuers } from '../../flows/domain.ts';
import type { StaffAccount } from '../store/port.ts';

/** A staff member as far as deciding goes: who, in which role, for whose requests. */
export type Actor = Pick<StaffAccount, 'email' | 'role' | 'issuers'>;

/** Whose a request without an issuer is: the contact center that answers the phone. */
const issuerOfOthers: Issuer = 'dga';

/** Whether a request of this issuer is theirs to see. */
export function inScope(actor: Pick<Actor, 'issuers'>, issuer: Issuer | null): boolean {
  return actor.issuers.includes(issuer ?? issuerOfOthers);
}

/** The issuers theirs to see, for a query; null stands for requests without an issuer. */
export function scopeOf(actor: Pick<Actor, 'issuers'>): (Issuer | null)[] {
  return [...issuers, null].filter((issuer) => inScope(actor, issuer));
}

/** Supervisors and admins act on any request in their scope, whoever holds it. */
export function mayActForOthers(actor: Pick<Actor, 'role'>): boolean {
  return actor.role === 'supervisor' || actor.role === 'admin';
}
