import { describe, expect, test } from 'vitest';
import { newContext } from '../../../flows/context.ts';
import {
  answered,
  aRequest,
  at,
  claimedQuestion,
  facts,
  heldOf,
  hour,
  meaning,
  monday,
  noteTo,
  question,
  queuedQuestion,
  reads,
  secret,
  secretMasked,
  waitingRequest,
} from '../officer.ts';

const quoting = reads('quoted note');

const earlier = aRequest({ ref: '345678904', status: 'waiting', staffWroteAt: monday - 3 * hour });
const several = {
  facts: facts([waitingRequest, earlier, queuedQuestion]),
  quotedRef: earlier.ref,
};

describe('a text that quotes a message of a thread', () => {
  test.each(['มีแล้วค่ะ', 'ใช่ครับ', '1', '12', '02-111-1111', 'ยกเลิก', 'สมหญิง ใจดี', 'ขอบคุณค่ะ', '👍'])(
    '%j goes to that thread, wherever the conversation stands and whoever wrote last',
    (text) => {
      for (const path of ['menu.usage', 'form.name', 'issuer.pick', 'requests.withdraw', 'person.subject'])
        expect({ path, means: meaning(text, at(path, several)) }).toEqual({
          path,
          means: [noteTo(earlier.ref, text, 'sent')],
        });
    },
  );

  test('is answered by the assistant too where it asks clearly, but for a question that somebody has', () => {
    expect(quoting(question, at('menu.usage', several))).toEqual([
      noteTo(earlier.ref, question, 'sent'),
      answered,
    ]);
    const claimed = { facts: facts([claimedQuestion]), quotedRef: claimedQuestion.ref };
    expect(quoting(question, at('menu.usage', claimed))).toEqual([
      noteTo(claimedQuestion.ref, question, 'sent'),
    ]);
  });

  test('waits in the queue where nobody has the question yet', () => {
    expect(quoting('มีเพิ่มค่ะ', at('person.open', { ...several, quotedRef: queuedQuestion.ref }))).toEqual([
      noteTo(queuedQuestion.ref, 'มีเพิ่มค่ะ', 'queued'),
    ]);
  });

  test('is masked, and the officer is told', () => {
    expect(quoting(`รหัส ${secret}`, at('menu.usage', several))).toEqual([
      { reply: 'masked', found: ['token'] },
      noteTo(earlier.ref, `รหัส ${secretMasked}`, 'sent'),
    ]);
  });

  test('is kept where the request is closed; thanks open nothing', () => {
    const closed = { facts: facts([{ ...earlier, status: 'resolved' as const }]), quotedRef: earlier.ref };
    expect(quoting('มีแล้วค่ะ', at('menu.usage', closed))).toEqual([
      { type: 'note.closed', held: heldOf(earlier.ref, 'มีแล้วค่ะ') },
    ]);
    expect(quoting('ขอบคุณค่ะ', at('menu.usage', closed))).toEqual([{ reply: 'thanks' }]);
  });

  test('that quotes anything else, or comes without consent, is read as if it quoted nothing', () => {
    expect(quoting('มีแล้วค่ะ', at('menu.usage', { ...several, quotedRef: null }))).toBeNull();
    expect(quoting('มีแล้วค่ะ', at('menu.usage', { ...several, quotedRef: '987654321' }))).toBeNull();
    expect(quoting('มีแล้วค่ะ', at('consent.first', { ...several, context: newContext() }))).toBeNull();
  });
});
