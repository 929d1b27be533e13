import { z } from 'zod';
import type { Context } from '../../flows/context.ts';
import { contextSchema } from '../../flows/context.ts';
import { conversation } from '../../flows/conversation.machine.ts';

/** A text the officer sent before asking for a person; kept only with consent. */
const said = z.object({ text: z.string(), messageId: z.string().nullable(), at: z.number() });

/**
 * What is kept of a conversation, short keys because there is one for every officer: the state's path, the
 * flow's context, and what the turn itself has to remember.
 */
const schema = z.object({
  /** Path of the state, e.g. `form.phone`. */
  s: z.string().default('consent'),
  c: contextSchema.prefault({}),
  /** Time of the latest event applied, epoch ms. */
  t: z.number().default(0),
  said: z.array(said).default([]),
  /** The officer blocked the account. */
  b: z.boolean().default(false),
  /** Message ids unsent lately, in case the message arrives after its unsending. */
  u: z.array(z.string()).default([]),
  /** A group or room: when it was last told that personal matters belong in the one-to-one chat. */
  told: z.number().default(0),
});

export interface Saved {
  readonly path: string;
  readonly context: Context;
  readonly latestAt: number;
  readonly said: readonly z.infer<typeof said>[];
  readonly blocked: boolean;
  readonly unsent: readonly string[];
  readonly toldAt: number;
}

export const newSaved = (): Saved => parse({});

/**
 * A saved conversation, whichever version of the flow wrote it. A state that the flow no longer has becomes
 * the nearest menu; the form's answers stay. What cannot be read at all starts anew rather than failing.
 */
export function readSaved(value: unknown): Saved {
  const whole = schema.safeParse(value);
  if (whole.success) return land(parse(value));
  const parts = z
    .object({ c: z.unknown(), t: z.number().catch(0), b: z.boolean().catch(false) })
    .safeParse(value);
  const context = salvage(parts.success ? parts.data.c : {});
  return land({ ...newSaved(), context, latestAt: parts.data?.t ?? 0, blocked: parts.data?.b ?? false });
}

/** The JSON to seal; what has its usual value is left out. */
export function writeSaved(saved: Saved): unknown {
  return {
    s: saved.path,
    c: unusual(saved.context, usualContext),
    t: saved.latestAt,
    ...(saved.said.length > 0 ? { said: saved.said } : {}),
    ...(saved.blocked ? { b: true } : {}),
    ...(saved.unsent.length > 0 ? { u: saved.unsent } : {}),
    ...(saved.toldAt > 0 ? { told: saved.toldAt } : {}),
  };
}

const usualContext = contextSchema.parse({});

function parse(value: unknown): Saved {
  const { s, c, t, said, b, u, told } = schema.parse(value);
  return { path: s, context: c, latestAt: t, said, blocked: b, unsent: u, toldAt: told };
}

function land(saved: Saved): Saved {
  if (paths.has(saved.path)) return saved;
  return { ...saved, path: saved.context.consent ? 'main' : 'consent' };
}

/** Field by field, so that one field of an unknown shape does not cost the others. */
function salvage(context: unknown): Context {
  const from = typeof context === 'object' && context !== null ? (context as Record<string, unknown>) : {};
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(contextSchema.shape)) {
    const read = field.safeParse(from[name]);
    if (read.success) kept[name] = read.data;
  }
  return contextSchema.parse(kept);
}

function unusual(context: Context, usual: Context): Partial<Context> {
  return Object.fromEntries(
    Object.entries(context).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof Context]),
    ),
  );
}

/** `form.phone` as XState writes it: `{ form: 'phone' }`. */
export function stateValue(path: string): string | { [parent: string]: string } {
  const [parent = '', child] = path.split('.');
  return child ? { [parent]: child } : parent;
}

export function statePath(value: unknown): string {
  if (typeof value === 'string') return value;
  const [parent, child] = Object.entries(value as Record<string, unknown>)[0] ?? ['', ''];
  return `${parent}.${statePath(child)}`;
}

/** Every state a conversation can rest in. */
export const paths: ReadonlySet<string> = new Set(
  Object.values(conversation.root.states).flatMap((state) => {
    const children = Object.keys(state.states);
    return children.length > 0 ? children.map((child) => `${state.key}.${child}`) : [state.key];
  }),
);
