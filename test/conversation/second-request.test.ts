import { describe, expect, test } from 'vitest';
import type { Life } from './life.ts';
import { filed } from './life.ts';

/** The form of a second request, at the question for its agency. */
function again(): { life: Life; ref: string } {
  const { life, ref } = filed();
  expect(life.press('request-new')).toEqual(['form.started', 'routing.pick-for-form']);
  return { life, ref };
}

const agreed = {
  name: 'สมหญิง ใจดี',
  position: 'นักวิชาการคอมพิวเตอร์',
  phone: '0 2221 0151',
  email: 'somying@rid.go.th',
  hasDigitalId: true,
};

describe('a second request', () => {
  test('begins with its own agency: that of the first is not taken over', () => {
    const { life } = again();
    expect(life.saved().context.draft).toMatchObject({ agencyType: null, agencyName: null, name: null });
  });

  test('offers the contact of the first, and asks nothing else once it is agreed to', () => {
    const { life } = again();
    life.press('type:central-government');
    expect(life.say('กรมการปกครอง')).toEqual(['form.reuse-contact']);
    expect(life.say('ใช่')).toEqual(['form.review']);
    expect(life.saved().context.draft).toMatchObject(agreed);
    expect(life.press('submit')).toEqual(['form.receipt']);
    expect(life.requests().map(({ agencyName }) => agencyName)).toEqual(['กรมชลประทาน', 'กรมการปกครอง']);
  });

  test('asks for the contact where another is to be given, and offers no more', () => {
    const { life } = again();
    life.press('type:central-government');
    life.say('กรมการปกครอง');
    expect(life.say('ไม่ใช่')).toEqual(['form.ask.name']);
    expect(life.say('สมชาย แข็งแรง')).toEqual(['form.ask.position']);
    expect(life.saved().context.draft).toMatchObject({ name: 'สมชาย แข็งแรง', phone: null });
  });

  test('a name typed where the contact is offered is no answer to that: it is asked again', () => {
    const { life } = again();
    life.press('type:central-government');
    life.say('กรมการปกครอง');
    expect(life.say('สมชาย แข็งแรง')).toEqual(['form.unclear', 'form.reuse-contact']);
    expect(life.saved().context.draft?.name).toBeNull();
  });

  test('offers no contact that was erased, or taken back', () => {
    const { life } = filed();
    life.press('data:erase');
    life.press('confirm:erase:yes');
    life.press('request-new');
    life.press('type:central-government');
    expect(life.say('กรมการปกครอง')).toEqual(['form.ask.name']);
    const unsent = filed().life;
    unsent.unsend('m-phone');
    unsent.press('request-new');
    unsent.press('type:central-government');
    expect(unsent.say('กรมการปกครอง')).toEqual(['form.ask.name']);
  });
});

describe('a second request for the same agency', () => {
  test.each([
    ['the type is picked first', ['type:central-government', 'กรม ชลประทาน']],
    ['the name tells the type', ['กรมชลประทาน', 'confirm:type:yes']],
  ])('is told to be one, where %s', (_where, steps) => {
    const { life } = again();
    const said = steps.map((one) => (/^[a-z]/.test(one) ? life.press(one) : life.say(one)));
    expect(said.at(-1)).toEqual(['form.duplicate', 'form.reuse-contact']);
  });

  test('joins the open one, with what was given last', () => {
    const { life, ref } = again();
    life.press('type:central-government');
    life.say('กรม ชลประทาน');
    life.say('ไม่');
    for (const text of ['สมชาย แข็งแรง', 'วิศวกร', '0 2221 0999', 'somchai@rid.go.th', 'มี']) life.say(text);
    expect(life.press('submit')).toEqual(['request.joined', 'request.one']);
    expect(life.requests()).toHaveLength(1);
    expect(life.request(ref)?.contact.name).toBe('สมชาย แข็งแรง');
    expect(life.saved().context.draft).toBeNull();
  });

  test('is one of its own once the first is closed', () => {
    const { life, ref } = filed();
    life.setRequest(ref, { status: 'resolved', disposition: 'issued', resolvedAt: life.now() });
    life.press('request-new');
    life.press('type:central-government');
    expect(life.say('กรมชลประทาน')).toEqual(['form.reuse-contact']);
    life.say('ใช่');
    expect(life.press('submit')).toEqual(['form.receipt']);
    expect(life.requests()).toHaveLength(2);
  });

  test('a request whose agency was unsent is nobody’s', () => {
    const { life, ref } = filed();
    life.unsend('m-agency');
    expect(life.request(ref)?.agencyName).toBeNull();
    life.press('request-new');
    life.press('type:central-government');
    expect(life.say('กรมการปกครอง')).toEqual(['form.reuse-contact']);
  });
});
