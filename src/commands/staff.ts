/** Staff accounts from the command line; `--help` tells how. The store may be in use by a running server. */
import { text } from 'node:stream/consumers';
import { InvalidArgumentError, Option } from 'commander';
import type { Issuer } from '../../flows/domain.ts';
import { issuers } from '../../flows/domain.ts';
import { readConfig } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
import type { AccountProblem, Accounts, TokenFacts } from '../staff/accounts.ts';
import { createAccounts } from '../staff/accounts.ts';
import { maxPasswordLength, minPasswordLength } from '../staff/password.ts';
import type { StaffAccount, StaffRole } from '../store/port.ts';
import { staffRoles } from '../store/port.ts';
import { createProgram, Failure, runProgram, WrongUsage } from '../startup/command-line.ts';
import { openConfiguredStore } from '../startup/open-store.ts';

interface AddOptions extends PasswordOptions {
  readonly role: StaffRole;
  readonly issuer: readonly Issuer[];
}
interface PasswordOptions {
  readonly passwordStdin?: boolean;
}

const program = createProgram('staff', 'Accounts of the staff, and their tokens for the API.');

program
  .command('add')
  .description('makes an account; prints its one-time password unless one is given')
  .argument('<EMAIL>')
  .addOption(new Option('--role <ROLE>', 'what they may do').choices(staffRoles).makeOptionMandatory())
  .addOption(
    new Option(
      '--issuer <ISSUERS>',
      `whose requests they see: ${issuers.join(', ')}, with commas between them, or all`,
    )
      .argParser(readIssuers)
      .makeOptionMandatory(),
  )
  .option('--password-stdin', 'reads the password from standard input')
  .action(async (email: string, { role, issuer, passwordStdin }: AddOptions) =>
    withAccounts(async (accounts) => {
      const password = await passwordFrom({ passwordStdin });
      const added = await accounts.add({
        email,
        role,
        issuers: issuer,
        ...(password !== undefined && { password }),
      });
      if (!added.ok) throw refusal(added.problem, email);
      tell(`added ${added.account.email}`);
      printPassword(added.oneTimePassword);
    }),
  );

program
  .command('password')
  .description('replaces a forgotten password; prints a one-time password unless one is given')
  .argument('<EMAIL>')
  .option('--password-stdin', 'reads the password from standard input')
  .action(async (email: string, options: PasswordOptions) =>
    withAccounts(async (accounts) => {
      const reset = await accounts.resetPassword(email, await passwordFrom(options));
      if (!reset.ok) throw refusal(reset.problem, email);
      tell(`replaced the password of ${reset.account.email}`);
      printPassword(reset.oneTimePassword);
    }),
  );

program
  .command('token')
  .description('prints a new token for the API, which cannot be shown again')
  .argument('<EMAIL>')
  .action(async (email: string) =>
    withAccounts(async (accounts) => {
      const made = await accounts.newToken(email);
      if (!made.ok) throw new Failure(`there is no account ${email}, or it is disabled`);
      print(made.token);
    }),
  );

program
  .command('tokens')
  .description('lists the tokens of an account: id, when it was made, when it expires, when it was last used')
  .argument('<EMAIL>')
  .action(async (email: string) =>
    withAccounts(async (accounts) => {
      const listed = await accounts.tokens(email);
      if (!listed.ok) throw refusal(listed.problem, email);
      for (const token of listed.tokens) print(describe(token));
    }),
  );

program
  .command('revoke')
  .description('ends tokens of an account')
  .argument('<EMAIL>')
  .requiredOption('--token <ID>', 'one token, by its id or the token itself; or all')
  .action(async (email: string, { token }: { readonly token: string }) =>
    withAccounts(async (accounts) => {
      const revoked = await accounts.revokeTokens(email, token);
      if (revoked.ok) return tell(`ended ${revoked.count} token(s) of ${email}`);
      if (revoked.problem === 'unknown') throw refusal(revoked.problem, email);
      throw new Failure(`${email} has no such token; "staff -- tokens ${email}" lists them`);
    }),
  );

program
  .command('list')
  .description('lists the accounts: e-mail, role, issuers, state')
  .action(async () =>
    withAccounts(async (accounts) => {
      for (const account of await accounts.list()) print(lineOf(account));
    }),
  );

program
  .command('disable')
  .description('ends sign-in, sessions and tokens of an account')
  .argument('<EMAIL>')
  .action(async (email: string) => withAccounts((accounts) => setDisabled(accounts, email, true)));

program
  .command('enable')
  .description('lets it sign in again')
  .argument('<EMAIL>')
  .action(async (email: string) => withAccounts((accounts) => setDisabled(accounts, email, false)));

/** Opens the store only once the arguments are known to be right. */
async function withAccounts(work: (accounts: Accounts) => Promise<void>): Promise<void> {
  const config = readConfig(readEnvironment());
  const store = await openConfiguredStore(config);
  try {
    await work(createAccounts(store, Date.now, config.apiTokenDays));
  } finally {
    await store.close();
  }
}

async function setDisabled(accounts: Accounts, email: string, disabled: boolean): Promise<void> {
  const done = await accounts.setDisabled(email, disabled);
  if (!done.ok) throw refusal(done.problem, email);
  tell(`${disabled ? 'disabled' : 'enabled'} ${done.account.email}`);
}

function lineOf({
  email,
  role,
  issuers,
  passwordHash,
  mustChangePassword,
  disabledAt,
}: StaffAccount): string {
  const notes = [
    disabledAt === null ? 'enabled' : 'disabled',
    ...(passwordHash === null ? ['no-password'] : []),
    ...(mustChangePassword ? ['one-time-password'] : []),
  ];
  return [email, role, issuers.join(','), notes.join(',')].join('\t');
}

function printPassword(oneTimePassword: string | null): void {
  if (oneTimePassword === null) return;
  tell('one-time password, to be changed at the first sign-in:');
  print(oneTimePassword);
}

function refusal(problem: AccountProblem, email: string): Error {
  switch (problem) {
    case 'exists':
      return new Failure(`there is an account ${email} already`);
    case 'unknown':
      return new Failure(`there is no account ${email}`);
    case 'email-invalid':
      return new WrongUsage(`"${email}" is not an e-mail address`);
    case 'password-too-short':
      return new Failure(`the password has fewer than ${minPasswordLength} characters`);
    case 'password-too-long':
      return new Failure(`the password has more than ${maxPasswordLength} characters`);
  }
}

function readIssuers(given: string): readonly Issuer[] {
  if (given === 'all') return issuers;
  return given.split(',').map((name) => {
    const issuer = issuers.find((one) => one === name.trim());
    if (!issuer) throw new InvalidArgumentError(`It is all or some of ${issuers.join(', ')}.`);
    return issuer;
  });
}

async function passwordFrom({ passwordStdin }: PasswordOptions): Promise<string | undefined> {
  return passwordStdin ? readPassword() : undefined;
}

/** All of standard input, without the line break at its end. */
async function readPassword(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

await runProgram('staff', program);

/** Columns with tabs between; times in UTC. */
function describe({ id, createdAt, expiresAt, usedAt }: TokenFacts): string {
  const [made, expires, used] = [createdAt, expiresAt, usedAt].map((at) =>
    at === null ? 'never used' : new Date(at).toISOString(),
  );
  return [id, made, expires, used].join('\t');
}
