/** The LINE channel from the command line; `--help` tells how. */
import type { Config } from '../config/config.ts';
import { readConfig, readEnvironment } from '../config/config.ts';
import type { ChannelCalls } from '../line/channel/calls.ts';
import { openChannelCalls } from '../line/channel/calls.ts';
import { compareChannel } from '../line/channel/compare.ts';
import type { Step, Wanted } from '../line/channel/plan.ts';
import { planSetup } from '../line/channel/plan.ts';
import { setUpChannel } from '../line/channel/setup.ts';
import type { ChannelState } from '../line/channel/state.ts';
import { readChannel } from '../line/channel/state.ts';
import { ChannelTrouble } from '../line/channel/trouble.ts';
import { isOurs, wantedMenus } from '../line/rich-menu.ts';
import { loadWords } from '../base/words.ts';
import { argumentsOf, Failure, runCommand, WrongUsage } from './run.ts';

const usage = `Usage: npm run --silent line -- COMMAND

  status             compares the LINE channel with the project, one line a point:
                       ok       as it should be
                       differs  and what mends it
                       by hand  what LINE lets nobody set or see but in its consoles
                       note     what is good to know
                     exit code 1 when something differs
  setup [--dry-run]  makes the channel match: webhook address, rich menus with pictures and aliases, default menu;
                     changes only what differs, so that it can be run again at any time. Rich menus that are not
                     of this project are left alone. --dry-run tells what would be done, and does nothing
  --help             shows this`;

const lineApi = 'https://api.line.me';
const lineDataApi = 'https://api-data.line.me';

type Asked = { readonly command: 'status' | 'setup'; readonly dryRun: boolean } | 'help';

/** @throws {WrongUsage} */
function readArguments(argv: readonly string[]): Asked {
  const { values, positionals } = argumentsOf(argv, {
    'dry-run': { type: 'boolean' },
    help: { type: 'boolean' },
  });
  if (values.help) return 'help';
  const [command, extra] = positionals;
  if (command === undefined) throw new WrongUsage('a command is missing');
  if (command !== 'status' && command !== 'setup') throw new WrongUsage(`there is no command "${command}"`);
  if (extra !== undefined) throw new WrongUsage(`${command} does not take "${extra}"`);
  const dryRun = values['dry-run'] ?? false;
  if (dryRun && command !== 'setup') throw new WrongUsage(`${command} does not take --dry-run`);
  return { command, dryRun };
}

/** @throws {Failure} */
function readSettings(config: Config) {
  const { credentials, apiBaseUrl, dataApiBaseUrl, botId } = config.line;
  if (!credentials)
    throw new Failure(
      'LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN are not set: there is no channel. The simulator has its menu without this command',
    );
  if (!config.publicUrl.startsWith('https://'))
    throw new Failure(
      `PUBLIC_URL: is ${config.publicUrl}, but LINE posts to https:// alone. Example: PUBLIC_URL=https://assistant.example.go.th`,
    );
  return {
    botId,
    calls: openChannelCalls({
      apiBaseUrl: apiBaseUrl ?? lineApi,
      dataApiBaseUrl: dataApiBaseUrl ?? lineDataApi,
      channelAccessToken: credentials.channelAccessToken,
    }),
    wanted: { webhookUrl: `${config.publicUrl}/webhook`, menus: wantedMenus(loadWords(config.timeZone)) },
  };
}

/** @returns whether everything matches. */
async function status(calls: ChannelCalls, wanted: Wanted, botId: string | null): Promise<boolean> {
  const state = await readChannel(calls);
  const test = await calls.testWebhook(wanted.webhookUrl);
  const points = compareChannel({ state, test, quota: await calls.quota(), botId }, wanted);
  for (const { verdict, what, says, mend } of points)
    print(`${verdict.padEnd(7)}  ${what}: ${says}${mend ? ` → ${mend}` : ''}`);
  return points.every(({ verdict }) => verdict !== 'differs');
}

async function setup(calls: ChannelCalls, wanted: Wanted, dryRun: boolean): Promise<void> {
  if (dryRun) {
    const state = await readChannel(calls);
    const steps = planSetup(state, wanted);
    for (const step of steps) print(`would ${describe(step)}`);
    return conclude(state, steps.length, 'nothing to change');
  }
  const { before, steps } = await setUpChannel(calls, wanted, (step) => print(`done: ${describe(step)}`));
  conclude(before, steps.length, 'nothing to change: the channel matches');
}

function conclude({ menus }: ChannelState, changes: number, unchanged: string): void {
  if (changes === 0) print(unchanged);
  const foreign = menus.filter(({ name }) => !isOurs(name)).map(({ name, id }) => `"${name || id}"`);
  if (foreign.length > 0) print(`left alone, not of this project: rich menu ${foreign.join(', ')}`);
}

function describe(step: Step): string {
  switch (step.do) {
    case 'set-webhook':
      return `set the webhook address to ${step.endpoint}${step.before ? `, in place of ${step.before}` : ''}`;
    case 'create-menu':
      return `create the rich menu ${step.menu.request.name}`;
    case 'upload-picture':
      return `upload the picture of ${step.menu.request.name}`;
    case 'create-alias':
      return `lead the new alias ${step.menu.alias} to ${step.menu.request.name}`;
    case 'move-alias':
      return `lead the alias ${step.menu.alias} to ${step.menu.request.name}`;
    case 'set-default':
      return `make ${step.menu.request.name} the default${step.before ? `, in place of "${step.before.name}"` : ''}`;
    case 'delete-menu':
      return `delete the old rich menu ${step.name}`;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === 'help') return print(usage);
  const { calls, wanted, botId } = readSettings(readConfig(readEnvironment()));
  try {
    if (asked.command === 'setup') await setup(calls, wanted, asked.dryRun);
    else if (!(await status(calls, wanted, botId))) process.exitCode = 1;
  } finally {
    await calls.close();
  }
}

await runCommand('line', main, [ChannelTrouble]);
