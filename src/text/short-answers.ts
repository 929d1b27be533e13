import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.array(z.string().min(1)).min(1);

const schema = z.strictObject({
  particles: words,
  courtesies: words,
  later: z.strictObject({ when: words, with: words }),
  unclear: words,
  yes: z.strictObject({ alone: words, stems: words, deeds: words, help: words, fixed: words }),
  no: z.strictObject({ negations: words, words }),
  fillers: z.strictObject({
    answer: words,
    request: words,
    command: words,
    asking: words,
    speaker: words,
  }),
  numbers: z.strictObject({
    counted: z.record(z.string().regex(/^[1-9]\d?$/), words),
    choosing: words,
    naming: words,
    counter: words,
    keys: z.record(z.string().regex(/^[0-9*#]$/), words),
    pressing: words,
  }),
});

/** The words of short answers, `flows/short-answers.yaml`. */
export const shortAnswers = schema.parse(
  parse(readFileSync(new URL('../../flows/short-answers.yaml', import.meta.url), 'utf8')),
);
