import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { newContext } from '../../flows/context.ts';
import { conversation } from '../../flows/conversation.machine.ts';
import type { FlowEvent, Move } from '../../flows/events.ts';
import { diagramFile, drawDiagram, withDiagram } from '../../src/commands/flow/diagram.ts';
import { restingPaths } from '../../src/commands/flow/flow-faults.ts';
import { factsWith } from '../../src/commands/flow/situation.ts';
import { statePath } from '../../src/conversation/paths.ts';

describe('the diagram', () => {
  const drawn = drawDiagram();

  test('has every state that a conversation rests in, inside the states around it', () => {
    for (const path of restingPaths)
      expect(drawn).toMatch(new RegExp(`state ".+" as ${path.replaceAll('.', '_')}\\n`));
    expect(drawn).toContain('state "form" as form {\n    [*] --> form_next\n');
  });

  test('has the events between them, with guards in brackets', () => {
    expect(drawn).toContain('  menu_main --> menu_services: key.9\n');
    expect(drawn).toMatch(/ {2}form_review --> requests_one: submit \[joins\]\n/);
    expect(drawn).toContain('  form_review --> receipt: submit [else]\n');
    expect(drawn).toContain('  form_next --> form_phone: [lacks phone]\n');
  });

  test('in docs/conversation.md is that of the machine; npm run --silent flow -- diagram --write renews it', () => {
    expect(readFileSync(diagramFile, 'utf8')).toBe(withDiagram());
  });
});

describe('the machine as tools for statecharts take it', () => {
  const moves: Move[] = [
    { type: 'consent.give' },
    { type: 'key.9', key: '9' },
    { type: 'key.3', key: '3' },
    { type: 'key.2', key: '2' },
    { type: 'back' },
    { type: 'human' },
    { type: 'route' },
    { type: 'pick', agencyType: 'local' },
    { type: 'request-new' },
    { type: 'data.show' },
  ];
  const facts = factsWith();
  const traversal = {
    events: moves.map((move): FlowEvent => ({ ...move, facts })),
    serializeState: ({ value }: { value: unknown }) => statePath(value),
    limit: 10_000,
    fromState: conversation.resolveState({ value: { consent: 'first' }, context: newContext() }),
  };

  // The first step of a path is the start, which no event leads to.
  test('its shortest paths lead through the phone menu, to a person, to a card and into the form', () => {
    const ends = new Map(
      getShortestPaths(conversation, traversal).map(({ state, steps }) => [
        statePath(state.value),
        steps.slice(1).map(({ event }) => event.type),
      ]),
    );
    expect(ends.get('menu.info')).toEqual(['consent.give', 'key.9', 'key.3']);
    expect(ends.get('consent.forPerson')).toEqual(['human']);
    expect(ends.get('issuer.card')).toEqual(['pick']);
    expect(ends.get('form.agency.pick')).toEqual(['consent.give', 'request-new']);
  });

  test('each of these events leads on from each state that they reach', () => {
    const graph = getAdjacencyMap(conversation, traversal);
    for (const { transitions } of Object.values(graph))
      expect(Object.keys(transitions)).toHaveLength(moves.length);
  });

  test('its definition is plain data: every action, guard and target goes by its name', () => {
    const { context: _, ...config } = conversation.config;
    expect(functionsIn(config)).toEqual([]);
    const definition: unknown = JSON.parse(JSON.stringify(conversation));
    expect(definition).toMatchObject({ id: 'conversation', states: { form: { states: { review: {} } } } });
  });
});

/** Where functions stand in what should be data. */
function functionsIn(value: unknown, at = ''): string[] {
  if (typeof value === 'function') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => functionsIn(each, `${at}/${name}`));
}
