import type { Outgoing } from '../delivery/outgoing.ts';
import type { Vault } from '../privacy/vault.ts';
import type { OfficerKey, OutboxEntry, Store, TurnResult, TurnWrite } from '../store/port.ts';
import type { Turn } from './turn.ts';
import type { TurnParts } from './turn-state.ts';

export interface EngineParts extends TurnParts {
  readonly store: Pick<Store, 'load' | 'requestsOf' | 'readThread'>;
  readonly commitTurn: (turn: TurnWrite) => Promise<TurnResult>;
  readonly vault: Vault;
  /** Sends what a commit leased to this process. `written`: what the turn sealed in its entries. */
  readonly deliver: (entries: readonly OutboxEntry[], written: readonly Outgoing[]) => void;
  /** IANA name, of the days that are counted by; Asia/Bangkok where it is left out. */
  readonly timeZone?: string;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly observe: (turn: ObservedTurn) => void;
  /** A turn goes on without what no data key opens: this request, or, where `ref` is null, the conversation. */
  readonly onUnreadable?: (what: { officer: OfficerKey; ref: string | null }) => void;
}

/** What a turn came to, for logs and metrics: ids and codes only. */
export interface ObservedTurn {
  /** One id through the turn's log lines. */
  readonly turnId: string;
  readonly officer: OfficerKey;
  readonly eventIds: readonly string[];
  readonly outcome: 'committed' | 'duplicate';
  readonly seconds: number;
  readonly commitSeconds: number;
  readonly says: readonly string[];
  readonly path: string;
  readonly filed: number;
  /** Of what was committed: an event that comes again is not counted again. */
  readonly understood: Turn['understood'];
}

/** Binds a conversation's sealed state to its officer. */
export const conversationPlace = (officer: OfficerKey): string => `conversation:${officer}`;
