import { ask } from '../../../flows/prompts/ask.ts';
import { isReply } from '../../../flows/events.ts';
import { nodeAt, paths } from '../../conversation/paths.ts';
import type { Situation, Step } from './situation.ts';

/** Whether a conversation goes on from the state at once: its last way out has no condition. */
const isPassing = (path: string): boolean =>
  nodeAt(path)?.always?.at(-1)?.guard === undefined && (nodeAt(path)?.always?.length ?? 0) > 0;

/** Every state in which a conversation waits for the officer. */
export const restingPaths: ReadonlySet<string> = new Set([...paths].filter((path) => !isPassing(path)));

/** What is wrong with the flow: states never reached, silence, dead ends, no way back, no way to a person. */
export function flowFaults(steps: readonly Step[], resting: ReadonlySet<string> = restingPaths): string[] {
  const faults = new Set<string>();
  const situations = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const reached = new Set([...situations].map(({ path }) => path));
  const left = new Set(steps.map(({ from }) => from.path));
  for (const path of resting) if (!reached.has(path)) faults.add(`${path}: never reached`);
  for (const path of reached) {
    if (!resting.has(path)) faults.add(`${path}: a conversation can get stuck in it`);
    else if (!left.has(path)) faults.add(`${path}: a dead end`);
  }
  for (const { path, context, facts } of situations)
    if (ask(path, context, facts).length === 0) faults.add(`${path}: asks nothing; prompts/ask.ts lacks it`);
  for (const step of steps) for (const fault of stepFaults(step)) faults.add(fault);
  return [...faults];
}

function stepFaults({ from, event, to, says }: Step): string[] {
  if (isReply(event)) {
    // What goes to staff in several bubbles is acknowledged once.
    const isSilent = event.reply === 'note' && event.receipt === null;
    return says.length === 0 && !isSilent ? [`${from.path}: ${event.reply} is not answered`] : [];
  }
  return [
    ...(says.length === 0 ? [`${from.path}: ${event.type} is not answered`] : []),
    ...(event.type === 'human' && !leadsToPerson(to)
      ? [`${from.path}: asking for a person does not lead to one`]
      : []),
    ...(event.type === 'menu' && !isTop(to) ? [`${from.path}: the menu is not reached`] : []),
    ...(event.type === 'back' && to.path === from.path && !isTop(from)
      ? [`${from.path}: back leads nowhere`]
      : []),
  ];
}

const leadsToPerson = ({ path }: Situation) => path.startsWith('person.') || path === 'consent.forPerson';
/** Where there is nothing behind. */
const isTop = ({ path }: Situation) => path === 'menu.main' || path.startsWith('consent.');
