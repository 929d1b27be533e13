import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addOfficerMessage } from '../../src/requests/changes.ts';
import { kanda } from './errands.ts';
import type { House } from './house.ts';
import { openHouse } from './house.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs, visitorOf } from './visitor.ts';

let house: House;
let visitor: Visitor;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(kanda);
  visitor = await visitorAs(house.origin, kanda);
});
afterAll(() => house.close());

/** What breaks out of text, an attribute, a textarea, or makes htmx do something. */
const sharp = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '</textarea><img src=x onerror=alert(1)>',
        '"><svg onload=alert(1)>',
        "' autofocus onfocus=alert(1) x='",
        '</title><script>',
        '<hx-partial hx-target="body">',
        'hx-on:click="alert(1)"',
        'javascript:alert(1)',
        '&lt;',
        '{{ref}}',
        '$t(requests:status.new)',
        '${1}',
        '\u0000',
        '\u202e',
        'ก',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

/** Every tag of a page with its attributes' names, in order: what a text must not change. */
function skeleton(text: string): string {
  const tags = [...text.matchAll(/<(\/?[a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)];
  return tags
    .map(([, tag, attributes = '']) => {
      const names = [...attributes.matchAll(/([^\s=]+)(?:=(?:"[^"]*"|'[^']*'|\S+))?/g)].map(
        (match) => match[1],
      );
      return `${tag} ${names.join(' ')}`;
    })
    .join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe('whatever officers and staff type', () => {
  test('is shown as text: no page changes its shape', async () => {
    const shapeOf = async (typed: string): Promise<string> => {
      const { ref } = await house.desk.file({
        agencyType: 'regional',
        agencyName: typed,
        parentAgency: typed,
        contact: { name: typed, position: typed, phone: '0 2612 6060', email: typed },
      });
      await house.desk.change(ref, (request, _, clock) =>
        addOfficerMessage(request, { text: typed, messageId: 'm1' }, clock),
      );
      await house.desk.queue.claim(kanda, ref);
      await house.desk.queue.message(kanda, ref, { text: `a${typed}` });
      const page = await visitor.get(`/console/requests/${ref}`);
      const refused = await visitor.post(`/console/requests/${ref}/resolve`, {
        disposition: typed,
        note: typed,
        text: typed,
      });
      const queue = await visitor.get('/console?tab=waiting&agencyType=regional');
      await house.desk.queue.resolve(kanda, ref, { disposition: 'issued', note: typed });
      expect(page.status).toBe(200);
      expect(page.text).toContain(escaped(typed.split(/["'\p{Cc}]/u)[0] ?? ''));
      return [page.text, refused.text, queue.text].map(skeleton).join('\n---\n');
    };
    const plain = await shapeOf('ข้อความธรรมดา');
    await fc.assert(
      fc.asyncProperty(sharp, async (typed) => {
        fc.pre(typed.trim() !== '');
        expect(await shapeOf(typed)).toBe(plain);
      }),
      { numRuns: 60 },
    );
  });

  test('is shown as text where it was searched for, and does not become part of a link’s shape', async () => {
    const shapeOf = async (typed: string): Promise<string> => {
      const answer = await visitor.get(`/console?${new URLSearchParams({ q: `ฮ${typed}` }).toString()}`);
      return answer.status === 303 ? 'found' : skeleton(answer.text);
    };
    const plain = await shapeOf('ไม่มี');
    await fc.assert(
      fc.asyncProperty(sharp, async (typed) => {
        expect(await shapeOf(typed)).toBe(plain);
      }),
      { numRuns: 60 },
    );
  });

  test('is shown as text on the sign-in page', async () => {
    const stranger = visitorOf(house.origin);
    const shapeOf = async (next: string): Promise<string> =>
      skeleton((await stranger.get(`/console/sign-in?${new URLSearchParams({ next }).toString()}`)).text);
    const plain = await shapeOf('/console');
    await fc.assert(
      fc.asyncProperty(sharp, async (typed) => {
        expect(await shapeOf(typed)).toBe(plain);
        expect(await shapeOf(`/console?q=${typed}`)).toBe(plain);
      }),
      { numRuns: 60 },
    );
  });
});
