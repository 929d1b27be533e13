import { transition } from 'xstate';
import type { Context } from '../../flows/context.ts';
import { conversation } from '../../flows/conversation.machine.ts';
import type { EffectName } from '../../flows/effects.ts';
import { effects } from '../../flows/effects.ts';
import type { Args, Effect, FlowEvent } from '../../flows/events.ts';
import type { Prompt } from '../../flows/prompts/prompt.ts';
import type { SayingName } from '../../flows/prompts/sayings.ts';
import { sayings } from '../../flows/prompts/sayings.ts';
import { nodeAt, statePath, stateValue } from './paths.ts';

/** Where a conversation stands: its state, as a path like `form.phone`, and what it remembers. */
export interface Standing {
  readonly path: string;
  readonly context: Context;
  /** The state of the form that was left last, to which it goes back; null where there is no form. */
  readonly formAt: string | null;
}

/** What the flow wants done, said or asked, in order. */
type Demand =
  | { readonly kind: 'effect'; readonly effect: Effect }
  | { readonly kind: 'say'; readonly prompt: Prompt }
  | { readonly kind: 'ask' };

export interface Step extends Standing {
  readonly demands: readonly Demand[];
}

const memory = 'form.memory';

/** Puts one event to the flow. Pure: nothing is run, what is wanted comes out as data. */
export function step({ path, context, formAt }: Standing, event: FlowEvent): Step {
  const left = formAt === null ? undefined : nodeAt(formAt);
  const before = conversation.resolveState({
    value: stateValue(path),
    context,
    historyValue: left ? { [memory]: [left] } : {},
  });
  const [after, actions] = transition(conversation, before, event);
  // A question that was left unanswered is not what the form goes back to.
  const remembered = after.historyValue[memory]?.find(({ tags }) => !tags.includes('momentary'));
  return {
    path: statePath(after.value),
    context: after.context,
    formAt: remembered && after.context.draft ? remembered.path.join('.') : null,
    demands: actions.flatMap(({ type, info }) => demandOf(type, info as unknown as Args)),
  };
}

/** @param args what the action is about: the context at its place among the transition's actions, and the event. */
function demandOf(type: string, args: Args): readonly Demand[] {
  if (type === 'ask') return [{ kind: 'ask' }];
  if (Object.hasOwn(effects, type)) {
    const effect = effects[type as EffectName](args);
    return effect ? [{ kind: 'effect', effect }] : [];
  }
  const prompt = Object.hasOwn(sayings, type) ? sayings[type as SayingName](args) : null;
  return prompt ? [{ kind: 'say', prompt }] : [];
}
