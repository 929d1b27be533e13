import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.array(z.string().min(1)).min(1);
const schema = z.strictObject({
  own: words,
  things: words,
  consent: words,
  requests: words,
  verbs: z.strictObject({ erase: words, copy: words, show: words, withdraw: words }),
});

/** How officers ask about what is kept of them. @throws {z.ZodError} that names each fault of the table. */
export const ownDataWords: z.infer<typeof schema> = schema.parse(
  parse(readFileSync(new URL('own-data.yaml', import.meta.url), 'utf8')),
);
