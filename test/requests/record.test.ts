import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Unreadable, Vault } from '../../src/privacy/vault.ts';
import { eraseRequest, fileRequest } from '../../src/requests/changes.ts';
import { openRequest, openThread, sealChange, searchTerms } from '../../src/requests/record.ts';
import { claimRequest } from '../../src/requests/staff-moves.ts';
import { after, agent, clockAt, filed, filing, questionFiling } from './build.ts';

const vault = new Vault([{ id: 'k1', secret: randomBytes(32) }], randomBytes(32));

test('what is sealed opens again, whole', () => {
  const change = fileRequest({ ...filing, said: questionFiling.said }, clockAt());
  const write = sealChange(vault, change);
  expect(write.expected).toBe(0);
  expect(write.audit).toEqual(change.audit);
  expect(openRequest(vault, write.record)).toEqual(change.after);
  expect(openThread(vault, filing.ref, write.thread)).toEqual(change.thread);
});

test('a request of an earlier version, which had neither subject nor reason, opens', () => {
  const change = fileRequest(filing, clockAt());
  const { record } = sealChange(vault, change);
  const {
    subject: _subject,
    reason: _reason,
    ...rest
  } = vault.open(record.sealed, `request:${filing.ref}`) as Record<string, unknown>;
  const old = { ...record, sealed: vault.seal(rest, `request:${filing.ref}`) };
  expect(openRequest(vault, old)).toEqual(change.after);
});

test('entries of an earlier version, which had texts alone, open', () => {
  const old = (id: string, entry: object) => ({
    id,
    at: 7,
    sealed: vault.seal(entry, `thread:${filing.ref}:${id}`),
  });
  const nothing = { media: null, quotes: null };
  const records = [
    old('a', { from: 'officer', by: null, text: 'ถาม', messageId: 'm1' }),
    { ...old('b', { from: 'staff', by: 'a@dga.or.th', text: 'ตอบ', messageId: null }), lineId: 'line-1' },
    old('c', { from: 'system', by: null, text: 'blocked', messageId: null }),
  ];
  expect(openThread(vault, filing.ref, records)).toMatchObject([
    { kind: 'text', text: 'ถาม', lineId: 'm1', ...nothing },
    { kind: 'text', text: 'ตอบ', lineId: 'line-1', ...nothing },
    { kind: 'event', text: 'blocked', lineId: null, ...nothing },
  ]);
});

test('a later change names the version it was decided on', () => {
  const decision = claimRequest(filed().request, agent, {}, clockAt());
  if (!decision.ok || !decision.change) throw new Error('the claim was refused');
  const write = sealChange(vault, decision.change);
  expect(write).toMatchObject({ expected: 1, record: { version: 2, assignee: agent.email } });
  expect(openRequest(vault, write.record)).toEqual(after(decision));
});

test('nothing personal stands open', () => {
  const write = sealChange(vault, fileRequest({ ...filing, said: questionFiling.said }, clockAt()));
  expect(JSON.stringify(write)).not.toMatch(
    /สมชาย|นักวิชาการ|5311|chiangmai|เชียงใหม่|U1234567890|เข้าระบบ|m-said|m-name/,
  );
});

test('a sealed entry does not open in another request’s thread', () => {
  const { thread } = sealChange(vault, fileRequest({ ...filing, said: questionFiling.said }, clockAt()));
  expect(() => openThread(vault, '987654321', thread)).toThrow(Unreadable);
});

describe('search', () => {
  const { record } = sealChange(
    vault,
    fileRequest({ ...filing, agencyName: 'เทศบาลนครเชียงใหม่', parentAgency: 'กรม Digital ๒' }, clockAt()),
  );
  const finds = (query: string) => {
    const terms = searchTerms(vault, query);
    return terms.length > 0 && terms.every((term) => record.terms.includes(term));
  };

  test.each(['เชียงใหม่', 'เทศบาล เชียงใหม่', 'เชียงใหม่ เทศบาลนคร', 'digital', 'ＤＩＧＩＴＡＬ 2', 'กรม'])(
    'finds the agency by %j',
    (query) => expect(finds(query)).toBe(true),
  );

  test.each(['เชียงราย', 'เทศบาล เชียงราย', '', '...', 'สมชาย'])('does not by %j', (query) =>
    expect(finds(query)).toBe(false),
  );

  test.each(['อบต.บางพลี', 'อบต. บางพลี', 'อบต บางพลี', 'บางพลี'])('sees %j in อบต.บางพลี', (query) => {
    const terms = searchTerms(vault, 'อบต.บางพลี');
    expect(searchTerms(vault, query).filter((term) => !terms.includes(term))).toEqual([]);
  });

  test('finds nothing of an erased request', () => {
    const erased = eraseRequest(filed().request, [], clockAt());
    if (!erased) throw new Error('nothing changed');
    expect(sealChange(vault, erased).record.terms).toEqual([]);
  });
});
