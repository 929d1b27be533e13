import { globSync, readFileSync } from 'node:fs';
import { isScalar, parseDocument, visit } from 'yaml';
import type { Fact, Facts } from '../../../flows/facts.ts';
import { factHole } from '../../base/words.ts';
import { spellingsOf } from './spellings.ts';

/** A piece of text that could hold a fact a second time, and where it stands. */
export interface Passage {
  /** `locales/th/faq.yaml answer.deadline`, `src/line/flex.ts:12`. */
  readonly at: string;
  readonly text: string;
  /** Sentences show keys of the phone; a program works with them. */
  readonly kind: 'sentence' | 'comment' | 'code';
}

/**
 * Facts written out where a value should stand: one line each, with the place, what is written and what to write.
 * Any spelling counts: spaces and dashes, +66, Thai digits, a date in words, of either era.
 */
export function literalFaults(passages: Iterable<Passage>, facts: Facts): string[] {
  const known = [...facts].flatMap(([name, fact]) =>
    spellingsOf(fact).map((spelling) => ({ name, fact, spelling })),
  );
  const faults: string[] = [];
  for (const { at, text, kind } of passages) {
    const plain = plainOf(text.replaceAll(factHole, ' '));
    const said = new Set<string>();
    for (const { name, fact, spelling } of known) {
      if (!looksAt(fact, kind)) continue;
      for (const [literal] of plain.matchAll(spelling)) {
        // Of several facts that are the same, the first is named.
        if ([...said].some((other) => other.includes(literal.trim()))) continue;
        said.add(literal.trim());
        faults.push(`${at}: "${literal.trim()}" stands in flows/*.yaml; write ${holeOf(name, fact)}`);
      }
    }
  }
  return faults;
}

/** A value by the name of a fact that there is not. */
export function factFaults(passages: Iterable<Passage>, names: ReadonlySet<string>): string[] {
  return [...passages]
    .filter(({ kind }) => kind === 'sentence')
    .flatMap(({ at, text }) =>
      [...text.matchAll(factHole)]
        .map(([, name]) => name ?? '')
        .filter((name) => !names.has(name))
        .map((name) => `${at}: there is no fact ${name}; flows/facts.ts names them`),
    );
}

/** A single key means something only beside a word for pressing, in a sentence; `1932` in a comment shows how people type. */
function looksAt({ kind }: Fact, place: Passage['kind']): boolean {
  if (kind === 'key') return place === 'sentence';
  return kind !== 'keys' || place !== 'comment';
}

const holeOf = (name: string, { kind }: Fact): string =>
  kind === 'date' ? `{{${name}, day}}` : `{{${name}}}`;

/** Everything that is checked: the sentences, and what programs say beside them. */
export function passagesOf(root: URL): Passage[] {
  const textOf = (file: string) => readFileSync(new URL(file, root), 'utf8');
  const files = (pattern: string) => globSync(pattern, { cwd: root }).toSorted();
  return [
    ...files('locales/*/*.yaml').flatMap((file) => sentencesOf(file, textOf(file))),
    ...files('{src,flows}/**/*.ts').flatMap((file) => linesOf(file, textOf(file))),
  ];
}

/** The sentences of a locale file by their keys, and its comments by their lines. */
export function sentencesOf(file: string, text: string): Passage[] {
  const passages: Passage[] = [];
  visit(parseDocument(text), {
    Pair: (_, { key, value }, path) => {
      if (!isScalar(value)) return;
      const above = path.flatMap((node) =>
        'key' in node && isScalar(node.key) ? [String(node.key.value)] : [],
      );
      const name = isScalar(key) ? String(key.value) : '';
      passages.push({
        at: `${file} ${[...above, name].join('.')}`,
        text: String(value.value),
        kind: 'sentence',
      });
    },
  });
  const comments = text
    .split('\n')
    .map((line, index): Passage => ({ at: `${file}:${index + 1}`, text: line.trim(), kind: 'comment' }))
    .filter((line) => line.text.startsWith('#'));
  return [...passages, ...comments];
}

function linesOf(file: string, text: string): Passage[] {
  return text.split('\n').map((line, index) => ({
    at: `${file}:${index + 1}`,
    text: line,
    kind: /^\s*(?:\/\/|\/?\*)/.test(line) ? 'comment' : 'code',
  }));
}

/** With Arabic digits, plain spaces and one kind of dash, and without what cannot be seen. */
function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/[^\S\n]/g, ' ');
}
