import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AskedSlot } from '../../../flows/events.ts';
import { slotAt } from '../../../flows/prompts/ask.ts';
import { askedOf, saysUnsure } from '../../requests/no-value.ts';
import { normalise } from '../../text/normalise.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

const words = z.array(z.string().min(1));
const asked = [
  'agencyType',
  'agencyName',
  'parentAgency',
  'name',
  'position',
  'phone',
  'email',
  'hasDigitalId',
] as const;
const { any, unsure, ...about } = z
  .strictObject({
    any: words,
    unsure: z.array(z.enum(asked)),
    agencyType: words,
    agencyName: words,
    parentAgency: words,
    name: words,
    position: words,
    phone: words,
    email: words,
    hasDigitalId: words,
  })
  .parse(parse(readFileSync(new URL('../../../flows/slot-questions.yaml', import.meta.url), 'utf8')));

const slotAsked = (path: string): AskedSlot | null =>
  path === 'form.agency.pick' ? 'agencyType' : slotAt(path);

/**
 * A question about what the form asks, rather than an answer to it: `ใช้เบอร์มือถือได้ไหม`, `ทำไมต้องขอชื่อ`. The words stand in
 * `flows/slot-questions.yaml`. Not a question that has an answer of its own, and not a text that does not ask.
 */
export const readSlotHelp: Reader = (text, { path }) => {
  const slot = slotAsked(path);
  if (slot === null || text.found.length > 0) return null;
  const plain = normalise(text.text);
  const isUnsure = unsure.includes(slot) && saysUnsure(plain);
  const isAbout = [...any, ...about[slot]].some((word) => plain.includes(word));
  if (!isUnsure && !(isAbout && askedOf(text.text))) return null;
  return text.understanding().outcome === 'answer' ? null : means({ reply: 'slot-help', slot });
};
