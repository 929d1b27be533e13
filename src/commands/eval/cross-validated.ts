import { createAgencyReader } from '../../routing/agency.ts';
import { decisionOf, gapNamedOf } from '../../understanding/choose-thresholds.ts';
import { isGap, labelsOf, learn } from '../../understanding/learn.ts';
import { loadLearned } from '../../understanding/learned-store.ts';
import { loadFaq } from '../../understanding/tables.ts';
import type { AnswerableScore, Confusion, OutOfScopeScore } from './score.ts';

/** Of every example, as it is understood by what learned neither it, nor its near-duplicates, nor any word only they use. */
export interface CrossValidatedScore {
  readonly answerable: AnswerableScore;
  readonly outOfScope: OutOfScopeScore;
  readonly confusions: readonly Confusion[];
}

/** Learns everything anew several times, which takes some ten seconds. */
export function crossValidate(): CrossValidatedScore {
  const table = loadFaq();
  const labels = labelsOf(table.entries);
  const { judge, thresholds } = loadLearned().learned;
  const { outcomes } = learn(table, createAgencyReader(), () => {}, true);
  const judged = outcomes.map((outcome) => {
    const { answer, choices } = decisionOf(outcome, judge, thresholds);
    return {
      isAnswerable: outcome.opinion.ranked.includes(outcome.right[0] ?? -1),
      isRight: answer !== null && outcome.right.includes(answer),
      isWrong: answer !== null && !outcome.right.includes(answer),
      isOffered: choices.length > 0,
      isGap: outcome.right.some((label) => isGap(labels[label])),
      isGapNamed: outcome.right.includes(gapNamedOf(outcome, judge, thresholds, labels) ?? -1),
      isAmong: choices.some((label) => outcome.right.includes(label)),
      expected: String(labels[outcome.right[0] ?? -1]),
      got: answer === null ? (choices.length > 0 ? 'choices' : 'none') : String(labels[answer]),
    };
  });
  const answerable = judged.filter(({ isAnswerable }) => isAnswerable);
  const outside = judged.filter(({ isAnswerable }) => !isAnswerable);
  const share = <T>(all: readonly T[], isOne: (one: T) => boolean): number =>
    all.filter(isOne).length / all.length;
  return {
    answerable: {
      count: answerable.length,
      atOnce: share(answerable, ({ isRight }) => isRight),
      among: share(answerable, ({ isRight, isAmong }) => isRight || isAmong),
      wrongAtOnce: share(answerable, ({ isWrong }) => isWrong),
      choices: share(answerable, ({ isOffered }) => isOffered),
    },
    outOfScope: {
      count: outside.length,
      wrongAtOnce: share(outside, ({ isWrong }) => isWrong),
      choices: share(outside, ({ isOffered }) => isOffered),
      gapsNamed: share(
        outside.filter((one) => one.isGap),
        ({ isGapNamed }) => isGapNamed,
      ),
    },
    confusions: [
      ...Map.groupBy(
        judged.filter(({ isRight, isWrong, isAnswerable }) => isWrong || (isAnswerable && !isRight)),
        ({ expected, got }) => `${expected}\t${got}`,
      ).values(),
    ]
      .flatMap((same) => same.slice(0, 1).map(({ expected, got }) => ({ expected, got, count: same.length })))
      .sort((a, b) => b.count - a.count),
  };
}
