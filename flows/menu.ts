import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const key = z.string().regex(/^[0-9*#]$/);

const schema = z
  .strictObject({
    source: z.strictObject({
      letter: z.string().min(1),
      part: z.string().min(1),
      date: z.iso.date(),
      checkedOn: z.iso.date(),
    }),
    root: z.string(),
    nodes: z.record(
      z.string(),
      z.strictObject({ keys: z.record(key, z.string()), named: z.array(z.string()).default([]) }),
    ),
    mentions: z.record(z.string(), z.array(z.string().min(1)).min(1)),
    chatKeys: z.record(key, z.enum(['human', 'back', 'repeat'])),
    commands: z.record(z.string(), z.array(z.string()).min(1)),
    neverMind: z.array(z.string().min(1)).min(1),
    presence: z.array(z.string().min(1)).min(1),
  })
  .superRefine((menu, context) => {
    const fault = (message: string) => context.addIssue({ code: 'custom', message });
    const named = new Set(Object.values(menu.nodes).flatMap((node) => node.named));
    for (const id of Object.keys(menu.mentions))
      if (!named.has(id)) fault(`mentions: "${id}" is no named service`);
    if (!menu.nodes[menu.root]) fault(`root names "${menu.root}", which is not a node`);
    for (const [id, node] of Object.entries(menu.nodes)) {
      for (const [pressed, target] of Object.entries(node.keys)) {
        if (!menu.nodes[target]) fault(`${id}: key ${pressed} leads to "${target}", which is not a node`);
        if (menu.chatKeys[pressed]) fault(`${id}: key ${pressed} is one of the chat's own keys`);
      }
    }
  });

/** The phone menu: nodes with their keys, the chat's own keys, and the words understood anywhere. */
export type Menu = z.infer<typeof schema>;

/** @throws {z.ZodError} that names each fault of the table. */
export function readMenu(yaml: string): Menu {
  return schema.parse(parse(yaml));
}

export const menu: Menu = readMenu(readFileSync(new URL('menu.yaml', import.meta.url), 'utf8'));

/** The node that a node was reached from; null for the root. */
export function parentOf(id: string, tree: Menu = menu): string | null {
  const found = Object.entries(tree.nodes).find(([, node]) => Object.values(node.keys).includes(id));
  return found ? found[0] : null;
}
