/** The LINE channel from the command line; `--help` tells how. */
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
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
import { createProgram, Failure, runProgram } from '../startup/command-line.ts';

const program = createProgram('line', 'Compares the LINE channel with the project, and makes it match.');

program
  .command('status')
  .description('compares the channel with the project, one line a point; exit code 1 when something differs')
  .addHelpText(
    'after',
    `
  ok       as it should be
  differs  and what mends it
  by hand  what LINE lets nobody set or see but in its consoles
  note     what is good to know`,
  )
  .action(async () =>
    withChannel(async ({ calls, wanted, botId }) => {
      if (!(await status(calls, wanted, botId))) process.exitCode = 1;
    }),
  );

program
  .command('setup')
  .description('makes the channel match: webhook address, rich menus with pictures and aliases, default menu')
  .option('--dry-run', 'tells what would be done, and does nothing')
  .addHelpText(
    'after',
    `
Changes only what differs, so that it can be run again at any time. Rich menus that are not of this project are left
alone.`,
  )
  .action(async ({ dryRun = false }: { readonly dryRun?: boolean }) =>
    withChannel(({ calls, wanted }) => setup(calls, wanted, dryRun)),
  );

const lineApi = 'https://api.line.me';
const lineDataApi = 'https://api-data.line.me';

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

async function withChannel(work: (channel: ReturnType<typeof readSettings>) => Promise<void>): Promise<void> {
  const channel = readSettings(readConfig(readEnvironment()));
  try {
    await work(channel);
  } finally {
    await channel.calls.close();
  }
}

await runProgram('line', program, [ChannelTrouble]);
