import { describe, expect, test } from 'vitest';
import { missing, talksOf, unescaped } from './talk-script.ts';
import { playTalk } from './talk.ts';

describe('talks', () => {
  test('a talk with inputs is played once for each of them', () => {
    const talks = talksOf('# Rule\n=== part\nofficer > {each}\nbot     < {want}\neach : a => b\neach : c\n');
    expect(talks).toEqual([
      { title: 'Rule: part: a', lines: ['officer > a', 'bot     < b'] },
      { title: 'Rule: part: c', lines: ['officer > c', 'bot     < '] },
    ]);
  });

  test('lines that many talks begin with are included', () => {
    const [talk] = talksOf('# Rule\ninclude consented\nofficer > 0\n');
    expect(talk?.lines).toEqual(['officer > 1932', 'officer > 0']);
  });

  test('pieces are looked for in any order, without spaces, hyphens and case; one way to say each is enough', () => {
    expect(missing('โทร. 0 2241 9000 ถึง DLA', 'dla … 02-241-9000 | 1111')).toEqual([]);
    expect(missing('โทร. 0 2241 9000', '1111 | 191 … 02-241-9000')).toEqual(['1111 | 191']);
  });

  test('what nobody sees can be typed', () => {
    expect(unescaped('a\\u200bb\\nc')).toBe('a\u200bb\nc');
  });

  test('what does not hold is counted, and stands below what was really said', async () => {
    const lines = [
      'officer > 1932',
      'bot     < (something)',
      'bot     < ไม่มีใครพูดแบบนี้',
      'queue   : (nothing)',
    ];
    const { failed, transcript } = await playTalk({ title: 'Rule', lines });
    expect(failed).toBe(1);
    expect(transcript).toMatch(/officer > 1932\n {6}reply: .+/);
    expect(transcript).toContain('✓ bot     < (something)');
    expect(transcript).toContain('✗ bot     < ไม่มีใครพูดแบบนี้');
    expect(transcript).toContain('✗     not said: ไม่มีใครพูดแบบนี้');
  });

  test('what cannot be done is said, and the talk goes on', async () => {
    const lines = [
      'staff   > claim',
      'officer > [no such button]',
      'officer > 1932',
      'bot     < (something)',
    ];
    const { failed, transcript } = await playTalk({ title: 'Rule', lines });
    expect(failed).toBe(2);
    expect(transcript).toContain('there is no request to work on');
    expect(transcript).toContain('no button "no such button"');
  });

  test('a line that is none is refused', async () => {
    await expect(playTalk({ title: 'Rule', lines: ['officer 1932'] })).rejects.toThrow('cannot be read');
  });
});
