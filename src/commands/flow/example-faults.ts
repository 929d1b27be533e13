import type { Understanding } from '../../../flows/understanding.ts';
import type { Example, FaqEntry } from '../../understanding/tables.ts';

type Written = Example & { readonly path: string };

/** Texts that stand under two entries: which of them is meant is for the editor to say. */
export function exampleFaults(examples: readonly Written[]): string[] {
  const known = new Map<string, Written>();
  return examples.flatMap((example) => {
    const { text, meaning, path } = example;
    const other = known.get(text);
    if (!other) known.set(text, example);
    return other && other.meaning !== meaning
      ? [`${path}: "${text}" stands under ${meaning}, and under ${other.meaning} in ${other.path}: keep one`]
      : [];
  });
}

/** Examples that are not answered with their own entry, or one of its family, when an officer types them. */
export function exampleRemarks(
  examples: readonly Written[],
  entries: readonly Pick<FaqEntry, 'id' | 'of'>[],
  understand: (text: string) => Understanding,
): string[] {
  const family = new Map(entries.map(({ id, of }) => [id, of ?? id]));
  const familyOf = (meaning: string) => family.get(meaning) ?? meaning;
  return examples
    .filter(({ meaning }) => meaning !== 'out-of-scope')
    .filter(({ text, meaning, also }) => {
      const { intent, choices, gap } = understand(text);
      const said = [intent, ...choices, gap].flatMap((each) => (each === null ? [] : [familyOf(each)]));
      return ![meaning, ...also].some((right) => said.includes(familyOf(right)));
    })
    .map(
      ({ path, text, meaning }) =>
        `${path}: ${meaning} does not answer its example "${text}": add others like it`,
    );
}
