import type { ServiceRequest } from '../../requests/request.ts';
import type { Say } from '../say.ts';
import type { FactView } from './common.ts';

/** Values with labels, under a title. */
export interface FactGroupView {
  readonly title: string;
  readonly facts: readonly FactView[];
}

/** What the officer filed: of the agency, of the contact person. Of a question only what is known. */
export function presentFacts(request: ServiceRequest, say: Say): FactGroupView[] {
  const { contact } = request;
  const field = (name: string, value: string | null, href?: string): FactView => ({
    label: say(`requests:field.${name}`),
    value,
    ...(value !== null && href !== undefined && { href }),
  });
  const digitalId =
    request.hasDigitalId === null
      ? null
      : say(request.hasDigitalId ? 'console:request.has-digital-id' : 'console:request.has-no-digital-id');
  const agency = [
    ...(request.subject === null ? [] : [field('subject', request.subject)]),
    field('agencyName', request.agencyName),
    field('agencyType', request.agencyType && say(`console:agency-type.${request.agencyType}`)),
    ...(request.parentAgency === null ? [] : [field('parentAgency', request.parentAgency)]),
    field('issuer', request.issuer && say(`console:issuer.${request.issuer}`)),
    field('hasDigitalId', digitalId),
  ];
  const person = [
    field('name', contact.name),
    field('position', contact.position),
    field('phone', contact.phone, dialled(contact.phone)),
    field('email', contact.email, contact.email === null ? undefined : `mailto:${encodeURI(contact.email)}`),
    field('language', say(`console:request.in-language.${request.language}`)),
  ];
  const shown = (facts: readonly FactView[]): readonly FactView[] =>
    request.kind === 'question' ? facts.filter(({ value }) => value !== null) : facts;
  return [
    { title: say('console:request.agency'), facts: shown(agency) },
    { title: say('console:request.person'), facts: shown(person) },
  ].filter(({ facts }) => facts.length > 0);
}

/** How to reach an officer whom LINE does not reach. */
export function presentCall({ contact: { phone } }: ServiceRequest): FactView {
  const href = dialled(phone);
  return { label: '', value: phone, ...(href !== undefined && { href }) };
}

/** `tel:` of a Thai number, without what follows `ต่อ`. */
function dialled(phone: string | null): string | undefined {
  const digits = (phone ?? '').split(/[^\d\s+().-]/, 1)[0]?.replaceAll(/\D/g, '') ?? '';
  return digits.startsWith('0') ? `tel:+66${digits.slice(1)}` : undefined;
}
