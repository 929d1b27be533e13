import { conversation } from '../../flows/conversation.machine.ts';

type Node = typeof conversation.root;
type Tag = 'settles-agency' | 'takes-text';

/** `form.agency.pick` as XState writes it: `{ form: { agency: 'pick' } }`. */
export function stateValue(path: string): string | { [parent: string]: ReturnType<typeof stateValue> } {
  const at = path.indexOf('.');
  return at < 0 ? path : { [path.slice(0, at)]: stateValue(path.slice(at + 1)) };
}

export function statePath(value: unknown): string {
  if (typeof value === 'string') return value;
  const [parent, child] = Object.entries(value as Record<string, unknown>)[0] ?? ['', ''];
  return `${parent}.${statePath(child)}`;
}

function leaves(
  node: Node,
  tags: readonly string[],
): { path: string; node: Node; tags: readonly string[] }[] {
  const own = [...tags, ...node.tags];
  const children: readonly Node[] = Object.values(node.states);
  if (node.type === 'history') return [];
  return children.length === 0
    ? [{ path: node.path.join('.'), node, tags: own }]
    : children.flatMap((child) => leaves(child, own));
}

const states = new Map(leaves(conversation.root, []).map(({ path, ...rest }) => [path, rest] as const));

/** Every state that a conversation can rest in. */
export const paths: ReadonlySet<string> = new Set(states.keys());

/** What kind of state it is: its own tags and those of the states around it. */
export const hasTag = (path: string, tag: Tag): boolean => states.get(path)?.tags.includes(tag) ?? false;

/** The machine's node of a state, as its history holds it. */
export const nodeAt = (path: string): Node | undefined => states.get(path)?.node;
