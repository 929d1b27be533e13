import { parseAction } from '../../../flows/buttons.ts';
import type { Happening } from '../../../flows/events.ts';
import type { AgencyEntry } from '../../routing/agency-list.ts';
import type { Knowledge, Meaning, Situation } from './reader.ts';
import { means } from './reader.ts';

/** An agency of the operator's list, as the form takes it. */
export const listedAs = ({ name, type, parent }: AgencyEntry, messageId: string | null): Happening => ({
  type: 'listed',
  agency: { name, type: type === 'none' ? null : type, parent },
  messageId,
});

const named = (slot: 'agencyName' | 'parentAgency', value: string, messageId: string | null): Happening => ({
  type: `fill.${slot}`,
  slot,
  value,
  flags: [],
  messageId,
});

/** What choosing one of the offered agencies sets off. */
function agencyChosen(
  name: string,
  { context, path }: Situation,
  { complete, understand }: Knowledge,
): readonly Happening[] {
  const { offer, draft } = context;
  const messageId = offer?.messageId ?? null;
  const entry = complete?.(name).match;
  if (offer?.slot === 'parentAgency') return [named('parentAgency', entry?.name ?? name, messageId)];
  if (entry) return [listedAs(entry, null)];
  // Where one text named several agencies none of them is on a list: the one that is meant may be of another type.
  if (!offer?.names.includes(name) || !path.startsWith('form.')) return [{ type: 'repeat' }];
  const { agency } = understand(name);
  const chosen = named('agencyName', name, messageId);
  return agency && agency.type !== draft?.agencyType
    ? [chosen, { type: 'edit.agencyType' }, { type: 'agency', reading: agency, messageId }]
    : [chosen];
}

/** Which of several agencies that one text named is meant. */
const about = 'about:';

function aboutAgency(name: string, { understand }: Knowledge): Meaning {
  const { agency } = understand(name);
  return means(agency ? { type: 'agency', reading: agency, messageId: null } : { type: 'route' });
}

/**
 * What pressing a button means where the conversation stands. A button of a flow, or of a list of agencies,
 * that is no more repeats what is asked now.
 */
export function press(action: string, at: Situation, knowledge: Knowledge): Meaning {
  if (action.startsWith(about)) return aboutAgency(action.slice(about.length), knowledge);
  const meaning = parseAction(action);
  const [first] = meaning ?? [];
  if (!meaning || !first) return means({ type: 'repeat' });
  if ('type' in first && first.type === 'listed')
    return { happenings: agencyChosen(first.agency.name, at, knowledge), chosen: action };
  if ('type' in first && first.type === 'for-form' && at.context.held)
    return { happenings: meaning, chosen: action, thenForForm: at.context.held };
  return { happenings: meaning, chosen: action };
}
