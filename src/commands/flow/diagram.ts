import { readFileSync } from 'node:fs';
import { conversation } from '../../../flows/conversation.machine.ts';

type Node = typeof conversation.root;
type Transition = Node['always'] extends (infer Each)[] | undefined ? Each : never;

export const diagramFile = new URL('../../../docs/conversation.md', import.meta.url);

/**
 * The machine as a Mermaid state diagram: states in states, and between them the events that lead on, each with its
 * guard in brackets. What a state around others answers for them all goes out from `anywhere in …`.
 */
export function drawDiagram(): string {
  const { root } = conversation;
  return [
    'stateDiagram-v2',
    `  [*] --> ${idOf(firstOf(root))}`,
    ...childrenOf(root).flatMap((node) => box(node, '  ')),
    '  state "anywhere" as anywhere',
    ...edges(root).map((edge) => `  ${edge}`),
    '',
  ].join('\n');
}

/** The document with the diagram of the machine as it is. */
export const withDiagram = (document = readFileSync(diagramFile, 'utf8')): string =>
  document.replace(/```mermaid\n[^]*?```/, () => `\`\`\`mermaid\n${drawDiagram()}\`\`\``);

const childrenOf = (node: Node) => Object.values(node.states);
const isCompound = (node: Node) => childrenOf(node).length > 0;

/** A state, with those in it. */
function box(node: Node, indent: string): string[] {
  const id = idOf(node);
  if (!isCompound(node)) {
    const name = node.type === 'history' ? 'where it was left' : node.key;
    return [`${indent}state "${name}" as ${id}`];
  }
  const inner = `${indent}  `;
  return [
    `${indent}state "${node.key}" as ${id} {`,
    `${inner}[*] --> ${idOf(firstOf(node))}`,
    ...(ownEdges(node).length > 0 ? [`${inner}state "anywhere in ${node.key}" as ${sourceOf(node)}`] : []),
    ...childrenOf(node).flatMap((child) => box(child, inner)),
    `${indent}}`,
  ];
}

/** The ways out of a state and of those in it. Drawn outside the boxes, as they lead from one box to another. */
const edges = (node: Node): string[] => [...ownEdges(node), ...childrenOf(node).flatMap(edges)];

function ownEdges(node: Node): string[] {
  const labels = new Map<string, string[]>();
  const add = (event: string, transitions: readonly Transition[]) => {
    for (const transition of transitions) {
      const { target } = transition;
      const [reached] = (target ?? []) as readonly Node[];
      const edge = `${sourceOf(node)} --> ${reached ? idOf(firstOf(reached)) : sourceOf(node)}`;
      const condition = guardOf(transition) ?? (transitions.length > 1 ? 'else' : null);
      labels.set(edge, [
        ...(labels.get(edge) ?? []),
        [event, ...(condition ? [`[${condition}]`] : [])].join(' ').trim(),
      ]);
    }
  };
  for (const [event, transitions] of node.transitions) add(event, transitions);
  add('', node.always ?? []);
  return [...labels].map(([edge, ways]) => {
    const label = ways.filter((way) => way !== '').join(', ');
    return label === '' ? edge : `${edge}: ${label}`;
  });
}

function guardOf({ guard }: Transition): string | null {
  if (!guard) return null;
  if (typeof guard === 'string') return guard;
  const { type, params } = guard as { type: string; params?: { [name: string]: unknown } };
  return params ? `${type} ${Object.values(params).join(' ')}` : type;
}

/** The state that a conversation rests in when it enters another one. */
function firstOf(node: Node): Node {
  const [first] = isCompound(node) ? (node.initial.target as readonly Node[]) : [];
  return first ? firstOf(first) : node;
}

const idOf = (node: Node) => node.path.join('_');
const sourceOf = (node: Node) =>
  node === conversation.root ? 'anywhere' : isCompound(node) ? `${idOf(node)}_anywhere` : idOf(node);
