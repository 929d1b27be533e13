import { Command, CommanderError } from 'commander';
import { faultsToMend } from './faults.ts';

/** Wrong arguments: exit code 2. */
export class WrongUsage extends Error {}
/** What was asked for cannot be done, and why, for the operator's eyes: exit code 1. */
export class Failure extends Error {}

/**
 * A command of npm's, `npm run --silent NAME -- …`, to which options, arguments and subcommands are declared. Its help
 * goes to standard output; what is wrong with the arguments is told by `runProgram`.
 * @param npm how npm starts it, where that is not `npm run --silent NAME --`.
 */
export function createProgram(
  name: string,
  description: string,
  npm = `npm run --silent ${name} --`,
): Command {
  return new Command(npm)
    .description(description)
    .helpOption('--help', 'shows this')
    .helpCommand(false)
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ helpWidth: 110 })
    .exitOverride();
}

type ErrorClass = abstract new (...given: never[]) => Error;

/**
 * Runs a program with the arguments of the process. What an operator can mend is told in lines on standard error and by
 * the exit code; a fault of ours is thrown on.
 * @param name stands in front of each of those lines; null: nothing does. @param told what else, besides `Failure`, has a message for the operator's eyes; `Error` where nothing personal is read.
 */
export async function runProgram(
  name: string | null,
  program: Command,
  told: readonly ErrorClass[] = [],
): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    for (const line of linesFor(error, [Failure, ...told]))
      process.stderr.write(`${name === null ? '' : `${name}: `}${line}\n`);
    process.exitCode = error instanceof WrongUsage || error instanceof CommanderError ? 2 : 1;
  }
}

function linesFor(error: unknown, told: readonly ErrorClass[]): readonly string[] {
  if (error instanceof CommanderError) return [`${wrongUsage(error)} (--help tells more)`];
  if (error instanceof WrongUsage) return [`${error.message} (--help tells more)`];
  const faults = faultsToMend(error);
  if (faults) return faults;
  if (error instanceof Error && told.some((kind) => error instanceof kind)) return error.message.split('\n');
  throw error;
}

/** What commander found wrong, on one line. */
function wrongUsage({ code, message }: CommanderError): string {
  // Thrown where subcommands are declared and none is given.
  if (code === 'commander.help') return 'a command is missing';
  return message.replace(/^error: /, '').replaceAll(/(?<!\s)\s*\n\s*/g, ' ');
}
