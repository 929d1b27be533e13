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

/** Ways out of a question that stand in its text: back, cancel, the menu, a person, or a no. */
const leadsOut = (action: string): boolean =>
  ['back', 'cancel', 'menu', 'human', 'skip', 'consent:refuse'].includes(action) ||
  /^confirm:\w+:no$/.test(action);

/** Said with nothing to choose: who writes to staff goes on writing. Either answer to `note.held` goes on with the form. */
const goesOn = new Set(['note.sent', 'handoff.receipt', 'note.held']);

/** What is said last must show how to go on: LINE on a PC shows no other menu. */
function wayOutFaults({ from, event, says }: Step): string[] {
  const last = says.at(-1);
  const isAside = isReply(event) && event.reply === 'answer' && event.toStaffToo === true;
  if (!last || isAside || goesOn.has(last.say)) return [];
  return last.choices?.some(({ action }) => leadsOut(action)) === true
    ? []
    : [`${from.path}: ${isReply(event) ? event.reply : event.type}: ${last.say} offers no way out`];
}

function stepFaults(step: Step): string[] {
  const { from, event, to, says } = step;
  if (isReply(event)) {
    // What goes to staff in several bubbles is acknowledged once.
    const isSilent = event.reply === 'note' && event.receipt === null;
    return says.length === 0 && !isSilent
      ? [`${from.path}: ${event.reply} is not answered`]
      : wayOutFaults(step);
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
    ...wayOutFaults(step),
  ];
}

const leadsToPerson = ({ path }: Situation) => path.startsWith('person.') || path === 'consent.forPerson';
/** Where there is nothing behind. */
const isTop = ({ path }: Situation) => path === 'menu.main' || path.startsWith('consent.');
