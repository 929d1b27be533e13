import type { Offer } from '../../../flows/context.ts';
import { agencyTypes, gaps, languages } from '../../../flows/domain.ts';
import type { Happening, Note, Reply, Slot } from '../../../flows/events.ts';
import { confirmed, isKeyName, mediaKinds, slots } from '../../../flows/events.ts';
import { parseAction } from '../../../flows/buttons.ts';
import { openThreads } from '../../../flows/guards.ts';
import { menu } from '../../../flows/menu.ts';
import { ask } from '../../../flows/prompts/ask.ts';
import { hasTag } from '../../conversation/paths.ts';
import type { Situation } from './situation.ts';

const unknownRef = '999999990';
const message = { messageId: null, quotes: null } as const;

/** One event of every kind that an officer can cause in a situation: all buttons, keys, words and answers. */
export function everything(at: Situation): Happening[] {
  const all = [...buttonsAt(at), ...always, ...typedAt(at), ...replies(at)];
  return [...new Map(all.map((event) => [JSON.stringify(event), event])).values()];
}

/** What the buttons on screen do. */
const buttonsAt = ({ path, context, facts }: Situation): Happening[] =>
  ask(path, context, facts)
    .flatMap((prompt) => prompt.choices ?? [])
    .flatMap(({ action }) => parseAction(action)?.slice(0, 1) ?? []);

/** Actions of buttons that stay on screen above, and of the words that are understood anywhere. */
export const oldButtons: readonly string[] = [
  ...Object.keys(menu.commands),
  ...Object.keys(menu.nodes).map((node) => `node:${node}`),
  ...confirmed.flatMap((about) => [`confirm:${about}:yes`, `confirm:${about}:no`]),
  ...['agencyType', ...slots].map((slot) => `edit:${slot}`),
  ...['show', 'copy', 'erase', 'correct'].map((what) => `data:${what}`),
  ...['show', 'reply', 'withdraw'].flatMap((what) => [`request:${what}:`, `request:${what}:${unknownRef}`]),
  ...languages.map((language) => `language:${language}`),
  ...agencyTypes.map((type) => `type:${type}`),
  `reopen:${unknownRef}`,
  'route',
  'request-new',
  'keep',
  'keep-typed',
  'skip',
  'submit',
  'resume',
  'discard',
  'for-staff',
  'for-form',
  'new-matter',
  'fill:hasDigitalId:yes',
  'fill:hasDigitalId:no',
  'fill:name:100000000000000001:ทำดี ได้ดี',
  'service:biz-portal',
  'status',
  'human',
];

const reading = { name: 'อบต.บางพลี', reason: { code: 'prefix', matched: 'อบต.' } };

const always: readonly Happening[] = [
  ...oldButtons.flatMap((action) => parseAction(action)?.slice(0, 1) ?? []),
  ...'0123456789'
    .split('')
    .flatMap((key): Happening[] => (isKeyName(key) ? [{ type: `key.${key}`, key }] : [])),
  { type: 'follow' },
  {
    type: 'agency',
    reading: { ...reading, type: 'local', issuer: 'dla', candidates: ['local'] },
    messageId: null,
  },
  {
    type: 'agency',
    reading: { ...reading, type: null, issuer: null, candidates: ['province', 'regional'] },
    messageId: null,
  },
  {
    type: 'issuer',
    reading: { ...reading, type: 'regional', issuer: 'parent', candidates: ['regional'] },
    messageId: null,
  },
  {
    type: 'listed',
    agency: { name: 'กรมการปกครอง', type: 'central-government', parent: null },
    messageId: null,
  },
];

/** What is read of a text where the conversation stands. */
function typedAt(at: Situation): Happening[] {
  const { path, facts } = at;
  const [thread] = openThreads(facts.requests);
  const closed = facts.requests.filter(({ status }) => status === 'resolved');
  return [
    ...slots.flatMap((slot) => (path === `form.${slot}` && slot !== 'hasDigitalId' ? filled(slot) : [])),
    ...(hasTag(path, 'takes-text') && path.startsWith('form.')
      ? [
          {
            type: 'fill-contact',
            values: { phone: '0 2221 0151', email: 'x@rid.go.th' },
            messageId: null,
          } as const,
        ]
      : []),
    ...(path === 'person.subject' ? [{ type: 'subject', text: 'ลืมรหัสผ่าน', messageId: null } as const] : []),
    ...(hasTag(path, 'settles-agency') ? [{ type: 'agency.unknown' } as const] : []),
    ...(path === 'data.slot' ? filled('phone') : []),
    ...(path === 'requests.reply' ? [{ type: 'note.written' } as const] : []),
    ...(thread && (path.startsWith('form.') || path === 'addressee.ask')
      ? [{ type: 'hold', held: { ...message, text: 'วันอังคาร', ref: thread.ref } } as const]
      : []),
    ...closed.map(({ ref }) => ({ type: 'note.closed', held: { ...message, text: 'ขอบคุณ', ref } }) as const),
    ...facts.requests.flatMap(({ ref }): Happening[] => [
      { type: 'request.show', ref },
      { type: 'request.reply', ref },
      { type: 'request.withdraw', ref },
      { type: 'reopen', ref },
    ]),
    ...suggestions(path),
  ];
}

const filled = (slot: Slot): Happening[] => [
  {
    type: `fill.${slot}`,
    slot,
    value: slot === 'agencyName' ? 'กรมการปกครอง' : 'x',
    flags: slot === 'email' ? ['requests:flag.email-not-government'] : [],
    messageId: null,
  },
];

/** Where an agency's name is typed into the form, names of the operator's list may be like it. */
function suggestions(path: string): Happening[] {
  const known = { name: 'บางพลี', reason: { code: 'place', matched: 'บางพลี' }, messageId: null } as const;
  const offer = (slot: Offer['slot'], read: Offer['reading']): Happening => ({
    type: 'suggest',
    offer: {
      slot,
      typed: 'บางพลี',
      names: ['อบต.บางพลี', 'องค์การบริหารส่วนตำบลบางพลีใหญ่'],
      several: false,
      flags: [],
      reading: read,
      messageId: null,
    },
  });
  if (path === 'form.agencyName' || path === 'form.parentAgency')
    return [offer(path === 'form.agencyName' ? 'agencyName' : 'parentAgency', null)];
  if (!path.startsWith('form.agency.')) return [];
  return [
    offer('agencyType', null),
    offer('agencyType', { ...known, type: null, candidates: ['province', 'regional'] }),
    offer('agencyType', { ...known, type: 'local', candidates: ['local'] }),
  ];
}

/** What is answered where the conversation stands, and moves nothing. */
function replies({ path, facts }: Situation): Reply[] {
  const [first] = facts.requests;
  const note: Note | null = first
    ? { ...message, ref: first.ref, text: 'เพิ่มเติม', kind: 'text', media: null }
    : null;
  return [
    { reply: 'greeting' },
    { reply: 'thanks' },
    { reply: 'answer', intent: 'digital-id' },
    { reply: 'answer', intent: 'digital-id', toStaffToo: true },
    ...gaps.map((gap): Reply => ({ reply: 'gap', gap })),
    { reply: 'choices', intents: ['signup', 'digital-id', 'token-request'] },
    { reply: 'unknown' },
    { reply: 'several-agencies', names: ['กรมที่ดิน', 'กรมการปกครอง'] },
    { reply: 'helped', intent: 'digital-id', yes: true },
    { reply: 'helped', intent: 'digital-id', yes: false },
    { reply: 'no-such-key', key: '1942' },
    { reply: 'presence' as const, ref: first?.ref ?? '' },
    { reply: 'masked', found: ['token'] },
    { reply: 'masked', found: ['national-id'] },
    ...mediaKinds.map((kind): Reply => ({ reply: 'media', kind })),
    ...(path.startsWith('form.') ? [{ reply: 'returned' } as const, { reply: 'later' } as const] : []),
    ...slots.flatMap((slot): Reply[] => (path === `form.${slot}` ? [{ reply: 'slot-help', slot }] : [])),
    ...(path === 'form.agency.pick' ? [{ reply: 'slot-help', slot: 'agencyType' } as const] : []),
    ...slots.flatMap((slot): Reply[] =>
      path === `form.${slot}` ? [{ reply: 'misfill', slot, problem: 'requests:problem.too-long' }] : [],
    ),
    ...(note
      ? (['sent', 'queued', null] as const).map((receipt): Reply => ({ reply: 'note', note, receipt }))
      : []),
  ];
}
