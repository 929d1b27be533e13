import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { issuers } from './domain.ts';

const pixels = z.int().min(0);
const id = z.string().regex(/^[a-z][a-z-]*$/);
const at = z.strictObject({ x: pixels, y: pixels, width: pixels.min(1), height: pixels.min(1) });

const schema = z.strictObject({
  size: z.strictObject({ width: pixels.min(1), height: pixels.min(1) }),
  areas: z
    .array(
      z.union([
        z.strictObject({ id, at, action: z.string().min(1) }),
        z.strictObject({ id, at, call: z.enum(issuers) }),
        z.strictObject({ id, at, switch: z.literal('language') }),
      ]),
    )
    .min(1),
});

/** The menu below the chat: its size and its areas in pixels of the picture, with what a tap on each does. */
export type RichMenu = z.infer<typeof schema>;
export type RichMenuArea = RichMenu['areas'][number];

/** @throws {z.ZodError} that names each fault of the table's form; what it means is checked by `flow check`. */
function readRichMenu(yaml: string): RichMenu {
  return schema.parse(parse(yaml));
}

/** The table as it stands in `flows/rich-menu.yaml`. */
export function loadRichMenu(): RichMenu {
  return readRichMenu(readFileSync(new URL('rich-menu.yaml', import.meta.url), 'utf8'));
}

/** The committed picture of the menu in a language: PNG, of the table's size. */
export function readRichMenuPicture(language: string): Buffer {
  return readFileSync(new URL(`rich-menu/${language}.png`, import.meta.url));
}

const drawn = z.record(z.string(), z.object({ page: z.string(), words: z.string(), picture: z.string() }));

/** What each picture was drawn from, as hashes: `npm run rich-menu` writes them beside the pictures. */
export const readDrawnFrom = () =>
  drawn.parse(JSON.parse(readFileSync(new URL('rich-menu/drawn-from.json', import.meta.url), 'utf8')));
