import { mediaKinds } from '../../flows/events.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { readEvent } from '../../src/line/inbound.ts';
import { readAgency } from './agency-readers.ts';
import { needsReason } from '../../src/requests/dispositions.ts';
import type { Chat, Sent } from './chat.ts';
import { startChat } from './chat.ts';
import type { Talk } from './talk-script.ts';
import { holds, missing, unescaped } from './talk-script.ts';
import { buttonsSeen, grouped, requestLine, requestsOf, textSeen, threadLine } from './talk-seen.ts';

/** How a talk went. */
export interface Played {
  /** Lines of the talk that did not hold. */
  readonly failed: number;
  /** Every line of the talk, what really came below each deed, and a mark before what did not hold. */
  readonly transcript: string;
}

/** A talk while it is played. */
interface Scene {
  readonly chat: Chat;
  /** What the last deed brought, and what the last deed that brought anything brought. */
  answer: readonly Sent[];
  shown: readonly Sent[];
  /** Ids of the officer's messages, oldest first. */
  readonly written: string[];
  readonly lines: string[];
  failed: number;
}

const understand = createUnderstanding({ readAgency });

/**
 * Plays a talk: deeds are done, expectations are looked for in what came of the deed above them.
 *
 *     officer > text                  `friend` is another officer. `⟦heart⟧` is an emoji of LINE's own, `{ref}` the newest
 *                                     request's number, `{ref 1}` that of the one filed first
 *     officer > (sticker)             also (image), (image x3), (video), (file), (follow), (block), (unsend)
 *     officer > [label]               presses a button of the last answer
 *     officer quotes 2 > text         quotes what was sent last but one; a word instead of the number: the last that has it
 *     clock   + 1 day                 also minutes, hours
 *     staff   > claim                 message …, resolve issued …, release, reopen, thread; `staff 1 >` on the one filed first
 *     bot     < piece … other piece   all stand in what was said; ` | ` between ways to say one; (nothing), (something),
 *                                     (one) answer to several pictures, (in Thai), (in English)
 *     bot    !< piece                 none of the ways may stand there
 *     queue   : pieces                one request has them all; `queue 1 :` the one filed first; (2 requests), (1 open)
 *     queue  !: pieces                no request has them all
 *     thread  : officer … pieces      one entry of the newest request has them all; `thread 1 :`, `thread !:` likewise
 */
export async function playTalk(talk: Talk): Promise<Played> {
  const chat = startChat({ understand });
  const scene: Scene = { chat, answer: [], shown: [], written: [], lines: [], failed: 0 };
  for (const line of talk.lines) await playLine(line, scene);
  await chat.close();
  return { failed: scene.failed, transcript: scene.lines.join('\n') };
}

async function playLine(line: string, scene: Scene): Promise<void> {
  if (line.startsWith('#')) return void scene.lines.push('', line);
  const parts =
    /^(officer|friend|clock|staff|bot|queue|thread)(?: quotes (\S+)| (\d+))?\s*(!?[<:]|[>+]) (.+)$/.exec(
      line,
    );
  if (!parts) throw new Error(`cannot be read: ${line}`);
  const [, who = '', quoted, nth, sign = '', raw = ''] = parts;
  const what = await withReferences(raw, scene.chat);
  const which = nth === undefined ? null : Number(nth);
  if (sign === '>' || sign === '+') {
    scene.lines.push('', `  ${line}`);
    const before = scene.chat.sent.length;
    const problem = await done(who, what, { quoted: quoted ?? null, which }, scene);
    scene.answer = scene.chat.sent.slice(before);
    if (scene.answer.length > 0) scene.shown = scene.answer;
    scene.lines.push(...scene.answer.flatMap(actual));
    if (problem) fail(`cannot be done: ${problem}`, scene);
    return;
  }
  const problem = await unmet(who, sign, what, which, scene);
  scene.lines.push(`${problem === null ? '✓' : '✗'} ${line}`);
  if (problem !== null) fail(problem, scene);
}

function fail(problem: string, scene: Scene): void {
  scene.failed += 1;
  scene.lines.push(`✗     ${problem}`);
}

/** What was said, as it looks: the text, then the buttons in brackets. */
function actual(sent: Sent): string[] {
  const buttons = buttonsSeen([sent]).map(({ label }) => `[${label}]`);
  const text = [...textSeen([sent]).split('\n'), ...(buttons.length > 0 ? [buttons.join(' ')] : [])];
  const to = sent.to === 'Ufriend' ? 'friend' : sent.via;
  return text.map((line, at) => `      ${at === 0 ? `${to}: ` : '       '}${line}`);
}

/** @returns why it could not be done, or null. */
async function done(
  who: string,
  what: string,
  { quoted, which }: { quoted: string | null; which: number | null },
  scene: Scene,
): Promise<string | null> {
  try {
    if (who === 'clock') scene.chat.advance(duration(what));
    else if (who === 'staff') return await asStaff(what, which, scene);
    else await asOfficer(what, who === 'friend' ? 'Ufriend' : 'Uofficer', quoted, scene);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What LINE says of each kind besides its type. */
const sentWith: { readonly [kind: string]: object } = {
  image: { contentProvider: { type: 'line' } },
  video: { contentProvider: { type: 'line' }, duration: 60_000 },
  audio: { contentProvider: { type: 'line' }, duration: 60_000 },
  file: { fileName: 'หนังสือนำ.pdf', fileSize: 120_000 },
  sticker: { packageId: '446', stickerId: '1988', stickerResourceType: 'STATIC', keywords: ['thanks'] },
  location: { address: 'กรุงเทพมหานคร', latitude: 13.75, longitude: 100.5 },
};

async function asOfficer(what: string, from: string, quoted: string | null, scene: Scene): Promise<void> {
  const label = /^\[(.+)\]$/.exec(what)?.[1];
  const [, deed = '', count = '1'] = /^\((\w+)(?: x(\d+))?\)$/.exec(what) ?? [];
  if (label) return arrive({ type: 'postback', postback: { data: actionOf(label, scene) } }, from, scene);
  if (deed === 'follow') return arrive({ type: 'follow' }, from, scene);
  if (deed === 'block') return arrive({ type: 'unfollow' }, from, scene);
  if (deed === 'unsend')
    return arrive({ type: 'unsend', unsend: { messageId: scene.written.at(-1) ?? '' } }, from, scene);
  if (mediaKinds.some((kind) => kind === deed)) {
    const total = Number(count);
    const set = `set-${scene.written.length}`;
    for (let index = 1; index <= total; index += 1)
      await say(
        { type: deed, ...sentWith[deed], ...(total > 1 ? { imageSet: { id: set, index, total } } : {}) },
        from,
        scene,
      );
    return;
  }
  const sentId = quoted === null ? {} : { quotedMessageId: `sent-${sentAt(quoted, scene)}` };
  await say({ type: 'text', ...withEmojis(unescaped(what)), ...sentId }, from, scene);
}

/** Which of all that was sent, counted from 1, is the last one but so many, or the last with this word. */
function sentAt(quoted: string, { chat: { sent } }: Scene): number {
  if (/^\d+$/.test(quoted)) return sent.length - Number(quoted) + 1;
  const found = sent.findLastIndex((each) => holds(textSeen([each]), quoted)) + 1;
  if (found === 0) throw new Error(`nothing sent says "${quoted}"`);
  return found;
}

/** LINE puts a placeholder like `(heart)` where one of its own emojis stands, and says where. */
function withEmojis(typed: string): { text: string; emojis?: readonly object[] } {
  const emojis: object[] = [];
  let text = '';
  for (const part of typed.split(/(⟦.*?⟧)/)) {
    const name = /^⟦(.*)⟧$/.exec(part)?.[1];
    if (name !== undefined)
      emojis.push({
        index: text.length,
        length: name.length + 2,
        productId: '5ac1bfd5040ab15980c9b435',
        emojiId: '001',
      });
    text += name === undefined ? part : `(${name})`;
  }
  return emojis.length > 0 ? { text, emojis } : { text };
}

async function say(message: object, from: string, scene: Scene): Promise<void> {
  const id = `text-${scene.written.length + 1}`;
  scene.written.push(id);
  await arrive({ type: 'message', message: { id, quoteToken: `quote-${id}`, ...message } }, from, scene);
}

/** As LINE delivers it, so that what the webhook reads of it counts. `chat.put` delivers it twice. */
async function arrive(
  event: { readonly type: string; readonly [field: string]: unknown },
  userId: string,
  { chat }: Scene,
): Promise<void> {
  const now = chat.now();
  const source = { type: 'user', userId };
  const read = readEvent(
    { ...event, mode: 'active', timestamp: now, webhookEventId: 'by-chat', replyToken: 'by-chat', source },
    now,
  );
  if ('left' in read) throw new Error(`LINE's event was left: ${read.left}`);
  await chat.put(read.event.inbound, userId);
}

function actionOf(label: string, { shown }: Scene): string {
  const buttons = buttonsSeen(shown);
  const found =
    buttons.find((button) => holds(button.label, label) && holds(label, button.label)) ??
    buttons.find((button) => holds(button.label, label));
  if (found) return found.data;
  throw new Error(
    `no button "${label}" among ${buttons.map((each) => `[${each.label}]`).join(' ') || 'none'}`,
  );
}

async function asStaff(what: string, nth: number | null, { chat, lines }: Scene): Promise<string | null> {
  const { queue, staff } = chat;
  const request = (await requestsOf(chat)).at(nth === null ? -1 : nth - 1);
  if (!request) return 'there is no request to work on';
  const { ref } = request;
  const [move = '', first = ''] = what.split(' ');
  const rest = what.slice(move.length).trim();
  if (move === 'thread') {
    lines.push(...(await threadLines(nth, chat)).map((line) => `      ${line}`));
    return null;
  }
  // A moment passes between two things that staff do.
  chat.advance(1000);
  const note = rest.slice(first.length).trim() || null;
  const moves: { readonly [move: string]: () => Promise<{ ok: boolean; problem?: unknown }> } = {
    claim: () => queue.claim(staff, ref),
    release: () => queue.release(staff, ref),
    reopen: () => queue.reopen(staff, ref),
    message: () => queue.message(staff, ref, { text: rest }),
    resolve: () =>
      queue.resolve(staff, ref, {
        disposition: first as 'issued',
        [needsReason(first as 'issued') ? 'reason' : 'note']: note,
      }),
  };
  const result = await moves[move]?.();
  if (!result) return `staff do not know "${move}"`;
  return result.ok ? null : JSON.stringify(result.problem);
}

/** @returns why an expectation does not hold, or null. */
async function unmet(
  who: string,
  sign: string,
  what: string,
  nth: number | null,
  { chat, answer }: Scene,
): Promise<string | null> {
  if (what === '(one)') return answer.length === 1 ? null : `there are ${answer.length} answers`;
  if (who === 'bot' || who === 'friend') return unsaid(textSeen(answer), what, sign.startsWith('!'));
  const requests = await requestsOf(chat);
  const lines = who === 'thread' ? await threadLines(nth, chat) : requests.map(requestLine);
  const counted = /^\((\d+) (requests?|open)\)$/.exec(what);
  if (counted) {
    const open = requests.filter(({ status }) => status !== 'resolved').length;
    const count = counted[2] === 'open' ? open : requests.length;
    return count === Number(counted[1]) ? null : `there are ${count}:${listed(lines)}`;
  }
  const among = who === 'queue' && nth !== null ? lines.slice(nth - 1, nth) : lines;
  const has = what === '(nothing)' ? lines.length === 0 : among.some((line) => holds(line, what));
  return has === !sign.startsWith('!') ? null : `there is:${listed(lines)}`;
}

function unsaid(text: string, what: string, mustNot: boolean): string | null {
  const thai = text.match(/[฀-๿]/g)?.length ?? 0;
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  if (what === '(nothing)') return text === '' ? null : 'something was said';
  if (what === '(something)') return text === '' ? 'nothing was said' : null;
  if (what === '(in Thai)') return thai > latin ? null : 'not in Thai';
  if (what === '(in English)') return latin > thai ? null : 'not in English';
  if (mustNot) return text !== '' && holds(text, what) ? 'was said' : null;
  const lacking = missing(text, what);
  return lacking.length === 0 ? null : `not said: ${lacking.join(' … ')}`;
}

async function threadLines(nth: number | null, chat: Chat): Promise<string[]> {
  const request = (await requestsOf(chat)).at(nth === null ? -1 : nth - 1);
  if (!request) return [];
  const thread = await chat.queue.thread(chat.staff, request.ref);
  return thread.ok ? thread.value.map((entry) => threadLine(entry, thread.value)) : ['(unreadable)'];
}

const listed = (lines: readonly string[]) =>
  lines.length === 0 ? ' nothing' : lines.map((line) => `\n        ${line}`).join('');

async function withReferences(text: string, chat: Chat): Promise<string> {
  if (!text.includes('{ref')) return text;
  const requests = await requestsOf(chat);
  return text.replaceAll(/\{ref(?: (\d+))?\}/g, (_, nth?: string) =>
    grouped(requests.at(nth ? Number(nth) - 1 : -1)?.ref ?? '(no request)'),
  );
}

function duration(text: string): number {
  const [, count = '0', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const ms = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit];
  if (!ms) throw new Error(`no such time: ${text}`);
  return Number(count) * ms;
}
