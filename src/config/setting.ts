import type { z } from 'zod';

/** One environment variable: all that is known of it, in one place. */
interface Setting<Value> {
  /** Takes the text of the variable, undefined where it is unset or empty. Its messages never quote a value. */
  readonly schema: z.ZodType<Value>;
  /** For the README's table, in Markdown. */
  readonly meaning: string;
  /** What holds where it is unset, for the README's table. */
  readonly fallback: string;
  /** What an operator may write behind `NAME=`. */
  readonly example: string;
  /** It may be given as the path of a file, in `NAME_FILE`. */
  readonly isSecret?: true;
}

export interface Settings {
  readonly [name: string]: Setting<unknown>;
}

/** What a group of settings comes to, once each is read by its schema. */
export type ValuesOf<Group extends Settings> = {
  readonly [Name in keyof Group]: z.infer<Group[Name]['schema']>;
};

/** The texts that were given, those of files among them. Unset and empty ones are undefined. */
export interface Given {
  readonly [name: string]: string | undefined;
}

/** A fault that only several settings together have. */
export type FaultBetween = readonly [name: string, wrong: string];

/** Settings that are given together or not at all. */
export function* missingOf(given: Given, group: readonly string[]): Generator<FaultBetween> {
  const present = group.filter((name) => given[name]);
  if (present.length === 0) return;
  for (const name of group)
    if (!given[name]) yield [name, `must be set together with ${present.join(' and ')}`];
}
