import { labelOf } from '../../conversation/labels.ts';
import { ask } from '../../../flows/asks.ts';
import { parseAction } from '../../../flows/actions.ts';
import type { Happening } from '../../../flows/events.ts';
import { slots } from '../../../flows/events.ts';
import { take } from '../../conversation/explore.ts';
import type { Situation, Step } from '../../conversation/explore.ts';
import type { Words } from '../../words.ts';

/** Possible everywhere; drawn once, as a note. */
const anywhere: ReadonlySet<string> = new Set([
  'menu',
  'human',
  'status',
  'request-new',
  'route',
  'language',
]);

/**
 * The conversation as a Mermaid state diagram: every state, and the ways between them that a button or a key
 * of the state itself opens, by the Thai label.
 */
export function drawDiagram(steps: readonly Step[], words: Words): string {
  const edges = new Map<string, string>();
  const seen = new Set<string>();
  for (const { from } of steps) {
    const known = `${from.path} ${JSON.stringify(from.context.draft)} ${from.context.purpose}`;
    if (seen.has(known)) continue;
    seen.add(known);
    for (const { label, event } of ways(from, words)) {
      const { to } = take(from, event);
      if (to.path !== from.path)
        edges.set(`${from.path} ${to.path} ${label}`, edge(from.path, to.path, label));
    }
  }
  const states = [...new Set(steps.flatMap(({ from, to }) => [from.path, to.path]))].sort();
  return [
    'stateDiagram-v2',
    '  [*] --> consent',
    ...states.map((path) => `  ${name(path)}: ${path}`),
    ...[...edges.values()].sort(),
    `  note right of main: ${[...anywhere].join(', ')} lead on from every state`,
    '',
  ].join('\n');
}

/** What a state's own buttons do, and the answer it waits for. */
function ways(at: Situation, words: Words): { label: string; event: Happening }[] {
  const buttons = ask(at.path, at.context, at.facts)
    .flatMap((prompt) => prompt.choices ?? [])
    .flatMap((choice) => {
      const events = parseAction(choice.action) ?? [];
      const event = events.at(-1);
      return event && !anywhere.has(event.type) ? [{ label: labelOf(choice, 'th', words), event }] : [];
    });
  const slot = slots.find((each) => at.path === `form.${each}`);
  return slot && slot !== 'hasDigitalId'
    ? [...buttons, { label: slot, event: { type: 'fill', slot, value: 'x', flags: [], messageId: null } }]
    : buttons;
}

const name = (path: string) => path.replaceAll('.', '_');
const edge = (from: string, to: string, label: string) =>
  `  ${name(from)} --> ${name(to)}: ${label.replaceAll(/[:;#*]/g, ' ').trim()}`;
