import type { MediaKind } from '../../flows/events.ts';
import { mediaKinds } from '../../flows/events.ts';
import { needsReason } from '../../src/requests/dispositions.ts';
import type { Chat, Sent } from './chat.ts';

/**
 * Plays a transcript: the lines that people say are done, what comes of them is written below each.
 *
 *     officer > 1932                    a text; `[ยื่นคำขอ]` presses the button of that label;
 *                                       `(sticker)` `(follow)` `(block)` `(unsend)` the last text, `(unsend 2)` the one before
 *     clock   + 2 days                  also hours, minutes
 *     staff   > claim                   message …, resolve issued …, release, reopen; of the newest request
 *     bot     < [menu.usage]            what is said, with the values that matter; `(en)` in English
 *     queue   : 123-456-782 new token   the newest request after a change
 *
 * @returns the whole transcript as it really went.
 */
export async function play(script: string, chat: Chat): Promise<string> {
  const lines: string[] = [];
  const texts: string[] = [];
  let shown = '';
  for (const line of script.split('\n')) {
    const done = /^(officer|staff|clock|friend)\s+([>+])\s+(.+)$/.exec(line);
    if (!done) {
      if (!/^(bot|friend)\s+</.test(line) && !/^(queue|staff)\s+[:<]/.test(line)) lines.push(line);
      continue;
    }
    const [, who = '', , what = ''] = done;
    lines.push(line);
    const before = chat.sent.length;
    if (who === 'clock') chat.advance(duration(what));
    else if (who === 'staff') lines.push(...(await asStaff(what, chat)));
    else await asOfficer(what, who === 'friend' ? 'Ufriend' : 'Uofficer', chat, texts);
    lines.push(...chat.sent.slice(before).map(describe));
    const queue = await newest(chat);
    if (queue !== shown) lines.push(`queue   : ${queue}`);
    shown = queue;
  }
  return lines.join('\n');
}

async function asOfficer(what: string, from: string, chat: Chat, texts: string[]): Promise<void> {
  const button = /^\[(.+)\]$/.exec(what)?.[1];
  if (button)
    return void (await chat.press(button.startsWith('!') ? button.slice(1) : chat.actionOf(button), from));
  const [, deed = '', nth] = /^\((\w+)(?: (\d+))?\)$/.exec(what) ?? [];
  const media = mediaKinds.find((kind: MediaKind) => kind === deed);
  if (media) return void (await chat.put({ kind: 'media', media }, from));
  if (deed === 'follow') return void (await chat.put({ kind: 'follow' }, from));
  if (deed === 'block') return void (await chat.put({ kind: 'unfollow' }, from));
  if (deed === 'unsend')
    return void (await chat.put({ kind: 'unsend', messageId: texts.at(-Number(nth ?? 1)) ?? '' }, from));
  const messageId = `text-${texts.length + 1}`;
  texts.push(messageId);
  await chat.put({ kind: 'text', text: what, messageId }, from);
}

async function asStaff(what: string, chat: Chat): Promise<string[]> {
  const page = await chat.store.listRequests({ limit: 100 });
  const ref = page.items.toSorted((a, b) => b.createdAt - a.createdAt)[0]?.ref;
  if (!ref) throw new Error('there is no request for staff to work on');
  const [move = '', first = ''] = what.split(' ');
  const rest = what.slice(move.length).trim();
  const { queue, staff } = chat;
  if (move === 'thread') {
    const thread = await queue.thread(staff, ref);
    if (!thread.ok) throw new Error('the thread cannot be read');
    return thread.value.map((entry) => `staff   < ${entry.from}: ${entry.text ?? '(gone)'}`);
  }
  const done =
    move === 'claim'
      ? await queue.claim(staff, ref)
      : move === 'release'
        ? await queue.release(staff, ref)
        : move === 'reopen'
          ? await queue.reopen(staff, ref)
          : move === 'message'
            ? await queue.message(staff, ref, { text: rest })
            : await queue.resolve(staff, ref, {
                disposition: first as 'issued',
                [needsReason(first as 'issued') ? 'reason' : 'note']: rest.slice(first.length).trim() || null,
              });
  return done.ok ? [] : [`staff   < refused: ${JSON.stringify(done.problem)}`];
}

function describe(sent: Sent): string {
  const who = sent.to === 'Ufriend' ? 'friend ' : 'bot    ';
  const says = sent.says.map(({ say, params = {} }, at) => {
    const shown = [
      'key',
      'type',
      'ref',
      'service',
      'reasonCode',
      'text',
      'reminder',
      'unfinished',
      'current',
      'agencyName',
      'lapsed',
      'parentAgency',
      'typed',
      'names',
      'phone',
      'email',
      'status',
    ]
      .filter((name) => params[name] !== undefined && params[name] !== null && params[name] !== 'none')
      .map((name) => `${name}=${JSON.stringify(params[name]).replaceAll('"', '')}`);
    return `[${[...(sent.languages[at] === 'en' ? ['(en)'] : []), say, ...shown].join(' ')}]`;
  });
  return `${who} < ${sent.via === 'push' ? '(push) ' : ''}${says.join(' ')}`;
}

async function newest(chat: Chat): Promise<string> {
  const page = await chat.store.listRequests({ limit: 100 });
  const request = page.items.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  if (!request) return '';
  return [request.ref, request.kind, request.status, request.issuer, request.disposition]
    .filter((part) => part !== null)
    .join(' ');
}

function duration(text: string): number {
  const [, count = '0', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const ms = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit];
  if (!ms) throw new Error(`no such time: ${text}`);
  return Number(count) * ms;
}
