import type { Draft } from '../../flows/context.ts';
import { newDraft } from '../../flows/context.ts';
import type { Effect, Facts, Outcome } from '../../flows/events.ts';
import type { FilledForm } from '../requests/changes.ts';
import {
  addOfficerMessage,
  emptyForm,
  eraseRequest,
  fileRequest,
  joinRequest,
  withdrawRequest,
} from '../requests/changes.ts';
import { mayReopen, reopenByOfficer } from '../requests/reopening.ts';
import { issuerOf } from '../routing/issuer.ts';
import type { ConsentRecord, OfficerKey, Tally } from '../store/port.ts';
import type { OfficerEvent } from './inbound.ts';
import type { LearningLog } from './learning-log.ts';
import type { RequestLedger } from './ledger.ts';
import type { Saved } from './saved.ts';
import type { TurnParts } from './turn-state.ts';

/** What effects write to, besides the requests. */
export interface Records {
  readonly officer: OfficerKey;
  readonly event: OfficerEvent;
  readonly saved: Saved;
  readonly parts: TurnParts;
  readonly ledger: RequestLedger;
  readonly learning: LearningLog;
  readonly consents: ConsentRecord[];
  readonly tallies: Omit<Tally, 'day'>[];
  /** What could not be delivered to the officer has to go. */
  readonly eraseUndelivered: () => void;
}

/** Days in which an officer can reopen a request, where the operator set none. */
export const defaultReopenDays = 7;

/** Carries an effect out and tells what became of it; what is said follows from that. */
export function carryOut(effect: Effect, facts: Facts, records: Records): Outcome {
  const { ledger, learning, consents, tallies, event, parts } = records;
  const { clock } = ledger;
  const done: Outcome = { effect, done: true };
  const changed = (isDone: boolean, ref: string): Outcome =>
    isDone ? done : { effect, done: false, why: ledger.find(ref) ? 'closed' : 'unknown' };
  switch (effect.kind) {
    case 'consent':
      consents.push({ at: facts.now, action: effect.action, notice: facts.notice });
      if (effect.action === 'withdrawn') learning.forget(records.saved.said.map((one) => one.messageId));
      return done;
    case 'file-token':
      file('token', formOf(effect.draft), null, facts, records);
      return done;
    case 'file-question':
      file('question', emptyForm, effect, facts, records);
      return done;
    case 'join':
      return changed(
        ledger.change(effect.ref, (request) => joinRequest(request, formOf(effect.draft), clock)),
        effect.ref,
      );
    case 'correct':
      return changed(
        ledger.change(effect.ref, (request) =>
          joinRequest(request, formOf({ ...newDraft(), [effect.slot]: effect.value }), clock, 'corrected'),
        ),
        effect.ref,
      );
    case 'note':
      return changed(
        ledger.change(effect.note.ref, (request) => addOfficerMessage(request, effect.note, clock)),
        effect.note.ref,
      );
    case 'withdraw':
      return changed(
        ledger.change(effect.ref, (request) => withdrawRequest(request, clock)),
        effect.ref,
      );
    case 'reopen': {
      const request = ledger.find(effect.ref);
      const days = parts.reopenDays ?? defaultReopenDays;
      if (request && !mayReopen(request, days, facts.now)) return { effect, done: false, why: 'too-late' };
      const isDone = ledger.change(effect.ref, (each) =>
        reopenByOfficer(each, { dueAt: parts.dueAt(facts.now), days }, clock),
      );
      const { note } = effect;
      if (isDone && note) ledger.change(effect.ref, (each) => addOfficerMessage(each, note, clock));
      return changed(isDone, effect.ref);
    }
    case 'tally':
      tallies.push({ entry: effect.entry, what: effect.what });
      if (effect.what === 'not-helped') learning.noteWrongAnswer(effect.entry, event.at);
      return done;
    case 'erase':
      records.eraseUndelivered();
      for (const { ref } of ledger.all)
        ledger.change(ref, (request) => eraseRequest(request, ledger.thread(ref), clock));
      ledger.changeUnreadable((request) => eraseRequest(request, ledger.thread(request.ref), clock));
      return done;
  }
}

function file(
  kind: 'token' | 'question',
  form: FilledForm,
  about: { readonly subject: string | null; readonly messageId: string | null } | null,
  facts: Facts,
  { officer, event, saved, parts, ledger }: Records,
): void {
  const subject =
    !about || about.subject === null ? [] : [{ text: about.subject, messageId: about.messageId }];
  ledger.file(
    fileRequest(
      {
        ...form,
        ref: facts.newRef,
        kind,
        subject: about?.subject ?? null,
        ...(about?.messageId ? { sources: { subject: about.messageId } } : {}),
        officer,
        lineUserId: event.from,
        language: saved.context.language,
        dueAt: parts.dueAt(facts.now),
        said: kind === 'question' ? [...saved.said, ...subject] : [],
      },
      ledger.clock,
    ),
  );
}

function formOf(draft: Draft): FilledForm {
  return {
    issuer: draft.agencyType ? issuerOf(draft.agencyType) : null,
    agencyType: draft.agencyType,
    agencyName: draft.agencyName,
    parentAgency: draft.parentAgency,
    contact: { name: draft.name, position: draft.position, phone: draft.phone, email: draft.email },
    hasDigitalId: draft.hasDigitalId,
    sources: draft.sources,
  };
}
