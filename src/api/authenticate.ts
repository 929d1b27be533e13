import { hash } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { LRUCache } from 'lru-cache';
import { networkOf } from '../base/network.ts';
import { createThrottle } from '../base/throttle.ts';
import type { Accounts } from '../staff/accounts.ts';
import type { Problem } from './problems.ts';
import { problem } from './problems.ts';

/** Wrong tokens from one network within the window. */
const wrongTokens = { failures: 30, windowMs: 15 * 60 * 1000 };
/** Hashes of tokens that were right, which go on working whatever others of their network guess. */
const tokensKept = 1_000;

/**
 * RFC 6750. Whoever guesses tokens is slowed by network, in the memory of this process.
 * @param now epoch ms.
 */
export function authenticate(
  accounts: Pick<Accounts, 'findByToken'>,
  now: () => number,
  refuse: (res: Response, problem: Problem) => void,
): RequestHandler {
  const guesses = createThrottle(wrongTokens, now);
  const rightBefore = new LRUCache<string, true>({ max: tokensKept });

  return async (req, res, next) => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(req.get('authorization') ?? '') ?? [];
    const mark = token === undefined ? '' : hash('sha256', token);
    const network = networkOf(req.ip ?? '');
    const isGuess = token !== undefined && !rightBefore.has(mark);
    const until = isGuess ? guesses.attempt(network) : null;
    if (until !== null) {
      res.set('Retry-After', String(Math.ceil((until - now()) / 1000)));
      return refuse(res, problem('too-many-guesses'));
    }
    const account = token === undefined ? null : await accounts.findByToken(token);
    if (account) {
      if (isGuess) guesses.refund(network);
      rightBefore.set(mark, true);
      res.locals['viewer'] = account;
      return next();
    }
    rightBefore.delete(mark);
    res.set('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    refuse(res, problem('unauthorized'));
  };
}
