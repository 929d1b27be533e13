import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { faultsToMend } from './faults.ts';

/** Wrong arguments: exit code 2. */
export class WrongUsage extends Error {}
/** What was asked for cannot be done, and why, for the operator's eyes: exit code 1. */
export class Failure extends Error {}

/**
 * The arguments of a command that takes options and names.
 * @throws {WrongUsage} for an option that there is not, or that lacks its value.
 */
export function argumentsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    const [firstLine = 'wrong arguments'] = error instanceof Error ? error.message.split('\n') : [];
    throw new WrongUsage(firstLine, { cause: error });
  }
}

type ErrorClass = abstract new (...given: never[]) => Error;

/**
 * Runs a command; what an operator can mend is told in lines on standard error, and by the exit code. A fault of ours
 * is thrown on.
 * @param told what else, besides `Failure`, has a message for the operator's eyes.
 */
export async function runCommand(
  name: string,
  main: () => Promise<void>,
  told: readonly ErrorClass[] = [],
): Promise<void> {
  try {
    await main();
  } catch (error) {
    for (const line of linesFor(error, [Failure, ...told])) process.stderr.write(`${name}: ${line}\n`);
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  }
}

function linesFor(error: unknown, told: readonly ErrorClass[]): readonly string[] {
  if (error instanceof WrongUsage) return [`${error.message} (--help tells more)`];
  if (error instanceof Error && told.some((kind) => error instanceof kind)) return [error.message];
  const faults = faultsToMend(error);
  if (!faults) throw error;
  return faults;
}
