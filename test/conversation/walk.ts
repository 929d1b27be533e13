import * as fc from 'fast-check';
import { ask } from '../../flows/prompts/ask.ts';
import { mediaKinds } from '../../flows/events.ts';
import { oldButtons } from '../../src/commands/flow/happenings.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Life } from './life.ts';
import { facts } from './officer.ts';

/** A national id with a right check digit. */
export const national = '1101700230708';
export const token = '123456789012345';

/** What officers type, of every kind there is. */
const typed = {
  keys: ['1', '9', '3', '2', '1932', '932', '19*', '7', '0', '*', '#', '1942'],
  words: ['เมนู', 'กลับ', 'ยกเลิก', 'ทวน', 'สถานะ', 'เจ้าหน้าที่', 'กรอกต่อ', 'English', 'ไทย', 'สวัสดี', 'ขอบคุณ'],
  consent: ['ยินยอม', 'ไม่ยินยอม', 'ถอนความยินยอม', 'ใช่', 'ไม่'],
  questions: [
    'Digital ID สมัครอย่างไร',
    'ขอ token ที่ไหน',
    'Where do I get a Token?',
    'ฟหกดสว',
    'อบต.บางพลี ขอ token ที่ไหน',
  ],
  names: ['อบต.บางพลี', 'กรมชลประทาน', 'สำนักงานเกษตรจังหวัดเชียงใหม่', 'นครปฐม', 'สมหญิง ใจดี', 'นักวิชาการคอมพิวเตอร์'],
  values: ['0 2221 0151', 'somying@rid.go.th', 'vichai@gmail.com', 'มี', 'ยังไม่มี'],
  numbers: [`เลขบัตร ${national}`, token, '120001011', ''],
};
export const texts = Object.values(typed).flat();

/** Something an officer does: `button` presses the nth that is on screen, `old` one of an earlier message. */
export type Step =
  | { kind: 'say'; text: string }
  | { kind: 'press'; nth: number }
  | { kind: 'old'; action: string }
  | Inbound;

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts).map((text): Step => ({ kind: 'say', text })) },
  { weight: 6, arbitrary: fc.nat(12).map((nth): Step => ({ kind: 'press', nth })) },
  { weight: 2, arbitrary: fc.constantFrom(...oldButtons).map((action): Step => ({ kind: 'old', action })) },
  { weight: 1, arbitrary: fc.constantFrom(...mediaKinds).map((media): Step => ({ kind: 'media', media })) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'follow' }, { kind: 'unfollow' }) },
  { weight: 1, arbitrary: fc.nat(9).map((nth): Step => ({ kind: 'unsend', messageId: `m-${nth}` })) },
);

export const walk = (most: number): fc.Arbitrary<Step[]> => fc.array(step, { minLength: 1, maxLength: most });

/** What a step is where the life stands. */
export function inboundOf(one: Step, life: Life): Inbound {
  switch (one.kind) {
    case 'say':
      return life.text(one.text);
    case 'old':
      return { kind: 'button', action: one.action };
    case 'press': {
      const { path, context } = life.saved();
      const choices = ask(path, context, facts()).flatMap((prompt) => prompt.choices ?? []);
      return { kind: 'button', action: choices[one.nth % choices.length]?.action ?? 'menu' };
    }
    default:
      return one;
  }
}
