/** What several pages share of what they show. */
import type { ServiceRequest } from '../../requests/request.ts';
import type { Actor } from '../../requests/scope.ts';
import type { Dates } from '../dates.ts';
import type { Say } from '../say.ts';

/** Who looks, and in which words. */
export interface ViewContext {
  readonly viewer: Actor;
  readonly say: Say;
  readonly dates: Dates;
  /** Epoch ms. */
  readonly now: number;
}

/** The sentence on top of a page about what was just done or refused. */
export interface Notice {
  readonly tone: 'done' | 'info' | 'problem';
  readonly text: string;
  /** What was typed and has no form to go back to. */
  readonly kept?: { readonly label: string; readonly text: string };
}

export interface DueView {
  /** ISO 8601, for machines. */
  readonly iso: string;
  readonly text: string;
  /** Null once it is closed. */
  readonly distance: string | null;
  readonly tone: 'late' | 'soon' | 'calm';
}

/** A value with its label. `links` are what it can be reached by. */
export interface FactView {
  readonly label: string;
  readonly value: string | null;
  readonly href?: string;
}

/** Closer to its due time than this it is due soon. */
const soonMs = 4 * 60 * 60 * 1000;

export function presentDue(request: ServiceRequest, say: Say, dates: Dates, now: number): DueView {
  if (request.resolvedAt !== null && request.status === 'resolved') {
    const at = request.resolvedAt;
    return { iso: iso(at), text: dates.short(at), distance: null, tone: 'calm' };
  }
  const left = request.dueAt - now;
  const distance = dates.distance(request.dueAt);
  return {
    iso: iso(request.dueAt),
    text: dates.short(request.dueAt),
    distance: say(left < 0 ? 'console:due.late' : 'console:due.left', { distance }),
    tone: left < 0 ? 'late' : left < soonMs ? 'soon' : 'calm',
  };
}

export function presentHolder(request: ServiceRequest, viewer: Actor, say: Say): string | null {
  return request.assignee === viewer.email ? say('console:queue.held-by-me') : request.assignee;
}

export function statusText(request: ServiceRequest, say: Say): string {
  if (request.status === 'resolved' && request.disposition)
    return say(`requests:disposition.${request.disposition}`);
  return say(`requests:status.${request.status}`);
}

/** ISO 8601, for machines. @param at epoch ms. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
