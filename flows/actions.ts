import { setup } from 'xstate';
import type { Context, Draft, Reading } from './context.ts';
import { correctable, newContext, newDraft } from './context.ts';
import type { AgencyType } from './domain.ts';
import type { FlowEvent, Slot } from './events.ts';
import { correctableRequest, joined, named, openQuestion } from './guards.ts';
import type { AgencyReading } from './understanding.ts';

const { assign } = setup({ types: { context: {} as Context, events: {} as FlowEvent } });

/** The form with a change; a new one where there is none. */
const withDraft = (context: Context, change: Partial<Draft>): { draft: Draft } => ({
  draft: { ...(context.draft ?? newDraft()), ...change },
});

/** One answer of the form, with the message it came from. */
function withAnswer(
  context: Context,
  slot: Slot,
  value: string | boolean,
  messageId: string | null,
): { draft: Draft } {
  const { [slot]: _before, ...others } = context.draft?.sources ?? {};
  return withDraft(context, {
    [slot]: value,
    sources: messageId ? { ...others, [slot]: messageId } : others,
    skipped: (context.draft?.skipped ?? []).filter((each) => each !== slot),
    unsent: (context.draft?.unsent ?? []).filter((each) => each !== slot),
    ...(slot === 'agencyName' ? { listed: false } : {}),
  });
}

const leaveOut = (context: Context, slot: 'position' | 'email'): { draft: Draft } =>
  withDraft(context, {
    [slot]: null,
    skipped: [...(context.draft?.skipped ?? []).filter((each) => each !== slot), slot],
  });

/** A changed type may need another confirmation, and only regional offices have a parent agency to name. */
const ofType = (draft: Draft, agencyType: AgencyType | null): Draft => ({
  ...draft,
  agencyType,
  // Another type has another issuer, which the officer has not been told.
  assist: draft.assist && draft.agencyType === agencyType,
  parentAgency: agencyType === 'regional' ? draft.parentAgency : null,
});

/** The agency's name as it was typed when its type was asked, unless the form has one. */
const nameRead = (draft: Draft, reading: Reading | null): Draft =>
  draft.agencyName !== null || !reading?.name
    ? draft
    : {
        ...draft,
        agencyName: reading.name,
        sources: reading.messageId ? { ...draft.sources, agencyName: reading.messageId } : draft.sources,
      };

/** The form for a type that the officer gave. */
const withType = (context: Context, agencyType: AgencyType): Partial<Context> => ({
  draft: nameRead({ ...ofType(context.draft ?? newDraft(), agencyType), cardShown: false }, context.reading),
  reading: null,
});

/** The form for the type whose card is on screen, and for the agency that was read for it. */
const fromCard = ({ cardType, reading }: Context, draft: Draft): Draft =>
  nameRead(
    { ...ofType(draft, cardType), cardShown: cardType !== null },
    reading?.type === cardType ? reading : null,
  );

/** A stored copy: what understanding gives carries read-only lists. */
export const copyOf = (reading: AgencyReading, messageId: string | null): Reading => ({
  type: reading.type,
  candidates: [...reading.candidates],
  reason: { ...reading.reason },
  name: reading.name,
  messageId,
});

/** What the conversation remembers from a transition. */
export const assigns = {
  // The event that starts a machine, as graph tools do, carries no facts.
  keepNotice: assign({ noticeShown: ({ event }) => (event as Partial<FlowEvent>).facts?.notice ?? null }),
  keepConsent: assign({ consent: ({ event }) => ({ notice: event.facts.notice, at: event.facts.now }) }),
  keepLanguage: assign(({ event }) =>
    event.type === 'language' ? { language: event.language, languageChosen: true, aside: null } : {},
  ),
  forgetAll: assign(({ context: { language, languageChosen } }) => ({
    ...newContext(),
    language,
    languageChosen,
  })),
  forgetAllButConsent: assign(({ context: { language, languageChosen, consent, noticeShown } }) => ({
    ...newContext(),
    language,
    languageChosen,
    consent,
    noticeShown,
  })),

  keepService: assign({ service: ({ event }) => (event.type === 'service' ? event.id : null) }),
  keepReading: assign({
    reading: ({ event }) => ('reading' in event ? copyOf(event.reading, event.messageId) : null),
  }),
  keepReadType: assign({ cardType: ({ context }) => context.reading?.type ?? null }),
  keepPicked: assign({
    cardType: ({ event }) => (event.type === 'pick' ? event.agencyType : null),
    reading: null,
  }),

  startForm: assign(() => ({ draft: newDraft(), reading: null, formFirst: null })),
  /** The agency that was being asked about is the form's first question. */
  startWithAgency: assign(({ context }) => ({
    draft: newDraft(),
    reading: context.reading,
    formFirst: null,
  })),
  startFromCard: assign(({ context }) => ({ draft: fromCard(context, newDraft()), formFirst: null })),
  /** Until the agency is named its type is that of the card on screen: it is not asked for again. */
  resumeFromCard: assign(({ context }) => {
    const { draft } = context;
    const isUnsettled = draft !== null && (draft.agencyType === null || draft.agencyName === null);
    return isUnsettled ? { draft: fromCard(context, draft) } : {};
  }),
  dropDraft: assign({ draft: null, reading: null, offer: null, cardType: null, formFirst: null }),
  fill: assign(({ context, event }) =>
    'value' in event ? { ...withAnswer(context, event.slot, event.value, event.messageId), offer: null } : {},
  ),
  fillContact: assign(({ context, event }) => {
    if (event.type !== 'fill-contact') return {};
    return Object.entries(event.values).reduce<Partial<Context>>(
      (filled, [slot, value]) =>
        withAnswer({ ...context, ...filled }, slot as Slot, value ?? '', event.messageId),
      {},
    );
  }),
  skipPosition: assign(({ context }) => leaveOut(context, 'position')),
  skipEmail: assign(({ context }) => leaveOut(context, 'email')),
  takePicked: assign(({ context, event }) =>
    event.type === 'pick' ? withType(context, event.agencyType) : {},
  ),
  takeReadType: assign(({ context }) =>
    context.reading?.type ? withType(context, context.reading.type) : {},
  ),
  takeAssist: assign(({ context }) => withDraft(context, { assist: true })),
  reuseContact: assign(({ context, event }) =>
    withDraft(context, { ...event.facts.contact, contactAsked: true }),
  ),
  askContact: assign(({ context }) => withDraft(context, { contactAsked: true })),

  keepOffer: assign({ offer: ({ event }) => (event.type === 'suggest' ? event.offer : null) }),
  dropOffer: assign({ offer: null }),
  /** What was typed where the type was asked tells the type, or may. */
  readOffer: assign(({ context }) => ({ reading: context.offer?.reading ?? null, offer: null })),
  /** What was typed where the type was asked tells the name alone. */
  nameByOffer: assign(({ context }) =>
    context.offer
      ? { ...withAnswer(context, 'agencyName', context.offer.typed, context.offer.messageId), offer: null }
      : {},
  ),
  /** Of the names that were offered none was meant. */
  fillOffered: assign(({ context }) =>
    context.offer && context.offer.slot !== 'agencyType'
      ? withAnswer(context, context.offer.slot, context.offer.typed, context.offer.messageId)
      : {},
  ),
  /** The agency as the operator's list has it: its name stands, and type and parent with it until they are changed. */
  fillListed: assign(({ context, event }) => {
    if (event.type !== 'listed') return {};
    const { agency, messageId } = event;
    const { agencyName: _name, parentAgency: _parent, ...sources } = context.draft?.sources ?? {};
    const typed = agency.type === null ? withDraft(context, {}) : withType(context, agency.type);
    return {
      ...typed,
      offer: null,
      draft: {
        ...(typed.draft ?? newDraft()),
        agencyName: agency.name,
        parentAgency: agency.type === 'regional' ? agency.parent : null,
        listed: agency.type !== null,
        sources:
          messageId === null ? sources : { ...sources, agencyName: messageId, parentAgency: messageId },
      },
    };
  }),

  keepRef: assign((args) => ({ ref: named(args)?.ref ?? null })),
  keepNewRef: assign({ ref: ({ event }) => event.facts.newRef }),
  keepJoined: assign((args) => ({ ref: joined(args)?.ref ?? null })),
  keepOnlyRequest: assign({ ref: ({ event }) => event.facts.requests[0]?.ref ?? null }),
  keepOpenQuestion: assign({ ref: ({ event }) => openQuestion(event.facts.requests)?.ref ?? null }),
  forgetRef: assign({ ref: null }),

  keepSlot: assign(({ event }) => ({
    slot: event.type === 'data.correct' ? (correctable.find((each) => each === event.slot) ?? null) : null,
  })),
  keepCorrected: assign({ ref: ({ event }) => correctableRequest(event.facts.requests)?.ref ?? null }),
  forgetReading: assign({ reading: null }),

  keepHeld: assign(({ event }) => ('held' in event ? { held: event.held } : {})),
  /** Bubbles in a row are one message. */
  joinHeld: assign(({ context, event }) =>
    'held' in event
      ? {
          held: context.held
            ? { ...event.held, text: `${context.held.text}\n${event.held.text}` }
            : event.held,
        }
      : {},
  ),
  forgetHeld: assign({ held: null }),
  keepFormFirst: assign({
    formFirst: ({ context, event }) =>
      event.facts.requests.find(({ ref }) => ref === context.held?.ref)?.staffWroteAt ?? event.facts.now,
  }),
} as const;
