/** Where states of earlier flows went, by their paths. */
const moved: { readonly [path: string]: string } = {
  refused: 'consent.refused',
  main: 'menu.main',
  services: 'menu.services',
  info: 'menu.info',
  usage: 'menu.usage',
  card: 'issuer.card',
  handoff: 'person.open',
  'form.edit': 'form.review',
};

const fieldOf = (context: unknown, name: string): unknown =>
  typeof context === 'object' && context !== null ? Reflect.get(context, name) : null;

/**
 * The state that a conversation of an earlier flow goes on in. What was a flag of its context is a state by now:
 * what consent was asked for, and what an agency's type was settled for.
 * @param context as it was saved.
 * @returns the same path where no rule knows it; the conversation then goes on at the nearest menu.
 */
export function earlierPath(path: string, context: unknown): string {
  if (path === 'consent') {
    const pending = fieldOf(context, 'pending');
    return pending === 'human'
      ? 'consent.forPerson'
      : pending === 'request-new'
        ? 'consent.forRequest'
        : 'consent.first';
  }
  if (path.startsWith('routing.')) {
    const region = fieldOf(context, 'purpose') === 'form' ? 'form.agency' : 'issuer';
    return `${region}.${path.slice('routing.'.length)}`;
  }
  return moved[path] ?? path;
}
