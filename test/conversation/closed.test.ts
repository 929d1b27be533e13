import { describe, expect, test } from 'vitest';
import type { Life } from './life.ts';
import { claimed } from './life.ts';
import { hour } from './officer.ts';

const late = 'หน้าจอยังค้างเหมือนเดิมค่ะ';

/** Staff closed the question while the officer was writing; what was written is kept. */
function closed(ago = 0): { life: Life; ref: string } {
  const { life, ref } = claimed();
  const resolvedAt = life.now() + 1;
  life.setRequest(ref, { status: 'resolved', disposition: 'answered', staffWroteAt: resolvedAt, resolvedAt });
  life.pass(ago);
  expect(life.say(late, 'm-late')).toEqual([ago < 7 * 24 * hour ? 'note.closed' : 'note.closed-late']);
  expect(life.saved()).toMatchObject({ path: 'requests.closed', context: { held: { ref, text: late } } });
  return { life, ref };
}

const textsOf = (life: Life, ref: string) => life.thread(ref).map(({ text }) => text);

describe('a message to a request that was closed meanwhile', () => {
  test('reaches nobody before the officer chooses', () => {
    const { life, ref } = closed();
    expect(textsOf(life, ref)).not.toContain(late);
    expect(life.requests()).toHaveLength(1);
  });

  test('reopens the request, and is in its thread', () => {
    const { life, ref } = closed();
    expect(life.press(`reopen:${ref}`)).toEqual(['reopen.done', 'request.one']);
    expect(life.request(ref)).toMatchObject({ status: 'new', disposition: null, resolvedAt: null });
    expect(textsOf(life, ref)).toContain(late);
    expect(life.saved().context.held).toBeNull();
  });

  test('becomes a new matter, with itself as what it is about', () => {
    const { life, ref } = closed();
    expect(life.press('new-matter')[0]).toBe('handoff.filed');
    const filed = life.requests().at(-1);
    expect(filed).toMatchObject({ kind: 'question', status: 'new', subject: late });
    expect(filed?.ref).not.toBe(ref);
    expect(life.request(ref)?.status).toBe('resolved');
    expect(life.saved().context.held).toBeNull();
  });

  test.each(['ยกเลิก', 'เมนู'])('is dropped by %s, and no longer kept', (word) => {
    const { life } = closed();
    life.say(word);
    expect(life.saved()).toMatchObject({ path: 'menu.main', context: { held: null } });
    expect(life.everything()).not.toContain(late);
  });

  test('goes where it was unsent', () => {
    const { life } = closed();
    life.unsend('m-late');
    expect(life.everything()).not.toContain(late);
  });

  test('is filed anew where the request can be reopened no more', () => {
    const { life, ref } = closed(8 * 24 * hour);
    expect(life.saved().listed).toEqual(['new-matter', 'menu']);
    expect(life.press(`reopen:${ref}`)[0]).toBe('reopen.too-late');
    expect(life.request(ref)?.status).toBe('resolved');
  });
});

describe('while it is written to', () => {
  test('a request that is closed keeps the message', () => {
    const { life, ref } = claimed();
    life.press(`request:reply:${ref}`);
    const resolvedAt = life.now() + 1;
    life.setRequest(ref, {
      status: 'resolved',
      disposition: 'answered',
      staffWroteAt: resolvedAt,
      resolvedAt,
    });
    expect(life.say('ขอด่วนค่ะ')).toEqual(['note.closed']);
    expect(life.press(`reopen:${ref}`)[0]).toBe('reopen.done');
    expect(textsOf(life, ref)).toContain('ขอด่วนค่ะ');
  });
});
