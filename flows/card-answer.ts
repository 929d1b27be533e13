import type { AgencyType, AnswerIntent } from './domain.ts';

/** The answer that an issuer's card gives: it is counted and judged as that. */
export function cardAnswer(type: AgencyType): AnswerIntent {
  switch (type) {
    case 'regional':
      return 'token-regional';
    case 'local':
      return 'token-local';
    default:
      return 'token-central';
  }
}
