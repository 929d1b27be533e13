import type { Happening, Slot } from './events.ts';
import { confirmed, slots } from './events.ts';
import type { Intent } from './domain.ts';
import { agencyTypes, answerIntents, intents, languages } from './domain.ts';
import { menu } from './menu.ts';

/**
 * What pressing a button means, as it stands in a postback's data. It names the thing itself, not a place in
 * a list, so that a button of an old message still does something sensible.
 *
 * `menu` `key:services:3` `consent:give` `service:biz-portal` `type:local` `answer:deadline` `edit:phone`
 * `confirm:discard:yes` `fill:hasDigitalId:yes` `request:show:123456782`
 * `helped:no:deadline` `agency:กรมการปกครอง` …
 */
export function parseAction(data: string): readonly Happening[] | null {
  const [head = '', first = '', second = ''] = data.split(':');
  switch (head) {
    case 'menu':
    case 'back':
    case 'repeat':
    case 'cancel':
    case 'greeting':
    case 'thanks':
    case 'human':
    case 'status':
    case 'request-new':
    case 'route':
    case 'keep':
    case 'submit':
    case 'resume':
    case 'discard':
    case 'keep-typed':
      return first === '' ? [{ type: head }] : null;
    case 'key':
      return menu.nodes[first] && second
        ? [
            { type: 'node', id: first },
            { type: 'key', key: second },
          ]
        : null;
    case 'node':
      return menu.nodes[first] ? [{ type: 'node', id: first }] : null;
    case 'consent':
      return first === 'give' || first === 'refuse' || first === 'withdraw'
        ? [{ type: `consent.${first}` }]
        : null;
    case 'language': {
      const language = languages.find((known) => known === first);
      return language ? [{ type: 'language', language }] : null;
    }
    case 'service':
      return Object.values(menu.nodes).some((node) => node.named.includes(first))
        ? [{ type: 'service', id: first }]
        : null;
    case 'type': {
      const agencyType = agencyTypes.find((known) => known === first);
      return agencyType ? [{ type: 'pick', agencyType }] : null;
    }
    case 'confirm': {
      const about = confirmed.find((known) => known === first);
      return about && (second === 'yes' || second === 'no')
        ? [{ type: 'confirm', about, yes: second === 'yes' }]
        : null;
    }
    case 'answer': {
      const intent = intents.find((known) => known === first);
      return intent ? [meaningOf(intent)] : null;
    }
    case 'helped': {
      const intent = answerIntents.find((known) => known === second);
      return intent && (first === 'yes' || first === 'no')
        ? [{ type: 'helped', intent, yes: first === 'yes' }]
        : null;
    }
    case 'agency': {
      const name = data.slice('agency:'.length);
      return name ? [{ type: 'listed', agency: { name, type: null, parent: null }, messageId: null }] : null;
    }
    case 'none-of-these':
      return [{ type: 'unknown' }];
    case 'edit': {
      const slot = first === 'agencyType' ? first : findSlot(first);
      return slot ? [{ type: 'edit', slot }] : null;
    }
    case 'fill':
      return first === 'hasDigitalId' && (second === 'yes' || second === 'no')
        ? [{ type: 'fill', slot: first, value: second === 'yes', flags: [], messageId: null }]
        : null;
    case 'request':
      return (first === 'show' || first === 'reply' || first === 'withdraw') && /^\d{9}$/.test(second)
        ? [{ type: `request.${first}`, ref: second }]
        : null;
    default:
      return null;
  }
}

/** What an understood intent sets off: an answer, or the thing it asks to start. */
export function meaningOf(intent: Intent): Happening {
  switch (intent) {
    case 'human':
    case 'request-new':
      return { type: intent };
    case 'request-status':
      return { type: 'status' };
    default:
      return { type: 'answer', intent };
  }
}

/** What goes on with the question that a button stands below, so that it is answered in the question's language. */
export const goesOn = (action: string): boolean =>
  /^(?:answer|helped|none-of-these|route|type|confirm:type|human)(?::|$)/.test(action);

function findSlot(name: string): Slot | undefined {
  return slots.find((slot) => slot === name);
}
