import { menu, parentOf } from '../menu.ts';
import type { Args } from './setup.ts';
import { flow } from './setup.ts';

/** A node of the phone menu with its keys; without consent there is only the way to it. */
export function menuState(id: string) {
  const parent = parentOf(id);
  return {
    id,
    entry: 'ask',
    on: {
      key: Object.entries(menu.nodes[id]?.keys ?? {}).map(([key, target]) => ({
        guard: ({ event }: Args) => event.type === 'key' && event.key === key,
        target: `#${target}`,
      })),
      ...(parent && parent !== menu.root ? { back: { target: `#${parent}` } } : {}),
    },
  } as const;
}

/** Another service of the contact center, of which the contact is known. */
export const service = flow.createStateConfig({ entry: 'ask', on: { back: { target: '#services' } } });
