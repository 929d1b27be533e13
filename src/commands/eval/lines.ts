import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { agencyTypes, gaps, intents, issuers } from '../../../flows/domain.ts';

/** A question with the intent that is right for it; `alt` lists others that are right too. */
const faqLine = z.strictObject({
  text: z.string(),
  intent: z.enum([...intents, 'out-of-scope']),
  alt: z.array(z.enum(intents)),
  lang: z.string(),
  style: z.string(),
  /** What makes it hard. */
  phenomenon: z.string().optional(),
  /** Which gap is asked for by a question that the letter leaves open. */
  gap: z.enum(gaps).optional(),
});
/** An agency's name, or a sentence with one, with the type and issuer that are right; `alt` lists other right types. */
const agencyLine = z.strictObject({
  name: z.string(),
  type: z.enum(agencyTypes),
  issuer: z.enum(issuers),
  alt: z.array(z.enum(agencyTypes)),
  form: z.string(),
});

export type FaqLine = z.infer<typeof faqLine>;
export type AgencyLine = z.infer<typeof agencyLine>;

export interface EvalLines {
  readonly faq: readonly FaqLine[];
  readonly agencies: readonly AgencyLine[];
}

/** A file that cannot be evaluated: where and why, in one line. */
class BadEvalFile extends Error {
  override readonly name = 'BadEvalFile';
}

/** Reads JSON lines of either kind, told apart by their keys. @throws {BadEvalFile} */
export function readEvalFile(path: string): EvalLines {
  const faq: FaqLine[] = [];
  const agencies: AgencyLine[] = [];
  for (const [index, line] of textOf(path).split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parseLine(line, `${path}:${index + 1}`);
    const isAgency = typeof value === 'object' && value !== null && 'name' in value;
    const result = isAgency ? agencyLine.safeParse(value) : faqLine.safeParse(value);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new BadEvalFile(`${path}:${index + 1}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    if ('name' in result.data) agencies.push(result.data);
    else faq.push(result.data);
  }
  return { faq, agencies };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new BadEvalFile(
      `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new BadEvalFile(`${place}: no JSON`, { cause });
  }
}
