import type { Said } from '../../flows/prompts/prompt.ts';
import type { Vault } from '../privacy/vault.ts';
import { Unreadable } from '../privacy/vault.ts';
import type { Log } from '../base/log.ts';
import { createStage } from '../base/stage.ts';
import type { OutboxEntry } from '../store/port.ts';
import { maxAttempts } from './back-off.ts';
import type { Outgoing } from './outgoing.ts';
import { openOutgoing } from './outgoing.ts';
import type { Sender, SendFailure, SendResult } from './sender.ts';

export interface AttemptParts {
  readonly vault: Vault;
  readonly sender: Sender;
  /** LINE message objects, 1 to 5, for what is said. */
  readonly render: (said: readonly Said[]) => readonly object[];
  readonly log: Log;
}

/** Opens, writes and sends one message. `outgoing`: its content, where that is known without opening the entry. */
export type Attempt = (
  entry: OutboxEntry & { readonly outgoing: Outgoing | undefined },
) => Promise<Attempted>;

interface Attempted {
  readonly result: SendResult;
  /** What was sent; undefined where the entry could not be read. */
  readonly outgoing: Outgoing | undefined;
}

/** Attempts of the same moment are written for all of them before they are sent. */
export function prepareAttempts({ vault, sender, render, log }: AttemptParts): Attempt {
  const stages = { write: createStage(), send: createStage() };

  function giveUp(entry: OutboxEntry, code?: SendFailure): SendResult {
    const fields = { outboxId: entry.id, officer: entry.lane, attempts: entry.attempts };
    log.error('a message was given up', code === undefined ? fields : { ...fields, code });
    return { outcome: 'dead', code: 'attempts-exhausted' };
  }

  function open(entry: OutboxEntry): Outgoing | undefined {
    try {
      return openOutgoing(vault, entry);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      log.error('a message cannot be read', { outboxId: entry.id, officer: entry.lane, error });
      return undefined;
    }
  }

  /** Null where this version of the assistant does not know what another wanted said: one that does may take it. */
  function write({ said }: Outgoing, entry: OutboxEntry): readonly object[] | null {
    try {
      return render(said);
    } catch (error) {
      log.error('a message cannot be written', { outboxId: entry.id, officer: entry.lane, error });
      return null;
    }
  }

  async function send(
    outgoing: Outgoing,
    messages: readonly object[],
    { attempts, inDoubtSince }: OutboxEntry,
  ): Promise<SendResult> {
    const startedAt = performance.now();
    try {
      const { id, to, replyToken, replyTokenAt } = outgoing;
      const result = await sender.send({
        id,
        to,
        replyToken,
        replyTokenAt,
        messages,
        attempts,
        inDoubtSince,
      });
      log.info('send', {
        turnId: outgoing.turnId ?? outgoing.id,
        outboxId: outgoing.id,
        outcome: result.outcome,
        attempts: attempts + 1,
        durationMs: Math.round(performance.now() - startedAt),
        ...(result.outcome === 'sent'
          ? { via: result.via, lineRequestId: result.lineRequestId }
          : { code: result.code }),
      });
      return result;
    } catch (error) {
      // A fault of the sender's: whether the message went out is not known.
      log.error('sending failed', { outboxId: outgoing.id, error });
      return { outcome: 'retry', code: 'line-timeout', retryAt: null, inDoubt: true };
    }
  }

  return async (entry) => {
    await stages.write();
    // A message that ends the process each time must not do so for ever.
    if (entry.attempts >= maxAttempts) return { result: giveUp(entry), outgoing: entry.outgoing };
    const outgoing = entry.outgoing ?? open(entry);
    if (!outgoing) return { result: { outcome: 'dead', code: 'unreadable' }, outgoing };
    const messages = write(outgoing, entry);
    await stages.send();
    const result: SendResult = messages
      ? await send(outgoing, messages, entry)
      : { outcome: 'retry', code: 'unreadable', retryAt: null, inDoubt: false };
    if (result.outcome !== 'retry' || entry.attempts + 1 < maxAttempts) return { result, outgoing };
    return { result: giveUp(entry, result.code), outgoing };
  };
}
