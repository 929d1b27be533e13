/**
 * The store port: what the assistant needs kept, in its own verbs. Adapters (`sqlite/`, `redis/`)
 * implement it and pass one contract suite, `test/store/contract.ts`.
 *
 * Whatever is personal arrives here sealed (see `privacy/vault.ts`) or as a keyed hash; an adapter never
 * sees a name, a phone number, a text or a LINE user id. All times are epoch milliseconds, UTC.
 */
import type { RequestStore } from './port/requests.ts';
import type { OutboxStore } from './port/outbox.ts';
import type { TurnStore } from './port/turns.ts';
import type { LearningStore } from './port/learning.ts';
import type { StaffStore } from './port/staff.ts';
import type { MaintenanceStore } from './port/maintenance.ts';

export * from './port/basics.ts';
export * from './port/requests.ts';
export * from './port/outbox.ts';
export * from './port/turns.ts';
export * from './port/learning.ts';
export * from './port/staff.ts';
export * from './port/maintenance.ts';

/** All that an adapter does. Whoever needs part of it says so: `Pick<Store, …>`, or one of the groups. */
export interface Store
  extends RequestStore, OutboxStore, TurnStore, LearningStore, StaffStore, MaintenanceStore {}
