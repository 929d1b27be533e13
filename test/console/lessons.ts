import type { Intent } from '../../flows/domain.ts';
import type { Unclear } from '../../src/learning/unclear.ts';
import { sealUnclear } from '../../src/learning/unclear.ts';
import type { Tally } from '../../src/store/port.ts';
import type { Desk } from '../requests/desk.ts';
import { anOfficer, aTurn, commitTurn } from '../store/builders.ts';

let messages = 0;

/** An officer asked something that was not understood, or said that the answer was another question's. */
export async function puzzle(
  { store, vault }: Desk,
  text: string,
  day: string,
  over: Partial<Unclear> = {},
): Promise<void> {
  messages += 1;
  const message = {
    messageId: `puzzle-${messages}`,
    text,
    outcome: 'none' as const,
    offered: [],
    chosen: null,
    ...over,
  };
  await commitTurn(store, aTurn(anOfficer(), { unclear: [sealUnclear(vault, message, day)] }));
}

/** Answers given and judged on a day. */
async function judge(
  { store }: Desk,
  entry: Intent,
  day: string,
  counts: { readonly [What in Tally['what']]?: number },
): Promise<void> {
  const tallies = Object.entries(counts).flatMap(([what, count]) =>
    Array.from({ length: count }, () => ({ day, entry, what: what as Tally['what'] })),
  );
  await commitTurn(store, aTurn(anOfficer(), { tallies }));
}

/** What supervisors find after some days: questions of three kinds, and figures. */
export async function learnFromDays(desk: Desk): Promise<void> {
  const [friday, monday] = ['2026-11-20', '2026-11-23'];
  await puzzle(desk, 'กุหลาบน้ำเงินสิบห้าดอก', friday, { chosen: 'token-request' });
  await puzzle(desk, 'กุหลาบน้ำเงินสิบห้าดอกค่ะ', monday, { chosen: 'token-request' });
  await puzzle(desk, 'กุหลาบน้ำเงินสิบห้าดอ', friday);
  await puzzle(desk, 'ต้องเสียเงินไหม', friday, { chosen: 'none' });
  await puzzle(desk, 'ขอโทเคนที่ไหน', friday, { outcome: 'answer', offered: ['token-request'] });
  await judge(desk, 'digital-id', friday, { answered: 12, helped: 7, 'not-helped': 1 });
  await judge(desk, 'digital-id', monday, { answered: 3, helped: 1 });
  await judge(desk, 'deadline', monday, { answered: 4, 'not-helped': 2 });
  await judge(desk, 'manual', '2026-09-01', { answered: 9 });
}
