import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { answerIntents, intents, issuers } from '../../flows/domain.ts';
import type { AnswerIntent, Intent, Issuer } from '../../flows/domain.ts';
import { letterTable } from '../../flows/letter.ts';
import { compiledText, packed, readCompiled, unpacked } from '../text/compiled.ts';
import type { Model } from './classifier.ts';
import { agencyPart, unknownPart } from './evidence.ts';
import type { ConceptForms, WordForm } from './lexicon.ts';
import type { Counts } from './likeness.ts';

/** What part a concept plays in a question; explained at the head of `flows/concepts.yaml`. */
export const conceptRoles = [
  'topic',
  'want',
  'mark',
  'kind',
  'trouble',
  'foreign',
  'talk',
  'courtesy',
  'plain',
] as const;
export type ConceptRole = (typeof conceptRoles)[number];

export interface Concept extends ConceptForms {
  readonly role: ConceptRole;
  /** The concept in whose place it stands when questions are compared; most often itself. */
  readonly as: string;
  /** Its words make a sentence a question. */
  readonly interrogative: boolean;
}

/** Where an answer is taken from. */
export interface Source {
  /** The number of the document, as it is quoted. */
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
  /** Sets of concepts that ask for this entry. */
  readonly asks: readonly (readonly string[])[];
  /** How officers say it. */
  readonly examples: readonly string[];
}

export interface FaqTable {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly entries: readonly FaqEntry[];
  readonly outOfScope: Pick<FaqEntry, 'asks' | 'examples'>;
  /** What was learned of it ahead of time; null where it has to be learned. */
  readonly learned: Learned | null;
}

export interface Learned {
  /** The words of its concepts. */
  readonly forms: readonly WordForm[];
  /** What its `asks` tell. */
  readonly model: Model;
  /** What its `examples` sound like. */
  readonly counts: Counts;
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
    role: z.enum(conceptRoles),
    as: z.string().optional(),
    interrogative: z.literal('true').optional(),
    words: z.string().trim().min(1),
    patterns: z.array(z.string()).default([]),
  }),
);
/** Says that an answer holds until the letter's deadline, whichever day that is. */
const letterDeadline = 'letter.deadline';
const faqFile = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: z.enum(intents),
      source: z.strictObject({ document: z.enum(['letter']), part: z.string() }).optional(),
      checkedOn: date.optional(),
      validTo: z.union([date, z.literal(letterDeadline)]).optional(),
      of: z.enum(intents).optional(),
      issuer: z.enum(issuers).optional(),
      asks: lines.default([]),
      examples: lines,
    }),
  ),
  outOfScope: z.strictObject({ asks: lines, examples: lines }),
});

/** A table that contradicts itself: every fault on a line of its own. */
export class BadTable extends Error {
  constructor(file: string, faults: readonly string[]) {
    super([`${file} has ${faults.length} fault(s):`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'BadTable';
  }
}

const conceptsPath = 'flows/concepts.yaml';
const faqPath = 'flows/faq.yaml';
/** Entries take the number and the dates of their document from here. */
const letterPath = 'flows/letter.yaml';
const { number, date: letterDate, issuer: letterIssuer } = letterTable.letter;
const documents = { letter: { number, date: letterDate, issuer: letterIssuer } } as const;
const root = new URL('../../', import.meta.url);

/** Reads `flows/faq.yaml`, `flows/concepts.yaml` and `flows/letter.yaml`, or what was compiled of them. @throws {BadTable} */
export function loadFaq(): FaqTable {
  const [faqText, conceptsText] = [textOf(faqPath), textOf(conceptsPath)];
  const compiled = readCompiled('faq', [faqText, conceptsText, textOf(letterPath)]);
  return compiled === null ? readFaq(faqText, conceptsText) : restored(compiled as CompiledFaq);
}

/** What `flows/compiled/faq.json` should be. @param learn learns all of a table that it can. */
export function compiledFaq(learn: (table: FaqTable) => Learned): string {
  const [faqText, conceptsText] = [textOf(faqPath), textOf(conceptsPath)];
  const table = readFaq(faqText, conceptsText);
  const { forms, model, counts } = learn(table);
  return compiledText([faqText, conceptsText, textOf(letterPath)], {
    ...table,
    concepts: [...table.concepts].map(([id, concept]) => [
      id,
      { ...concept, patterns: concept.patterns.map(({ source }) => source) },
    ]),
    learned: {
      forms,
      model: { ...model, weights: packed(model.weights), bias: packed(model.bias) },
      counts: { grams: packed(counts.grams), cells: packed(counts.cells) },
    },
  } satisfies CompiledFaq);
}

/** The table as JSON can hold it. */
interface CompiledFaq extends Omit<FaqTable, 'concepts' | 'learned'> {
  readonly concepts: readonly (readonly [
    string,
    Omit<Concept, 'patterns'> & { readonly patterns: readonly string[] },
  ])[];
  readonly learned: {
    readonly forms: readonly WordForm[];
    readonly model: Pick<Model, 'labels' | 'features'> & { readonly weights: string; readonly bias: string };
    readonly counts: { readonly grams: string; readonly cells: string };
  };
}

function restored({ concepts, learned: { forms, model, counts }, ...table }: CompiledFaq): FaqTable {
  return {
    ...table,
    concepts: new Map(
      concepts.map(([id, concept]) => [id, { ...concept, patterns: concept.patterns.map(patternOf) }]),
    ),
    learned: {
      forms,
      model: {
        ...model,
        weights: new Float32Array(unpacked(model.weights)),
        bias: new Float32Array(unpacked(model.bias)),
      },
      counts: {
        grams: new Int32Array(unpacked(counts.grams)),
        cells: new Uint32Array(unpacked(counts.cells)),
      },
    },
  };
}

function patternOf(source: string): RegExp {
  return new RegExp(source, 'gu');
}

function textOf(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** @param faqText,conceptsText the two files' text. @throws {BadTable} */
export function readFaq(faqText: string, conceptsText: string): FaqTable {
  const concepts = readConcepts(conceptsText);
  const file = parsed(faqPath, faqFile, faqText);
  const faults: string[] = [];
  const asksOf = (where: string, asks: readonly string[]): string[][] =>
    asks.flatMap((line) => expanded(line, concepts, (fault) => faults.push(`${where}: ${fault}`)));
  const entries = file.entries.map(
    ({ id, source, of, issuer, asks, examples, checkedOn, validTo }): FaqEntry => {
      const document = source && documents[source.document];
      if (isAnswer(id) && (document === undefined || checkedOn === undefined))
        faults.push(`${id}: an answer names its source and the day it was checked`);
      if (!isAnswer(id) && source !== undefined) faults.push(`${id}: starts something, so it has no source`);
      if ((of === undefined) !== (issuer === undefined)) faults.push(`${id}: of and issuer come together`);
      if (asks.length + examples.length === 0) faults.push(`${id}: nobody could ask for it`);
      return {
        id,
        source: source === undefined || document === undefined ? null : { ...document, part: source.part },
        checkedOn: checkedOn ?? null,
        validTo: validTo === letterDeadline ? letterTable.letter.deadline : (validTo ?? null),
        of: of ?? null,
        issuer: issuer ?? null,
        asks: asksOf(id, asks),
        examples,
      };
    },
  );
  for (const intent of intents) {
    const times = entries.filter(({ id }) => id === intent).length;
    if (times !== 1) faults.push(`${intent}: stands ${times} times instead of once`);
  }
  const outOfScope = { asks: asksOf('outOfScope', file.outOfScope.asks), examples: file.outOfScope.examples };
  if (faults.length > 0) throw new BadTable(faqPath, faults);
  return { concepts, entries, outOfScope, learned: null };
}

/** Whether an intent is answered with a text, rather than starting something. */
export function isAnswer(intent: Intent): intent is AnswerIntent {
  return (answerIntents as readonly Intent[]).includes(intent);
}

function readConcepts(text: string): ReadonlyMap<string, Concept> {
  const file = parsed(conceptsPath, conceptFile, text);
  const faults: string[] = [];
  const concepts = new Map(
    Object.entries(file).map(([id, { role, as, interrogative, words, patterns }]): [string, Concept] => {
      const pattern = (source: string): RegExp[] => {
        try {
          return [patternOf(source)];
        } catch (error) {
          faults.push(`${id}: ${String(error)}`);
          return [];
        }
      };
      return [
        id,
        {
          role,
          as: as ?? id,
          interrogative: interrogative !== undefined,
          words: words.split(',').map((word) => word.trim()),
          patterns: patterns.flatMap(pattern),
        },
      ];
    }),
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

/** `token, ask|get` stands for [token, ask] and [token, get]. */
function expanded(
  line: string,
  concepts: ReadonlyMap<string, Concept>,
  complain: (fault: string) => void,
): string[][] {
  let sets: string[][] = [[]];
  for (const place of line.split(',')) {
    const choices = place.split('|').map((name) => name.trim());
    for (const name of choices)
      if (!concepts.has(name) && !parts.has(name)) complain(`"${name}" in "${line}" is no concept`);
    sets = sets.flatMap((set) => choices.map((choice) => [...set, choice]));
  }
  return sets;
}

/** Parts of a question that are named in `asks` without being concepts themselves. */
const parts: ReadonlySet<string> = new Set([agencyPart, unknownPart, 'trouble', 'foreign', 'talk']);
