import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.record(
  z.string().regex(/^[a-z][a-z-]*$/),
  z.strictObject({
    /** Documents of `flows/letter.yaml` that were looked through. */
    sources: z.array(z.enum(['letter', 'guide', 'access', 'lawFaq'])),
    /** When a person last did. */
    checkedOn: z.iso.date(),
    /** Settings of the operator that add a line; their values are given as params of these names. */
    settings: z.array(z.enum(['workingDays', 'contactHours'])).default([]),
    /** Whether a person is offered with the answer. */
    person: z.boolean(),
  }),
);

/** What is known of each answer to what the letter leaves open, by its id: `faq:gap.<id>` is the answer itself. */
export type GapAnswers = z.infer<typeof schema>;

/** @throws {z.ZodError} that names each fault of the table. */
export const gapAnswers: GapAnswers = schema.parse(
  parse(readFileSync(new URL('gap-answers.yaml', import.meta.url), 'utf8')),
);
