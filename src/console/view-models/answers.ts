import type { Intent } from '../../../flows/domain.ts';
import { intents } from '../../../flows/domain.ts';
import type { AnswerFigures } from '../../learning/figures.ts';
import type { GoldenChange, Outcome } from '../../learning/golden.ts';
import type { Preview } from '../../learning/preview-worker.ts';
import type { UnclearGroup } from '../../learning/review.ts';
import type { Lesson } from '../../learning/teaching.ts';
import type { ViewContext } from './common.ts';
import type { Say } from '../say.ts';

/** The entries that a phrase can be attached to: those that only differ by issuer follow from the agency. */
export const teachable: readonly Intent[] = intents.filter(
  (intent) => !['token-central', 'token-regional', 'token-local'].includes(intent),
);

export interface FigureView {
  readonly title: string;
  readonly answered: number;
  readonly helped: number;
  readonly notHelped: number;
}

export interface GroupView {
  readonly lead: string;
  /** How often, and when last. */
  readonly seen: string;
  readonly others: readonly string[];
  /** What officers showed of what was meant. */
  readonly evidence: readonly string[];
  /** The entry that is most likely meant; empty for none. */
  readonly likely: Intent;
}

export interface LessonView {
  readonly version: number;
  readonly phrase: string;
  readonly title: string;
  readonly taught: string;
  /** Null while it is in force. */
  readonly undone: string | null;
}

export interface ChangeView {
  readonly text: string;
  readonly before: string;
  readonly after: string;
  readonly verdict: GoldenChange['verdict'];
  readonly verdictText: string;
}

export interface PreviewView {
  readonly phrase: string;
  readonly entry: Intent;
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** The phrase would be answered by the entry. */
  readonly works: boolean;
  readonly asked: number;
  readonly changes: readonly ChangeView[];
  readonly worse: number;
}

export const titleOf = (entry: Intent, say: Say): string => say(`faq:title.${entry}`);

export function presentFigures(figures: readonly AnswerFigures[], { say }: ViewContext): FigureView[] {
  return figures.flatMap(({ entry, answered, helped, notHelped }) => {
    const known = intents.find((intent) => intent === entry);
    return known ? [{ title: titleOf(known, say), answered, helped, notHelped }] : [];
  });
}

export function presentGroup(group: UnclearGroup, { say, dates }: ViewContext): GroupView {
  const { lead, count, latestDay, others, answeredWith, chosen } = group;
  const likely = chosen.flatMap(({ entry }) => (entry === 'none' ? [] : [entry]))[0];
  return {
    lead,
    seen: say('console:answers.seen', { count, day: dates.day(Date.parse(`${latestDay}T12:00:00Z`)) }),
    others,
    evidence: [
      ...answeredWith.map((entry) => say('console:answers.answered-with', { title: titleOf(entry, say) })),
      ...chosen.map(({ entry, count: times }) =>
        entry === 'none'
          ? say('console:answers.chose-none', { count: times })
          : say('console:answers.chose', { title: titleOf(entry, say), count: times }),
      ),
    ],
    likely: likely && teachable.includes(likely) ? likely : '',
  };
}

export function presentLesson(
  { version, phrase, entry, at, by, undone }: Lesson,
  { say, dates }: ViewContext,
): LessonView {
  return {
    version,
    phrase,
    title: titleOf(entry, say),
    taught: say('console:answers.taught-by', { by, at: dates.full(at) }),
    undone: undone && say('console:answers.undone-by', { by: undone.by, at: dates.full(undone.at) }),
  };
}

export function presentPreview(
  phrase: string,
  entry: Intent,
  { before, after, changes, asked }: Preview,
  { say }: ViewContext,
): PreviewView {
  return {
    phrase,
    entry,
    title: titleOf(entry, say),
    before: outcomeText(before, say),
    after: outcomeText(after, say),
    works: after.outcome === 'answer' && (after.intent === entry || entry === 'token-request'),
    asked,
    changes: changes.map((change) => ({
      text: change.text,
      before: outcomeText(change.before, say),
      after: outcomeText(change.after, say),
      verdict: change.verdict,
      verdictText: say(`console:answers.verdict.${change.verdict}`),
    })),
    worse: changes.filter(({ verdict }) => verdict === 'worse').length,
  };
}

function outcomeText({ outcome, intent, choices }: Outcome, say: Say): string {
  switch (outcome) {
    case 'answer':
      return intent === null ? '' : say('console:answers.outcome.answer', { title: titleOf(intent, say) });
    case 'choices':
      return say('console:answers.outcome.choices', {
        titles: choices.map((choice) => titleOf(choice, say)).join(', '),
      });
    case 'none':
      return say('console:answers.outcome.none');
  }
}
