import type { Filing } from '../../src/requests/changes.ts';
import { addOfficerMessage, setBlocked } from '../../src/requests/changes.ts';
import type { SendFailure } from '../../src/delivery/sender.ts';
import type { Actor } from '../../src/requests/scope.ts';
import { questionFiling } from '../requests/build.ts';
import type { Desk } from '../requests/desk.ts';

const hourMs = 60 * 60 * 1000;

export const kanda: Actor = { email: 'kanda.s@dga.or.th', role: 'agent', issuers: ['dga', 'parent', 'dla'] };
export const prasert: Actor = {
  email: 'prasert.w@dga.or.th',
  role: 'supervisor',
  issuers: ['dga', 'parent', 'dla'],
};
export const wanida: Actor = { email: 'wanida.k@dga.or.th', role: 'agent', issuers: ['dga'] };

type Errand = Pick<Filing, 'issuer' | 'agencyType' | 'agencyName' | 'contact'> & Partial<Filing>;

const errands: readonly Errand[] = [
  {
    issuer: 'dla',
    agencyType: 'local',
    agencyName: 'เทศบาลเมืองบางพลี',
    contact: {
      name: 'นางสาวพิมพ์ชนก ศรีสวัสดิ์',
      position: 'นักวิชาการคอมพิวเตอร์ปฏิบัติการ',
      phone: '0 2337 3412 ต่อ 105',
      email: 'pimchanok@bangplee.go.th',
    },
  },
  {
    issuer: 'dga',
    agencyType: 'central-government',
    agencyName: 'กรมทรัพยากรน้ำบาดาล',
    contact: {
      name: 'นายธนวัฒน์ อินทรกำแหง',
      position: 'ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ',
      phone: '0 2666 7000',
      email: 'thanawat.i@dgr.mail.go.th',
    },
  },
  {
    issuer: 'parent',
    agencyType: 'regional',
    agencyName: 'สำนักงานพาณิชย์จังหวัดนครพนม',
    parentAgency: 'สำนักงานปลัดกระทรวงพาณิชย์',
    contact: {
      name: 'นางกัลยา ภูวดล',
      position: 'นักวิชาการพาณิชย์ชำนาญการ',
      phone: '0 4251 1234',
      email: 'np_ops@moc.go.th',
    },
    hasDigitalId: false,
  },
  {
    issuer: 'dga',
    agencyType: 'state-university',
    agencyName: 'มหาวิทยาลัยราชภัฏนครราชสีมา',
    contact: {
      name: 'ผศ.ดร.ณัฐพล วงศ์สุวรรณ',
      position: 'ผู้ช่วยอธิการบดี',
      phone: '0 4400 9009 ต่อ 3120',
      email: 'nattapon.w@nrru.ac.th',
    },
  },
  {
    issuer: 'dla',
    agencyType: 'local',
    agencyName: 'องค์การบริหารส่วนตำบลหนองบัวศาลา',
    contact: {
      name: 'นายสมศักดิ์ แก้วมณี',
      position: 'ปลัดองค์การบริหารส่วนตำบล',
      phone: '08 1234 5678',
      email: 'nongbuasala.sao@gmail.com',
    },
  },
  {
    issuer: 'dga',
    agencyType: 'province',
    agencyName: 'จังหวัดแม่ฮ่องสอน',
    contact: {
      name: 'นางสาวอรอนงค์ ใจคำ',
      position: 'นักวิเคราะห์นโยบายและแผนชำนาญการ',
      phone: '0 5361 2156',
      email: 'maehongson@moi.go.th',
    },
  },
  {
    issuer: 'dga',
    agencyType: 'public-organization',
    agencyName: 'สถาบันวิจัยและพัฒนาอัญมณีและเครื่องประดับแห่งชาติ (องค์การมหาชน)',
    contact: {
      name: 'นายภาคภูมิ รัตนโชติ',
      position: 'เจ้าหน้าที่เทคโนโลยีสารสนเทศ',
      phone: '0 2634 4999 ต่อ 301',
      email: 'pakpoom@git.or.th',
    },
  },
  {
    issuer: 'dga',
    agencyType: 'state-enterprise',
    agencyName: 'การประปาส่วนภูมิภาค',
    contact: {
      name: 'นางสาวจิราพร ทองดี',
      position: 'หัวหน้างานบริการดิจิทัล',
      phone: '0 2551 8020',
      email: 'jiraporn.t@pwa.co.th',
    },
  },
];

/** What a day at the contact center looks like: requests of every status, late and early, with what was said. */
export interface Day {
  /** Held by Kanda, with a conversation. */
  readonly talking: string;
  /** Held by Kanda, untouched; its officer's last message did not arrive. */
  readonly undelivered: string;
  /** Held by Wanida. */
  readonly others: string;
  /** New. */
  readonly fresh: string;
  /** Held by Prasert; its officer blocked the account. */
  readonly blocked: string;
  /** New, a question. */
  readonly question: string;
  readonly closed: string;
}

/** Fills the store as officers and staff would. The desk's time is left at the end of it. */
export async function workDay(desk: Desk): Promise<Day> {
  const { queue, time } = desk;
  const end = time.now;
  const refs: string[] = [];
  for (const [at, errand] of errands.entries()) {
    time.now = end - (52 - 6 * at) * hourMs;
    const { ref } = await desk.file({ ...errand, dueAt: time.now + 48 * hourMs });
    refs.push(ref);
  }
  const [fresh = '', talking = '', , undelivered = '', closed = '', blocked = '', others = ''] = refs;
  const said = [
    { text: 'เข้าหน้าลงทะเบียน Digital ID แล้วขึ้นว่าไม่พบหน่วยงาน ต้องทำอย่างไรต่อ', messageId: 'm1' },
    { text: 'ขอคุยกับเจ้าหน้าที่', messageId: 'm2' },
  ];
  time.now = end - hourMs;
  const question = await desk.file({ ...questionFiling, dueAt: end + 3 * hourMs, said });

  time.now = end - 30 * hourMs;
  await queue.claim(kanda, talking);
  time.now += 5 * 60_000;
  await queue.message(kanda, talking, {
    text: 'เรียน คุณธนวัฒน์\nขอหนังสือแต่งตั้งผู้ประสานงานระบบ info.go.th ที่ลงนามแล้ว 1 ฉบับ\nส่งทางอีเมล contact@dga.or.th โดยอ้างเลขที่คำขอนี้',
  });
  time.now = end - 26 * hourMs;
  await desk.change(talking, (request, _, clock) =>
    addOfficerMessage(request, { text: 'ส่งหนังสือทางอีเมลแล้วเมื่อเช้านี้ รบกวนตรวจสอบด้วย', messageId: 'm3' }, clock),
  );
  time.now = end - 25 * hourMs;
  await queue.claim(kanda, undelivered);
  await queue.message(kanda, undelivered, { text: 'ขอทราบชื่อผู้บริหารระดับผู้อำนวยการที่จะเป็นผู้ดูแลระบบ' });
  await deadLetter(desk, undelivered, 'blocked');
  time.now = end - 24 * hourMs;
  await queue.claim(kanda, closed);
  time.now = end - 20 * hourMs;
  await queue.resolve(kanda, closed, { disposition: 'issued', note: 'ส่งรหัสให้ปลัด อบต. ทางโทรศัพท์แล้ว' });
  await queue.claim(prasert, blocked);
  await desk.change(blocked, (request, _, clock) => setBlocked(request, true, clock));
  time.now = end - 10 * hourMs;
  await queue.claim(wanida, others);
  time.now = end;
  return { talking, undelivered, others, fresh, closed, blocked, question: question.ref };
}

/** What was written to the officer of this request now has not reached them. */
export async function deadLetter(desk: Desk, ref: string | null, cause: SendFailure): Promise<string> {
  const { store, vault, time } = desk;
  const id = crypto.randomUUID();
  const lane = (ref === null ? null : await store.findRequest(ref))?.officer ?? `officer-of-${id}`;
  const lease = { worker: 'worker', until: time.now + 1000 };
  const sealed = vault.seal({}, `outbox:${id}`);
  const turn = { officer: lane, at: time.now, eventIds: [], conversation: null, requests: [], consents: [] };
  await store.commit({ turns: [{ ...turn, outbox: [{ id, ref, sealed }] }], settlements: [], lease });
  const dead = { id, lane, outcome: 'dead', at: time.now + 500, cause } as const;
  await store.commit({ turns: [], settlements: [dead], lease });
  return id;
}
