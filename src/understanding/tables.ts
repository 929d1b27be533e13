import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Intent, Issuer } from '../../flows/domain.ts';
import { letterTable } from '../../flows/letter.ts';
import { answerIntents, gaps, intents, issuers } from '../../flows/domain.ts';

/** `office`: one that answers speak of; `kind`: a kind of agency; `courtesy`: says nothing beside a question. */
const roles = ['office', 'kind', 'courtesy'] as const;

/** What is spoken of, with the words for it. */
export interface Concept {
  readonly id: string;
  readonly role: (typeof roles)[number] | null;
  /** Its words make a sentence a question. */
  readonly interrogative: boolean;
  readonly words: readonly string[];
  /** Regular expressions over normalised text. */
  readonly patterns: readonly string[];
}

/** Where an answer is taken from. */
interface Source {
  /** The letter's number, as it stands on the letter. */
  readonly number: string;
  readonly issuer: string;
  /** ISO date of the document. */
  readonly date: string;
  readonly part: string;
}

export interface FaqEntry {
  readonly id: Intent;
  /** Null for what starts something rather than answers. */
  readonly source: Source | null;
  /** ISO date on which a person last held the answer against its source. */
  readonly checkedOn: string | null;
  /** ISO date of the last day on which the answer holds without a word on its age; null without end. */
  readonly validTo: string | null;
  /** The entry that this one makes more precise for the agencies of one issuer. */
  readonly of: Intent | null;
  readonly issuer: Issuer | null;
}

/** What a text may mean: an intent, a gap, or `out-of-scope`. */
export type Meaning = Intent;

/** A text whose meaning is known. */
export interface Example {
  readonly text: string;
  readonly meaning: Meaning;
  /** Other intents that answer it as well. */
  readonly also: readonly Intent[];
}

/** What does without the examples. */
export interface Entries {
  readonly concepts: readonly Concept[];
  readonly entries: readonly FaqEntry[];
}

export interface FaqTable extends Entries {
  /** What is written before questions and means nothing. */
  readonly prefaces: readonly string[];
  /** Of all files, each text once. */
  readonly examples: readonly Example[];
}

const date = z.iso.date();
const lines = z.string().transform((text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
);
const conceptFile = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/),
  z.strictObject({
    role: z.enum(roles).optional(),
    interrogative: z.literal('true').optional(),
    words: z.string().trim().min(1),
    patterns: z.array(z.string()).default([]),
  }),
);
/** Says that an answer holds until the letter's deadline, whichever day that is. */
const letterDeadline = 'letter.deadline';
/** Entries take the number and the dates of their document from here. */
const { number, date: letterDate, issuer: letterIssuer } = letterTable.letter;
const documents = { letter: { number, date: letterDate, issuer: letterIssuer } } as const;
const faqFile = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: z.string(),
      source: z.strictObject({ document: z.enum(['letter']), part: z.string() }).optional(),
      checkedOn: date.optional(),
      validTo: z.union([date, z.literal(letterDeadline)]).optional(),
      of: z.enum(intents).optional(),
      issuer: z.enum(issuers).optional(),
      examples: lines,
    }),
  ),
  outOfScope: z.strictObject({ examples: lines }),
});
const gapFile = z.record(z.enum(gaps), lines);
const meanings = z.tuple([z.enum([...intents, ...gaps, 'out-of-scope'])], z.enum(intents));
const prefaceFile = z.strictObject({ prefaces: lines });
/** Keys are a meaning and, after commas, what answers it as well. */
const exampleFile = z.record(z.string(), lines);

/** A table that contradicts itself: every fault on a line of its own. */
class BadTable extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(faults.map((fault) => `${file}: ${fault}`).join('\n'));
    this.name = 'BadTable';
  }
}

/** A file with its text; the path is relative to the repository. */
export interface TableFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const faqPath = 'flows/faq.yaml';
const conceptsPath = 'flows/concepts.yaml';
const gapsPath = 'flows/gaps.yaml';
const prefacesPath = 'flows/prefaces.yaml';

/** The text of all files that understanding is learned from, in a fixed order. */
export function tableFiles(): TableFile[] {
  const examples = globSync('flows/examples/*.yaml', { cwd: root }).sort();
  return [faqPath, conceptsPath, gapsPath, prefacesPath, ...examples].map((path) => ({
    path,
    text: readFileSync(`${root}${path}`, 'utf8'),
  }));
}

/** Reads and checks all tables, which takes a few hundred milliseconds. @throws {BadTable} */
export function loadFaq(): FaqTable {
  return readFaq(tableFiles());
}

/** @throws {BadTable} */
export function readFaq(files: readonly TableFile[]): FaqTable {
  const textOf = (wanted: string): string => files.find(({ path }) => path === wanted)?.text ?? '';
  const concepts = readConcepts(textOf(conceptsPath));
  const file = parsed(faqPath, faqFile, textOf(faqPath));
  const faults: string[] = [];
  for (const { id } of file.entries)
    if (!intents.includes(id))
      faults.push(`${id}: an answer needs source: { document, part } and checkedOn, the day it was checked`);
  const entries = file.entries.map(({ id, source, of, issuer, examples, checkedOn, validTo }): FaqEntry => {
    const document = source && documents[source.document];
    if (isAnswer(id) && (document === undefined || checkedOn === undefined))
      faults.push(`${id}: an answer names its source and the day it was checked`);
    if (!isAnswer(id) && source !== undefined) faults.push(`${id}: starts something, so it has no source`);
    if ((of === undefined) !== (issuer === undefined)) faults.push(`${id}: of and issuer come together`);
    if (examples.length === 0) faults.push(`${id}: nobody could ask for it`);
    return {
      id,
      source: source === undefined || document === undefined ? null : { ...document, part: source.part },
      checkedOn: checkedOn ?? null,
      validTo: validTo === letterDeadline ? letterTable.letter.deadline : (validTo ?? null),
      of: of ?? null,
      issuer: issuer ?? null,
    };
  });
  for (const intent of intents) {
    const times = entries.filter(({ id }) => id === intent).length;
    if (times !== 1) faults.push(`${intent}: stands ${times} times instead of once`);
  }
  if (faults.length > 0) throw new BadTable(faqPath, faults);
  const { prefaces } = parsed(prefacesPath, prefaceFile, textOf(prefacesPath));
  return { concepts, entries, prefaces, examples: eachOnce(writtenExamples(files)) };
}

/** Every example as it is written, with the file it stands in. @throws {BadTable} */
export function writtenExamples(files: readonly TableFile[]): (Example & { readonly path: string })[] {
  const textOf = (wanted: string): string => files.find(({ path }) => path === wanted)?.text ?? '';
  const file = parsed(faqPath, faqFile, textOf(faqPath));
  const inFile = (path: string, examples: readonly Example[]) =>
    examples.map((example) => ({ ...example, path }));
  return [
    ...inFile(
      faqPath,
      file.entries.flatMap((entry) => asExamples(entry.examples, entry.id)),
    ),
    ...inFile(faqPath, asExamples(file.outOfScope.examples, 'out-of-scope')),
    ...Object.entries(parsed(gapsPath, gapFile, textOf(gapsPath))).flatMap(([gap, texts]) =>
      inFile(gapsPath, asExamples(texts, gap)),
    ),
    ...files
      .filter(({ path }) => path.startsWith('flows/examples/'))
      .flatMap((one) => inFile(one.path, readExamples(one))),
  ];
}

/** Whether an intent is answered with a text, rather than starting something. */
export function isAnswer(intent: Intent): boolean {
  return answerIntents.includes(intent);
}

function asExamples(texts: readonly string[], meaning: Meaning, also: readonly Intent[] = []): Example[] {
  return texts.map((text) => ({ text, meaning, also }));
}

function readExamples({ path, text }: TableFile): Example[] {
  return Object.entries(parsed(path, exampleFile, text)).flatMap(([key, texts]) => {
    const result = meanings.safeParse(key.split(/, */));
    if (!result.success) throw new BadTable(path, [`"${key}" names no intents`]);
    const [meaning, ...also] = result.data;
    return asExamples(texts, meaning, also);
  });
}

/** A text that stands in several files keeps its first meaning; the others answer it as well. */
function eachOnce(examples: readonly Example[]): Example[] {
  const known = new Map<string, Example>();
  for (const example of examples) {
    const there = known.get(example.text);
    const others = there ? [there.meaning, example.meaning, ...there.also, ...example.also] : [];
    known.set(
      example.text,
      there
        ? { ...there, also: intents.filter((id) => id !== there.meaning && others.includes(id)) }
        : example,
    );
  }
  return [...known.values()];
}

function readConcepts(text: string): Concept[] {
  const faults: string[] = [];
  const concepts = Object.entries(parsed(conceptsPath, conceptFile, text)).map(
    ([id, { role, interrogative, words, patterns }]): Concept => {
      for (const source of patterns) {
        try {
          void new RegExp(source, 'gu');
        } catch (error) {
          faults.push(`${id}: ${String(error)}`);
        }
      }
      return {
        id,
        role: role ?? null,
        interrogative: interrogative !== undefined,
        words: words.split(',').map((word) => word.trim()),
        patterns,
      };
    },
  );
  if (faults.length > 0) throw new BadTable(conceptsPath, faults);
  return concepts;
}

function parsed<T>(path: string, schema: z.ZodType<T>, text: string): T {
  const result = schema.safeParse(parse(text, { schema: 'failsafe', prettyErrors: false }));
  if (result.success) return result.data;
  throw new BadTable(
    path,
    result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
}
