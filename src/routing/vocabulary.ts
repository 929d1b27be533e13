import { parse } from 'yaml';
import { array, boolean, enum as oneOf, partialRecord, strictObject, string, tuple } from 'zod';
import type { output } from 'zod';
import { agencyTypes } from '../../flows/domain.ts';

const pattern = string().refine(isPattern, 'is not a regular expression');
/** Words in one line, with commas between them. */
const wordList = string().transform((line) => line.split(',').map((word) => word.trim()));
const types = wordList.pipe(array(oneOf(agencyTypes)).min(2).max(3));
const reading = {
  type: oneOf(agencyTypes).optional(),
  candidates: types.optional(),
  reason: string(),
  kind: boolean().default(false),
  weak: boolean().default(false),
  owner: boolean().default(false),
  inProvince: wordList.pipe(array(oneOf(agencyTypes)).min(1).max(3)).optional(),
  role: oneOf(['place', 'parent']).optional(),
};
const family = strictObject({
  ...reading,
  words: wordList,
  alone: boolean().default(true),
  not: wordList.default([]),
  except: wordList.default([]),
  before: wordList.default([]),
  settledBy: partialRecord(oneOf(agencyTypes), pattern).default({}),
  place: oneOf(['bangkok', 'province']).optional(),
});
const english = strictObject({ ...reading, pattern });
const offices = strictObject({
  type: oneOf(agencyTypes),
  reason: string(),
  subjects: wordList,
});

const names = strictObject({
  families: array(family.refine(saysOneThing, 'has either a type or candidates')),
  endings: array(strictObject({ type: oneOf(agencyTypes), words: wordList })),
  level: pattern,
  shortLevel: pattern,
  hasLevel: pattern,
  hasNumber: pattern,
  partWords: wordList,
  officeWords: wordList,
  offices: array(offices),
  english: array(english.refine(saysOneThing, 'has either a type or candidates')),
  provinces: array(array(string()).min(1)).length(76),
  bangkok: wordList.pipe(array(string()).length(50)),
  shortForms: array(tuple([string(), string()])),
  department: wordList,
});
const sentences = strictObject({
  notOfAName: pattern,
  askedAt: wordList,
  belongs: array(pattern),
  mayBelong: array(pattern),
  contacts: array(pattern),
  joins: pattern,
  partOf: pattern,
  inArea: pattern,
  sentence: pattern,
  around: pattern,
  opens: pattern,
  isIn: pattern,
  asks: pattern,
  stops: array(pattern),
  goesOn: array(pattern),
  tails: pattern,
  touches: strictObject({ before: pattern, after: pattern }),
});

export type Vocabulary = output<typeof names> & output<typeof sentences>;
export type Family = output<typeof family>;

/**
 * Reads and checks `flows/agencies.yaml` and `flows/agency-sentences.yaml`.
 * @throws {ZodError} with every fault where a table is not as its head says.
 */
export function readVocabulary(namesText: string, sentencesText: string): Vocabulary {
  return { ...names.parse(parse(namesText)), ...sentences.parse(parse(sentencesText)) };
}

function saysOneThing(entry: { type?: unknown; candidates?: unknown }): boolean {
  return (entry.type === undefined) !== (entry.candidates === undefined);
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
