import { z } from 'zod';
import type { Context } from '../../flows/context.ts';
import { contextSchema, newContext } from '../../flows/context.ts';
import { answerIntents } from '../../flows/domain.ts';
import { earlierPath } from './earlier-flows.ts';
import { paths } from './paths.ts';

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
  /** Path of the form's state that was left last. */
  f: z.string().nullable().catch(null),
  /** Texts in a row that were not understood, or not taken by the form. */
  m: z.number().catch(0),
  /** The answer that the officer was asked about, whether it helped. */
  j: z.enum(answerIntents).nullable().catch(null),
  /** Actions of the choices that were numbered in what was said last. */
  n: readable(z.string()),
  /** The request that the last receipt named, while only bubbles for it came since. */
  r: z.string().nullable().catch(null),
  /** LINE's id of the pictures that came together last. */
  i: z.string().nullable().catch(null),
  /** The end of the officer's last text, where it ends in digits that a next message may complete. */
  d: z.object({ text: z.string(), messageId: z.string(), at: z.number() }).nullable().catch(null),
});

export interface Saved {
  readonly path: string;
  readonly context: Context;
  readonly latestAt: number;
  readonly said: readonly z.infer<typeof said>[];
  readonly blocked: boolean;
  readonly unsent: readonly string[];
  readonly toldAt: number;
  readonly formAt: string | null;
  readonly misses: number;
  readonly judging: (typeof answerIntents)[number] | null;
  readonly listed: readonly string[];
  readonly receipt: string | null;
  readonly imageSet: string | null;
  readonly openDigits: z.infer<typeof schema>['d'];
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
    ...(saved.formAt !== null && saved.context.draft ? { f: saved.formAt } : {}),
    ...(saved.misses !== 0 ? { m: saved.misses } : {}),
    ...(saved.judging !== null ? { j: saved.judging } : {}),
    ...(saved.listed.length > 0 ? { n: saved.listed } : {}),
    ...(saved.receipt !== null ? { r: saved.receipt } : {}),
    ...(saved.imageSet !== null ? { i: saved.imageSet } : {}),
    ...(saved.openDigits !== null ? { d: saved.openDigits } : {}),
  };
}

const usualContext = newContext();
const contextFields = Object.keys(usualContext) as readonly (keyof Context)[];
/** What is left out when it is written, put in before it is read: to a schema each missing field is a fault. */
const usual = {
  said: [],
  b: false,
  u: [],
  told: 0,
  f: null,
  m: 0,
  j: null,
  n: [],
  r: null,
  i: null,
  d: null,
};

function parse(value: unknown): Saved {
  const read = schema.safeParse(complete(value));
  const { s, c, t, said, b, u, told, ...more } = read.success ? read.data : schema.parse({});
  return {
    path: paths.has(s) ? s : earlierPath(s, isObject(value) ? value['c'] : null),
    context: c,
    latestAt: t,
    said,
    blocked: b,
    unsent: u,
    toldAt: told,
    formAt: more.f !== null && paths.has(more.f) && more.f.startsWith('form.') ? more.f : null,
    misses: more.m,
    judging: more.j,
    listed: more.n,
    receipt: more.r,
    imageSet: more.i,
    openDigits: more.d,
  };
}

function complete(value: unknown): unknown {
  if (!isObject(value)) return value;
  return { ...usual, ...value, c: isObject(value['c']) ? { ...usualContext, ...value['c'] } : value['c'] };
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Regions that can be reached without consent: nothing personal is asked in them. */
const open = ['consent.', 'issuer.', 'requests.list', 'requests.one', 'data.'];

function nearest({ path, context }: Saved): string {
  const menu = context.consent ? 'menu.main' : 'consent.first';
  if (!paths.has(path)) return menu;
  if (!context.consent && !open.some((region) => path.startsWith(region))) return menu;
  if (context.consent && path.startsWith('consent.')) return menu;
  return speaksOf(path, context) ? path : menu;
}

/** Whether what the state speaks of is known. */
function speaksOf(path: string, { draft, reading, offer, cardType, ref, held }: Context): boolean {
  switch (path) {
    case 'form.next':
      return false;
    case 'issuer.confirm':
      return reading !== null && reading.type !== null;
    case 'form.agency.confirm':
      return draft !== null && reading !== null && reading.type !== null;
    case 'issuer.settle':
      return reading !== null;
    case 'form.agency.settle':
      return draft !== null && reading !== null;
    case 'form.agency.suggest':
    case 'form.suggest':
      return draft !== null && offer !== null;
    case 'issuer.card':
      return cardType !== null;
    case 'receipt':
    case 'requests.one':
    case 'requests.reply':
    case 'requests.withdraw':
      return ref !== null;
    case 'addressee.ask':
    case 'requests.closed':
      return held !== null;
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
