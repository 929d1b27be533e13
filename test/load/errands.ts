/** One thing that an officer does in LINE. */
export type Step =
  | { readonly do: 'follow' | 'sticker' }
  | { readonly do: 'write'; readonly text: string }
  /** A button, by what its postback carries. */
  | { readonly do: 'press'; readonly data: string }
  /** Takes back the text written last. */
  | { readonly do: 'unsend' };

const write = (text: string): Step => ({ do: 'write', text });
const press = (data: string): Step => ({ do: 'press', data });

const questions = [
  'Digital ID สมัครยังไง',
  'เทศบาลตำบลขอ token ที่ไหน',
  'What is the token for?',
  'ต้องทำภายในวันไหน',
  'อบต.บางพลี ขอโทเคนที่ไหน',
  'เข้าระบบแล้วหน้าจอค้าง',
  'ติดต่อ DGA เบอร์อะไร',
];
const agencies = [
  ['central-government', 'กรมที่ดิน'],
  ['state-enterprise', 'การประปานครหลวง'],
  ['local', 'เทศบาลเมืองบางพลี'],
  ['public-organization', 'โรงพยาบาลบ้านแพ้ว'],
] as const;

/** A whole token request, with a slip in the phone number and a question on the way. */
function aRequest(chance: Chance): Step[] {
  const [type, name] = chance.of(agencies);
  return [
    press('request-new'),
    press(`type:${type}`),
    write(name),
    write('มานี มีสุข'),
    write('นักวิชาการคอมพิวเตอร์'),
    ...(chance.one(2) ? [write(chance.of(questions))] : []),
    ...(chance.one(3) ? [write('12')] : []),
    write('0 2123 4567'),
    write('manee@example.go.th'),
    write('มี'),
    ...(chance.one(6) ? [press('cancel')] : []),
    press('submit'),
  ];
}

const keys: readonly (readonly Step[])[] = [
  [write('เมนู'), write('9'), write('3'), write('2')],
  [write('1932'), write('*'), write('#')],
  [write('๙'), write('7'), press('menu')],
];

const errands: readonly ((chance: Chance) => readonly Step[])[] = [
  aRequest,
  aRequest,
  (chance) => [write(chance.of(questions)), press('helped:no:deadline')],
  (chance) => [write(chance.of(questions)), write(chance.of(questions))],
  (chance) => chance.of(keys),
  () => [write('สถานะ')],
  () => [write('เลขบัตร 1-1037-02071-81-1 ใช้ไหม'), { do: 'sticker' }],
  () => [write('ขอบคุณ'), { do: 'unsend' }],
  () => [write('english'), write('menu'), write('ภาษาไทย')],
];

/** A person is asked for at the end: what is written afterwards goes to the thread in silence. */
const person: readonly Step[] = [write('0'), write('หน้าจอค้างทุกเครื่องเลย'), { do: 'unsend' }, write('ด่วนครับ')];

/** What the officer with this number does, always the same: errand upon errand, as whole conversations. */
export function stepsOf(officer: number, count: number): readonly Step[] {
  const chance = new Chance(officer);
  const steps: Step[] = [{ do: 'follow' }, write('1')];
  const end = chance.one(4) ? person : [];
  while (steps.length < count - end.length) steps.push(...chance.of(errands)(chance));
  return [...steps.slice(0, count - end.length), ...end];
}

/** The same chances for the same seed. */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed * 2_654_435_761;
    this.#next();
  }

  /** One of them. */
  of<Item>(items: readonly Item[]): Item {
    const item = items[this.#next() % items.length];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** True once in so many times. */
  one(times: number): boolean {
    return this.#next() % times === 0;
  }

  /** https://en.wikipedia.org/wiki/Xorshift, spread by the multiplication of its seed. */
  #next(): number {
    let x = this.#state | 1;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }
}
