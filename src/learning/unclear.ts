import { z } from 'zod';
import type { Intent } from '../../flows/domain.ts';
import { intents } from '../../flows/domain.ts';
import type { Vault } from '../privacy/vault.ts';
import type { UnclearRecord } from '../store/port.ts';

const content = z.object({
  text: z.string(),
  outcome: z.enum(['none', 'choices', 'answer']),
  offered: z.array(z.enum(intents)),
  chosen: z.union([z.enum(intents), z.literal('none')]).nullable(),
});

type Content = z.infer<typeof content>;

/** A text that was not understood, masked, with what the officer showed of what was meant. */
export interface Unclear {
  readonly text: string;
  /** How it was understood; `answer`: it was answered, and the officer said that this was not the question. */
  readonly outcome: Content['outcome'];
  /** What was offered, or answered. */
  readonly offered: readonly Intent[];
  /** What the officer chose then; `none`: none of these. */
  readonly chosen: Intent | null;
}

/** An `Unclear` of a conversation. */
export interface UnclearMessage extends Unclear {
  readonly messageId: string;
}

/** As it is kept: its day, and no trace of an officer. */
export interface KeptUnclear extends Unclear {
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/** @param day `YYYY-MM-DD` in the office's time zone. */
export function sealUnclear(
  vault: Vault,
  { messageId, text, outcome, offered, chosen }: UnclearMessage,
  day: string,
): UnclearRecord {
  const id = vault.messageKey(messageId);
  return { id, day, sealed: vault.seal({ text, outcome, offered, chosen }, place(id)) };
}

/** @throws {Unreadable} when `DATA_KEYS` lacks the key. Null when another version wrote what this one cannot read. */
export function openUnclear(vault: Vault, { id, day, sealed }: UnclearRecord): KeptUnclear | null {
  const read = content.safeParse(vault.open(sealed, place(id)));
  return read.success ? { ...read.data, day } : null;
}

const place = (id: string) => `unclear:${id}`;
