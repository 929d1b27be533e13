import type { WantedMenu } from '../rich-menu.ts';
import type { ChannelCalls } from './calls.ts';
import type { Step, Wanted } from './plan.ts';
import { findMenu, planSetup } from './plan.ts';
import type { ChannelState } from './state.ts';
import { readChannel } from './state.ts';

/**
 * Makes the channel match, changing only what differs; run again after a failure it goes on where it stopped.
 * @param onStep told of each change once it is made.
 * @returns the channel as it was before, and the changes.
 * @throws {ChannelTrouble} at the first call that LINE does not carry out; the changes before it stay.
 */
export async function setUpChannel(
  calls: ChannelCalls,
  wanted: Wanted,
  onStep: (step: Step) => void = () => {},
): Promise<{ readonly before: ChannelState; readonly steps: readonly Step[] }> {
  const before = await readChannel(calls);
  const steps = planSetup(before, wanted);
  const ids = new Map(wanted.menus.map((menu) => [menu.alias, findMenu(before, menu)?.id]));
  for (const step of steps) {
    await carryOut(step, calls, ids);
    onStep(step);
  }
  return { before, steps };
}

async function carryOut(
  step: Step,
  calls: ChannelCalls,
  /** Alias → id of the menu that is to stand behind it, once there is one. */
  ids: Map<string, string | undefined>,
): Promise<void> {
  const idOf = ({ alias }: WantedMenu): string => {
    const id = ids.get(alias);
    if (id === undefined) throw new Error(`${step.do} before the menu was created`);
    return id;
  };
  switch (step.do) {
    case 'set-webhook':
      return calls.setWebhook(step.endpoint);
    case 'create-menu':
      ids.set(step.menu.alias, await calls.createMenu(step.menu.request));
      return;
    case 'upload-picture':
      return calls.uploadPicture(idOf(step.menu), step.menu.picture);
    case 'create-alias':
      return calls.createAlias(step.menu.alias, idOf(step.menu));
    case 'move-alias':
      return calls.moveAlias(step.menu.alias, idOf(step.menu));
    case 'set-default':
      return calls.setDefaultMenu(idOf(step.menu));
    case 'delete-menu':
      return calls.deleteMenu(step.id);
  }
}
