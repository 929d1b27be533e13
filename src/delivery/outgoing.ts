import * as z from 'zod';
import { languages } from '../../flows/domain.ts';
import type { Prompt, Said } from '../../flows/prompts/prompt.ts';
import type { Vault } from '../privacy/vault.ts';
import { Unreadable } from '../privacy/vault.ts';
import type { NewOutboxEntry } from '../store/port.ts';
import type { OutgoingMessage } from './sender.ts';

/**
 * What a turn wants said in one chat. It is made a message of when it is sent: what it says is a fraction of what LINE
 * wants told about it, and all that has to be kept.
 */
export interface Outgoing extends Pick<OutgoingMessage, 'to' | 'replyToken' | 'replyTokenAt'> {
  /** A new UUID. */
  readonly id: string;
  /** The request it is about, so that staff find a dead letter where it matters. */
  readonly ref: string | null;
  /** The entry of the request's thread that the first message is. */
  readonly entry?: string | undefined;
  /** In this order; 1 or more. */
  readonly said: readonly Said[];
  /** The officer's turn that it answers, for the log. */
  readonly turnId?: string | undefined;
}

/** Also what an outbox entry holds, sealed at `outbox:<id>`. */
const payload = z.object({
  to: z.string(),
  replyToken: z.string().nullable(),
  replyTokenAt: z.number().nullable(),
  said: z.array(z.object({ prompt: z.custom<Prompt>(isPrompt), language: z.enum(languages) })).min(1),
  turnId: z.string().optional(),
  entry: z.string().optional(),
});

/** The outbox entry of a message: nothing of it can be read without the vault. */
export function sealOutgoing(vault: Vault, outgoing: Outgoing): NewOutboxEntry {
  const { id, ref, ...kept } = outgoing;
  return { id, ref, sealed: vault.seal(kept, placeOf(id)) };
}

/** @throws {Unreadable} when no key opens it, or it is no outgoing message. */
export function openOutgoing(vault: Vault, entry: NewOutboxEntry): Outgoing {
  const opened = payload.safeParse(vault.open(entry.sealed, placeOf(entry.id)));
  // The fault of the check would quote the message; its place is told instead.
  if (!opened.success) throw new Unreadable(`what is kept at ${placeOf(entry.id)} is no outgoing message`);
  return { id: entry.id, ref: entry.ref, ...opened.data };
}

/**
 * What was not taken, to be sent once more: its reply token is spent or stale by now.
 * @param id the new entry's. @returns null when no key opens it.
 */
export function sealAgain(vault: Vault, letter: NewOutboxEntry, id: string): NewOutboxEntry | null {
  try {
    return sealOutgoing(vault, { ...openOutgoing(vault, letter), id, replyToken: null, replyTokenAt: null });
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function isPrompt(value: unknown): value is Prompt {
  return typeof value === 'object' && value !== null && 'say' in value && typeof value.say === 'string';
}

function placeOf(id: string): string {
  return `outbox:${id}`;
}
