import { z } from 'zod';
import type { Context } from '../../flows/context.ts';
import { contextSchema, newContext } from '../../flows/context.ts';
import { conversation } from '../../flows/conversation.machine.ts';

/** A text the officer sent before asking for a person; kept only with consent. */
const said = z.object({ text: z.string(), messageId: z.string().nullable(), at: z.number() });

/** Those of a list that can be read. */
const readable = <Item>(item: z.ZodType<Item>) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((list) =>
      list.flatMap((each) => {
        const read = item.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    );

/**
 * What is kept of a conversation, short keys because there is one for every officer: the state's path, the
 * flow's context, and what the turn itself has to remember. What is missing or cannot be read gets its usual
 * value and costs nothing else.
 */
const schema = z.object({
  /** Path of the state, e.g. `form.phone`. */
  s: z.string().catch('consent'),
  c: contextSchema.catch(newContext),
  /** Time of the latest event applied, epoch ms. */
  t: z.number().catch(0),
  said: readable(said),
  /** The officer blocked the account. */
  b: z.boolean().catch(false),
  /** Message ids unsent lately, in case the message arrives after its unsending. */
  u: readable(z.string()),
  /** A group or room: when it was last told that personal matters belong in the one-to-one chat. */
  told: z.number().catch(0),
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
 * A saved conversation, whichever version of the flow wrote it. Where it stood in a state that the flow no
 * longer has, or that lacks what it speaks of, it goes on at the nearest menu; the form's answers stay. What
 * cannot be read at all starts anew rather than failing.
 */
export function readSaved(value: unknown): Saved {
  return settled(parse(value));
}

/** What is found again of a conversation that was saved. */
export function settled(saved: Saved): Saved {
  const path = nearest(saved);
  return path === saved.path ? saved : { ...saved, path };
}

/** The JSON to seal; what has its usual value is left out. */
export function writeSaved(saved: Saved): unknown {
  return {
    s: saved.path,
    c: unusual(saved.context),
    t: saved.latestAt,
    ...(saved.said.length > 0 ? { said: saved.said } : {}),
    ...(saved.blocked ? { b: true } : {}),
    ...(saved.unsent.length > 0 ? { u: saved.unsent } : {}),
    ...(saved.toldAt !== 0 ? { told: saved.toldAt } : {}),
  };
}

const usualContext = newContext();
const contextFields = Object.keys(usualContext) as readonly (keyof Context)[];
/** What is left out when it is written, put in before it is read: to a schema each missing field is a fault. */
const usual = { said: [], b: false, u: [], told: 0 };

function parse(value: unknown): Saved {
  const read = schema.safeParse(complete(value));
  const { s, c, t, said, b, u, told } = read.success ? read.data : schema.parse({});
  return { path: s, context: c, latestAt: t, said, blocked: b, unsent: u, toldAt: told };
}

function complete(value: unknown): unknown {
  if (!isObject(value)) return value;
  return { ...usual, ...value, c: isObject(value['c']) ? { ...usualContext, ...value['c'] } : value['c'] };
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** States that can be reached without consent: nothing personal is asked in them. */
const open: ReadonlySet<string> = new Set([
  'consent',
  'refused',
  'routing.pick',
  'routing.confirm',
  'routing.settle',
  'card',
  'requests.list',
  'requests.one',
]);

function nearest({ path, context }: Saved): string {
  const menu = context.consent ? 'main' : 'consent';
  if (!paths.has(path) || (!context.consent && !open.has(path))) return menu;
  if (context.consent && (path === 'consent' || path === 'refused')) return menu;
  return speaksOf(path, context) ? path : menu;
}

/** Whether what the state speaks of is known. */
function speaksOf(path: string, { draft, reading, offer, cardType, ref }: Context): boolean {
  switch (path) {
    case 'form.next':
    case 'form.edit':
      return false;
    case 'routing.confirm':
      return reading !== null && reading.type !== null;
    case 'routing.settle':
      return reading !== null;
    case 'routing.suggest':
    case 'form.suggest':
      return draft !== null && offer !== null;
    case 'card':
      return cardType !== null;
    case 'receipt':
    case 'requests.one':
    case 'requests.reply':
    case 'requests.withdraw':
      return ref !== null;
    default:
      return draft !== null || !path.startsWith('form.');
  }
}

/** Usual values are all plain ones. */
function unusual(context: Context): Partial<Context> {
  const left: { [name in keyof Context]?: unknown } = {};
  for (const name of contextFields) if (context[name] !== usualContext[name]) left[name] = context[name];
  return left as Partial<Context>;
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
