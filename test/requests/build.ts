import type { Filing } from '../../src/requests/changes.ts';
import { emptyForm, fileRequest } from '../../src/requests/changes.ts';
import type { Clock, RequestChange, ServiceRequest, ThreadEntry } from '../../src/requests/request.ts';
import type { Actor } from '../../src/requests/scope.ts';
import type { Decision } from '../../src/requests/refusals.ts';

/** Monday, 23 November 2026, 10:00 in Bangkok. */
export const monday = Date.parse('2026-11-23T10:00:00+07:00');

let ids = 0;

/** A clock that stands at `now`. */
export function clockAt(now: number = monday): Clock {
  return {
    now,
    newId: () => {
      ids += 1;
      return `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
    },
  };
}

export const agent: Actor = { email: 'agent@dga.or.th', role: 'agent', issuers: ['dga'] };
export const colleague: Actor = { email: 'colleague@dga.or.th', role: 'agent', issuers: ['dga', 'dla'] };
export const supervisor: Actor = {
  email: 'supervisor@dga.or.th',
  role: 'supervisor',
  issuers: ['dga', 'parent', 'dla'],
};
export const admin: Actor = { email: 'admin@dga.or.th', role: 'admin', issuers: ['dga', 'parent', 'dla'] };
export const outsider: Actor = { email: 'outsider@dla.go.th', role: 'supervisor', issuers: ['dla'] };

export const filing: Filing = {
  ref: '123456786',
  kind: 'token',
  officer: 'officer-key',
  lineUserId: 'U1234567890abcdef1234567890abcdef',
  language: 'th',
  issuer: 'dga',
  agencyType: 'province',
  agencyName: 'จังหวัดเชียงใหม่',
  parentAgency: null,
  contact: { name: 'สมชาย ใจดี', position: 'นักวิชาการ', phone: '0 5311 2708', email: 's@chiangmai.go.th' },
  hasDigitalId: true,
  sources: { agencyName: 'm-agency', name: 'm-name', phone: 'm-contact', email: 'm-contact' },
  dueAt: monday + 2 * 86_400_000,
  said: [],
};

export const questionFiling: Filing = {
  ...filing,
  ...emptyForm,
  kind: 'question',
  said: [{ text: 'เข้าระบบไม่ได้', messageId: 'm-said' }],
};

/** A request as it is after some changes, with its thread. */
export interface Case {
  readonly request: ServiceRequest;
  readonly thread: readonly ThreadEntry[];
}

export function filed(changed: Partial<Filing> = {}, now = monday): Case {
  return applied(null, fileRequest({ ...filing, ...changed }, clockAt(now)));
}

/** The store's part: entries are added, or replaced where the id is known. */
export function applied(before: Case | null, change: RequestChange): Case {
  const known = new Map((before?.thread ?? []).map((entry) => [entry.id, entry]));
  for (const entry of change.thread) known.set(entry.id, entry);
  return { request: change.after, thread: [...known.values()] };
}

/** The request after a move that has to succeed. */
export function after(decision: Decision): ServiceRequest {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.problem)}`);
  if (!decision.change) throw new Error('nothing changed');
  return decision.change.after;
}
