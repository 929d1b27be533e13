import type { Config } from '../config/config.ts';
import { openChannelCalls } from '../line/channel/calls.ts';
import { setUpChannel } from '../line/channel/setup.ts';
import { wantedMenus } from '../line/rich-menu.ts';
import type { Accounts } from '../staff/accounts.ts';
import type { Shared } from './shared.ts';

/** The rich menu in the simulator, set up as an operator sets it up with LINE. */
export async function showMenu(
  { words, api, log, webhookUrl }: Shared,
  draining: AbortSignal,
): Promise<void> {
  const calls = openChannelCalls({ ...api, dataApiBaseUrl: api.apiBaseUrl });
  try {
    await setUpChannel(calls, { webhookUrl, menus: wantedMenus(words) });
  } catch (error) {
    // The chat works without a menu, and who stops at once wants none.
    if (!draining.aborted) log.warn('the rich menu could not be set up', { error });
  } finally {
    await calls.close();
  }
}

/** Tells who started the simulator where to look, and, on a first start, how to sign in. */
export async function introduce(config: Config, accounts: Accounts): Promise<void> {
  const lines = [`Chat     ${config.publicUrl}/simulator/`, `Console  ${config.publicUrl}/console/`];
  const known = await accounts.list();
  const admin = known.find(({ role, disabledAt }) => role === 'admin' && disabledAt === null);
  if (known.length === 0) {
    const added = await accounts.add({
      email: 'admin@example.go.th',
      role: 'admin',
      issuers: ['dga', 'parent', 'dla'],
    });
    if (added.ok) lines.push(`Sign in  ${added.account.email}  one-time password  ${added.oneTimePassword}`);
  } else if (admin)
    lines.push(
      `Sign in  ${admin.email}; a new password:  npm run --silent staff -- password ${admin.email}`,
      '         another account:  npm run --silent staff -- add EMAIL --role agent --issuer all',
    );
  else
    lines.push('Sign in  needs an account:  npm run --silent staff -- add EMAIL --role admin --issuer all');
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
}
