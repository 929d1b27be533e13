import { createAgencyReaders } from '../../src/routing/agency.ts';

/** Readers of agencies' names without an operator's list, built once for the tests of a file. */
export const { readAgency, agenciesIn } = createAgencyReaders();
