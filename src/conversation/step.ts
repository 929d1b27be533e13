import type { AnyActorScope, ExecutableActionObject } from 'xstate';
import { createActor } from 'xstate';
import type { Context } from '../../flows/context.ts';
import { newContext } from '../../flows/context.ts';
import { conversation } from '../../flows/conversation.machine.ts';
import type { FlowEvent } from '../../flows/events.ts';
import { statePath, stateValue } from './saved.ts';

/** Where a conversation stands: its state, as a path like `form.phone`, and what it remembers. */
export interface Standing {
  readonly path: string;
  readonly context: Context;
}

export interface Step extends Standing {
  /** What the flow wants said, asked and done, in order, as data. */
  readonly actions: readonly Pick<ExecutableActionObject, 'type' | 'params'>[];
}

const nothing = (): void => {};
/** Never started; XState's transitions want one to belong to. */
const nobody = createActor(conversation, { logger: nothing });

/**
 * Puts one event to the flow. Pure: nothing is run, the actions come out as data. This is XState's
 * `transition(machine, snapshot, event)`, which makes a new actor with the machine's first snapshot at each call;
 * that costs several times what the transition does.
 */
export function step({ path, context }: Standing, event: FlowEvent): Step {
  const actions: ExecutableActionObject[] = [];
  const scope: AnyActorScope = {
    self: nobody,
    system: nobody.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: (action) => actions.push(action),
  };
  const after = conversation.transition(snapshotAt(path, context), event, scope);
  return { path: statePath(after.value), context: after.context, actions };
}

type Snapshot = ReturnType<typeof conversation.resolveState>;

/** A snapshot of each state: all of it but the context is the same at every event. */
const snapshots = new Map<string, Snapshot>();

function snapshotAt(path: string, context: Context): Snapshot {
  const known = snapshots.get(path);
  if (known) return { ...known, context };
  const snapshot = conversation.resolveState({ value: stateValue(path), context });
  snapshots.set(path, { ...snapshot, context: newContext() });
  return snapshot;
}
