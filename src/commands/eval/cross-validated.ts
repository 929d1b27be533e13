import { createAgencyReader } from '../../routing/agency.ts';
import { decide, offered } from '../../understanding/judge.ts';
import { isOutside, learn } from '../../understanding/learn.ts';
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
  const { judge, thresholds, labels, kinds } = loadLearned().learned;
  const { outcomes } = learn(loadFaq(), createAgencyReader(), () => {}, true);
  const judged = outcomes.map((example) => {
    const { opinion, right } = example;
    const { outcome, answers, gap } = decide(opinion, kinds, judge, thresholds);
    const isRight = right.includes(answers[0] ?? -1);
    return {
      isAnswerable: !isOutside(example, kinds),
      isRight: outcome === 'answer' && isRight,
      isWrong: outcome === 'answer' && !isRight,
      isOffered: outcome === 'choices',
      isAmong: outcome === 'choices' && answers.slice(0, offered).some((label) => right.includes(label)),
      isGap: kinds[right[0] ?? -1] === 'gap',
      isGapNamed: gap !== null && right.includes(gap),
      expected: String(labels[right[0] ?? -1]),
      got: outcome === 'answer' ? String(labels[answers[0] ?? -1]) : outcome,
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
