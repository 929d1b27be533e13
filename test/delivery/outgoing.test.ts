import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Outgoing } from '../../src/delivery/outgoing.ts';
import { openOutgoing, sealOutgoing } from '../../src/delivery/outgoing.ts';
import { Unreadable, Vault } from '../../src/privacy/vault.ts';

const vault = new Vault([{ id: 'k1', secret: randomBytes(32) }], randomBytes(32));
const outgoing: Outgoing = {
  id: randomUUID(),
  ref: '123456782',
  to: 'U0123456789abcdef0123456789abcdef',
  replyToken: 'token',
  replyTokenAt: 1,
  said: [{ prompt: { say: 'menu.main', params: { reminder: 'none' }, choices: [] }, language: 'th' }],
};

test('a message is sealed whole and opens again as it was', () => {
  const entry = sealOutgoing(vault, outgoing);
  expect(Object.keys(entry)).toEqual(['id', 'ref', 'sealed']);
  expect(openOutgoing(vault, entry)).toEqual(outgoing);
});

test('what was moved to another entry does not open', () => {
  const { sealed } = sealOutgoing(vault, outgoing);
  expect(() => openOutgoing(vault, { id: randomUUID(), ref: null, sealed })).toThrow(Unreadable);
});

test('what is no outgoing message is unreadable, and its fault does not quote it', () => {
  const id = randomUUID();
  const sealed = vault.seal({ to: 'U1', said: [], secret: 'ความลับ' }, `outbox:${id}`);
  expect(() => openOutgoing(vault, { id, ref: null, sealed })).toThrow(Unreadable);
  expect(() => openOutgoing(vault, { id, ref: null, sealed })).not.toThrow(/ความลับ/);
});
