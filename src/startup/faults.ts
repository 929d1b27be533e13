import { ConfigFaults } from '../config/faults.ts';
import { Unreadable } from '../privacy/vault.ts';
import { StoreUnavailable } from '../store/port.ts';
import { UnfitServer } from '../store/redis/connection.ts';
import { UnfinishedCopy } from './open-store.ts';

/**
 * What an operator can mend where a program could not start, a line for each fault; null for a fault of ours. For
 * starts alone: what fails later may have a message that quotes an officer.
 */
export function faultsToMend(error: unknown): readonly string[] | null {
  if (error instanceof ConfigFaults) return error.faults;
  if (error instanceof Unreadable) return [error.message];
  if (error instanceof UnfinishedCopy || error instanceof UnfitServer) return [error.message];
  if (error instanceof StoreUnavailable) return [withCause(error)];
  // A file or folder that cannot be reached: the system's own words name it.
  if (error instanceof Error && 'syscall' in error) return [oneLine(error.message)];
  return null;
}

function withCause({ message, cause }: Error): string {
  return oneLine(cause instanceof Error ? `${message}: ${cause.message}` : message);
}

const oneLine = (text: string) => text.replaceAll(/(?<!\s)\s*\n\s*/g, ' ');
