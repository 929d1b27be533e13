import { openBeside } from './beside.ts';
import type { Load } from './load-process.ts';
import type { Variant, VariantName } from './variants.ts';

/** What speed alone does not show. Null where a variant keeps nothing. */
export interface Trouble {
  readonly variant: VariantName;
  /** One event, delivered twice: texts kept; 1 is right. */
  readonly keptOfTwice: number | null;
  /** Ten texts of one officer in one webhook: texts kept; 10 is right. */
  readonly keptOfTenInOne: number | null;
  /** Ten texts of one officer in ten webhooks at once: texts kept; 10 is right. */
  readonly keptOfTenAtOnce: number | null;
  /** LINE answers 500 to ten calls: answers that LINE took of ten all the same. */
  readonly answersAfter500: number;
  /** Webhooks of these ten that were answered with 200. */
  readonly acknowledgedWhile500: number;
  /** LINE takes 2 s for each answer: the slowest acknowledgement. LINE waits for 2 s. */
  readonly slowestMsWhileSlow: number;
}

/** Long enough for the assistant's second attempt; the others make none. */
const patienceMs = { assistant: 20_000, other: 3_000 };

export async function measureTrouble(load: Load, variant: Variant): Promise<Trouble> {
  const [url = ''] = variant.urls;
  let officers = 0;
  const newOfficer = (): string => {
    officers += 1;
    return `Uf${officers.toString(16).padStart(31, '0')}`;
  };
  const texts = (officer: string, count: number) =>
    Array.from({ length: count }, (_, number) => ({ officer, text: `ข้อความที่ ${number + 1}`, number }));
  const waitMs = variant.settings ? patienceMs.assistant : patienceMs.other;
  const begin = { url, how: 'one after another' as const, waitMs };

  const kept = async (
    how: 'in one webhook' | 'at once' | 'one after another',
    count: number,
    twice = false,
  ) => {
    if (variant.name === 'echo') return null;
    const officer = newOfficer();
    const opening = variant.settings ? ['1', '0'] : [];
    // With the assistant the officer is with staff then: every text reaches the request's thread.
    const events = opening.map((text, number) => ({ officer, text, number }));
    if (opening.length > 0) await load.send({ ...begin, events, answers: opening.length });
    const sent = texts(officer, count);
    await load.send({ ...begin, how, events: twice ? [...sent, ...sent] : sent, answers: 0 });
    return variant.settings ? textsOfThread(variant.settings, officer) : textsByHand(url, officer);
  };

  const tenOfficers = (): { officer: string; text: string; number: number }[] =>
    Array.from({ length: 10 }, (_, number) => ({ officer: newOfficer(), text: '1', number }));
  const keptOfTwice = await kept('one after another', 1, true);
  const keptOfTenInOne = await kept('in one webhook', 10);
  const keptOfTenAtOnce = await kept('at once', 10);
  await load.trouble({ delayMs: 0, failures: 10 });
  const failing = await load.send({ ...begin, how: 'at once', events: tenOfficers(), answers: 10 });
  await load.trouble({ delayMs: 2_000, failures: 0 });
  const slow = await load.send({ ...begin, how: 'at once', events: tenOfficers(), answers: 10 });
  await load.trouble({ delayMs: 0, failures: 0 });
  return {
    variant: variant.name,
    keptOfTwice,
    keptOfTenInOne,
    keptOfTenAtOnce,
    answersAfter500: failing.answers,
    acknowledgedWhile500: failing.statuses.filter((status) => status === 200).length,
    slowestMsWhileSlow: slow.slowestMs,
  };
}

async function textsByHand(url: string, officer: string): Promise<number> {
  return (await (await fetch(`${url}/said/${officer}`)).json()) as number;
}

/** Texts in the thread of the officer's open question, in the store that the assistant writes. */
async function textsOfThread(settings: NonNullable<Variant['settings']>, officer: string): Promise<number> {
  const { store, vault } = await openBeside(settings);
  try {
    const [loaded] = await store.load([{ officer: vault.officerKey(officer), eventIds: [] }]);
    const ref = loaded?.requests.find(({ kind }) => kind === 'question')?.ref;
    return ref === undefined ? 0 : (await store.readThread(ref)).length;
  } finally {
    await store.close();
  }
}
