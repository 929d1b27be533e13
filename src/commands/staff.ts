/** Staff accounts from the command line; `--help` tells how. The store may be in use by a running server. */
import { text } from 'node:stream/consumers';
import type { Issuer } from '../../flows/domain.ts';
import { issuers } from '../../flows/domain.ts';
import { readConfig, readEnvironment } from '../config/config.ts';
import type { AccountProblem, Accounts } from '../staff/accounts.ts';
import { createAccounts } from '../staff/accounts.ts';
import { maxPasswordLength, minPasswordLength } from '../staff/password.ts';
import type { StaffAccount, StaffRole } from '../store/port.ts';
import { staffRoles } from '../store/port.ts';
import { argumentsOf, Failure, runCommand, WrongUsage } from './run.ts';
import { openConfiguredStore } from './open-store.ts';

const usage = `Usage: npm run --silent staff -- COMMAND

  add EMAIL --role ROLE --issuer ISSUERS [--password-stdin]
                     makes an account; prints its one-time password unless one is given
  password EMAIL [--password-stdin]
                     replaces a forgotten password; prints a one-time password unless one is given
  token EMAIL        prints a new token for the API, which cannot be shown again
  tokens EMAIL       lists the tokens of an account: id, when it was made
  revoke EMAIL --token ID
                     ends one token, by its id or the token itself, or all of them: --token all
  list               lists the accounts: e-mail, role, issuers, state
  disable EMAIL      ends sign-in, sessions and tokens of an account
  enable EMAIL       lets it sign in again

  ROLE               ${staffRoles.join(', ')}
  ISSUERS            whose requests they see: ${issuers.join(', ')}, with commas between them, or all
  --password-stdin   reads the password from standard input
  --help             shows this`;

interface Arguments {
  readonly email: string;
  readonly role: StaffRole;
  readonly issuers: readonly Issuer[];
  /** Id of a token, the token itself, or `all`. */
  readonly token: string;
  /** Reads the password where `--password-stdin` is given. */
  readonly password: () => Promise<string | undefined>;
}

type Option = 'role' | 'issuer' | 'password-stdin' | 'token';

interface Command {
  readonly takesEmail: boolean;
  readonly options: readonly Option[];
  readonly required: readonly Option[];
  run(accounts: Accounts, given: Arguments): Promise<void>;
}

const commands: { readonly [name: string]: Command } = {
  add: {
    takesEmail: true,
    options: ['role', 'issuer', 'password-stdin'],
    required: ['role', 'issuer'],
    async run(accounts, { email, role, issuers, password }) {
      const given = await password();
      const added = await accounts.add({
        email,
        role,
        issuers,
        ...(given !== undefined && { password: given }),
      });
      if (!added.ok) throw refusal(added.problem, email);
      tell(`added ${added.account.email}`);
      printPassword(added.oneTimePassword);
    },
  },
  password: {
    takesEmail: true,
    options: ['password-stdin'],
    required: [],
    async run(accounts, { email, password }) {
      const reset = await accounts.resetPassword(email, await password());
      if (!reset.ok) throw refusal(reset.problem, email);
      tell(`replaced the password of ${reset.account.email}`);
      printPassword(reset.oneTimePassword);
    },
  },
  token: {
    takesEmail: true,
    options: [],
    required: [],
    async run(accounts, { email }) {
      const made = await accounts.newToken(email);
      if (!made.ok) throw new Failure(`there is no account ${email}, or it is disabled`);
      print(made.token);
    },
  },
  tokens: {
    takesEmail: true,
    options: [],
    required: [],
    async run(accounts, { email }) {
      const listed = await accounts.tokens(email);
      if (!listed.ok) throw refusal(listed.problem, email);
      for (const { id, createdAt } of listed.tokens) print(`${id}\t${new Date(createdAt).toISOString()}`);
    },
  },
  revoke: {
    takesEmail: true,
    options: ['token'],
    required: ['token'],
    async run(accounts, { email, token }) {
      const revoked = await accounts.revokeTokens(email, token);
      if (revoked.ok) return tell(`ended ${revoked.count} token(s) of ${email}`);
      if (revoked.problem === 'unknown') throw refusal(revoked.problem, email);
      throw new Failure(`${email} has no such token; "staff -- tokens ${email}" lists them`);
    },
  },
  list: {
    takesEmail: false,
    options: [],
    required: [],
    async run(accounts) {
      for (const account of await accounts.list()) print(lineOf(account));
    },
  },
  disable: {
    takesEmail: true,
    options: [],
    required: [],
    run: (accounts, { email }) => setDisabled(accounts, email, true),
  },
  enable: {
    takesEmail: true,
    options: [],
    required: [],
    run: (accounts, { email }) => setDisabled(accounts, email, false),
  },
};

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

/** @throws {WrongUsage} */
function readArguments(argv: readonly string[]): { command: Command; given: Arguments } | 'help' {
  const { values, positionals } = argumentsOf(argv, {
    role: { type: 'string' },
    issuer: { type: 'string' },
    'password-stdin': { type: 'boolean' },
    token: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (values.help) return 'help';
  const [name, ...rest] = positionals;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new WrongUsage(name === undefined ? 'a command is missing' : `there is no command "${name}"`);
  const [email = '', ...others] = rest;
  if (command.takesEmail && email === '') throw new WrongUsage(`${name} needs an e-mail address`);
  const extra = command.takesEmail ? others[0] : rest[0];
  if (extra !== undefined) throw new WrongUsage(`${name} does not take "${extra}"`);
  for (const option of ['role', 'issuer', 'password-stdin', 'token'] as const) {
    if (values[option] !== undefined && !command.options.includes(option))
      throw new WrongUsage(`${name} does not take --${option}`);
    if (values[option] === undefined && command.required.includes(option))
      throw new WrongUsage(`${name} needs --${option}`);
  }
  return {
    command,
    given: {
      email,
      role: readRole(values.role ?? 'agent'),
      issuers: readIssuers(values.issuer ?? 'all'),
      token: values.token ?? '',
      password: async () => (values['password-stdin'] ? readPassword() : undefined),
    },
  };
}

function readRole(given: string): StaffRole {
  const role = staffRoles.find((one) => one === given);
  if (!role) throw new WrongUsage(`--role is one of ${staffRoles.join(', ')}, not "${given}"`);
  return role;
}

function readIssuers(given: string): readonly Issuer[] {
  if (given === 'all') return issuers;
  return given.split(',').map((name) => {
    const issuer = issuers.find((one) => one === name.trim());
    if (!issuer) throw new WrongUsage(`--issuer is all or some of ${issuers.join(', ')}, not "${given}"`);
    return issuer;
  });
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

async function main(): Promise<void> {
  const read = readArguments(process.argv.slice(2));
  if (read === 'help') return print(usage);
  const store = await openConfiguredStore(readConfig(readEnvironment()));
  try {
    await read.command.run(createAccounts(store, Date.now), read.given);
  } finally {
    await store.close();
  }
}

await runCommand('staff', main);
