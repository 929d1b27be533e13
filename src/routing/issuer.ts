import type { AgencyType, Issuer } from '../../flows/domain.ts';
import { keysTo } from '../../flows/facts.ts';
import type { IssuerEntry } from '../../flows/issuers.ts';
import { issuerTable } from '../../flows/issuers.ts';
import { menu, parentOf } from '../../flows/menu.ts';

/** Who gives the Token to agencies of a type (the letter, question 3). */
export function issuerOf(type: AgencyType): Issuer {
  if (type === 'regional') return 'parent';
  return type === 'local' ? 'dla' : 'dga';
}

/** How to reach who gives out the Token, and where that is known from. Names and sentences stand in `routing.issuer.<issuer>`. */
export function issuerCard(issuer: Issuer): IssuerEntry {
  return issuerTable[issuer];
}

/** A key to press once a call is answered, and the node of the phone menu that it leads to. */
export interface KeyToPress {
  readonly key: string;
  readonly node: string;
}

/** The keys to press for an issuer, in order; what each is for stands below `routing.key.<node>`. */
export function keysToPress(issuer: Issuer): readonly KeyToPress[] {
  const path: KeyToPress[] = [];
  for (let node = issuerCard(issuer).keys; node !== null; node = parentOf(node)) {
    const key = keysTo(node, menu).at(-1);
    if (key !== undefined) path.unshift({ key, node });
  }
  return path;
}
