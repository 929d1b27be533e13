import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** As a source writes it, in groups with spaces between. */
export const phoneNumber = z.string().regex(/^0(?: ?\d){8,9}$/);
export const extensions = z.array(z.string().regex(/^\d+$/));
const date = z.iso.date();

const schema = z.strictObject({
  letter: z.strictObject({
    /** Ends in what people call it by: `ว` and its running number. */
    number: z.string().regex(/ว\s?\d+$/),
    date,
    issuer: z.string().min(1),
    deadline: date,
    agencies: z.int().positive(),
    percent: z.int().positive(),
    link: z.url(),
    checkedOn: date,
  }),
  opdc: z.strictObject({
    phone: phoneNumber,
    extensions,
    fax: phoneNumber,
    email: z.email(),
    postcode: z.string().regex(/^\d{5}$/),
  }),
  guide: z.strictObject({ link: z.url(), portal: z.string().min(1), checkedOn: date }),
  lawFaq: z.strictObject({ date, repository: z.string().min(1), checkedOn: date }),
  access: z.strictObject({ date, link: z.string().min(1), checkedOn: date }),
});

/** The letter, who wrote it, and the pages beside it; see `flows/letter.yaml`. */
export type LetterTable = z.infer<typeof schema>;

/** @throws {z.ZodError} that names each fault of the table. */
export function readLetter(yaml: string): LetterTable {
  return schema.parse(parse(yaml));
}

export const letterTable: LetterTable = readLetter(
  readFileSync(new URL('letter.yaml', import.meta.url), 'utf8'),
);
