import type { KeyName } from './events.ts';
import { menu, parentOf } from './menu.ts';

export { menu };

type KeyEvent = `key.${KeyName}`;

/** What pressing any key of a menu node does. */
export const keysOf = <Does>(id: string, does: Does) =>
  Object.fromEntries(Object.keys(menu.nodes[id]?.keys ?? {}).map((key) => [`key.${key}`, does])) as {
    readonly [event in KeyEvent]?: Does;
  };

/** A node of the menu: its keys lead on, `back` leads to the node above. */
function nodeState(id: string) {
  const above = parentOf(id);
  const keys = Object.entries(menu.nodes[id]?.keys ?? {});
  return {
    id,
    entry: 'ask',
    on: {
      ...(Object.fromEntries(keys.map(([key, target]) => [`key.${key}`, `#${target}`])) as {
        readonly [event in KeyEvent]?: string;
      }),
      ...(above && above !== menu.root ? { back: `#${above}` } : {}),
    },
  } as const;
}

const [start = ''] = Object.values(menu.nodes[menu.root]?.keys ?? {});
const inside = Object.keys(menu.nodes).filter((id) => id !== menu.root);

/** The phone menu behind consent, as `menu.yaml` has it. */
export const menuRegion = {
  initial: start,
  states: Object.fromEntries(inside.map((id) => [id, nodeState(id)])),
};

/** A button that names a node leads there. */
export const nodeEvents = (guard: 'isMenuNode') =>
  Object.fromEntries(
    inside.map((id) => [`node.${id}`, [{ guard, target: `#${id}` }, { target: '#consent' }]]),
  ) as {
    readonly [event: `node.${string}`]: readonly { readonly guard?: 'isMenuNode'; readonly target: string }[];
  };
