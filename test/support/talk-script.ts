import { readFileSync } from 'node:fs';

/** One conversation of a file, from its first message on. */
export interface Talk {
  readonly title: string;
  readonly lines: readonly string[];
}

const starts = new URL('../talks/starts/', import.meta.url);

/**
 * The talks of a file. The first line, `# rule`, names the rule; other lines with `#` explain. `=== title` begins
 * another talk, with a new officer. `include NAME` stands for the lines of `talks/starts/NAME.txt`; NAME may be `{each}`. A talk with lines
 * `each : INPUT => WANTED` is played once for each of them, `{each}` and `{want}` standing for the two.
 * @throws {Error} where an included file does not exist.
 */
export function talksOf(script: string): Talk[] {
  const rule = /^# (.+)$/m.exec(script)?.[1] ?? 'untitled';
  return script
    .replace(/^# .+$/m, '')
    .split(/^(?==== )/m)
    .flatMap((part) => {
      const title = /^=== (.+)$/m.exec(part)?.[1];
      return forEach({ title: title ? `${rule}: ${title}` : rule, lines: part.split('\n') });
    })
    .map((talk) => ({ ...talk, lines: talk.lines.flatMap(included) }))
    .filter(({ lines }) => lines.some(isDeed));
}

const isDeed = (line: string) => /^(officer|friend)\s.*>/.test(line);

function included(line: string): string[] {
  const name = /^include (\S+)$/.exec(line)?.[1];
  if (name)
    return readFileSync(new URL(`${name}.txt`, starts), 'utf8')
      .split('\n')
      .flatMap(included);
  return /^(=== |\s*$)/.test(line) ? [] : [line];
}

function forEach({ title, lines }: Talk): Talk[] {
  const isEach = (line: string) => line.startsWith('each');
  const inputs = lines.filter(isEach).map((line) => line.replace(/^each\s*:\s*/, '').split(' => '));
  if (inputs.length === 0) return [{ title, lines }];
  const rest = lines.filter((line) => !isEach(line));
  return inputs.map(([input = '', want = '']) => ({
    title: `${title}: ${input}`,
    lines: rest.map((line) => line.replaceAll('{each}', () => input).replaceAll('{want}', () => want)),
  }));
}

/** Whether `text` has every piece of `wanted`, in any order. See `missing`. */
export const holds = (text: string, wanted: string): boolean => missing(text, wanted).length === 0;

/**
 * The pieces of `wanted` that `text` has not. Pieces are separated by ` … `, ways to say one by ` | `; spaces,
 * hyphens and case do not count, so that `0 2241 9000` and `02-241-9000` are the same.
 */
export function missing(text: string, wanted: string): string[] {
  const plain = squeezed(text);
  return wanted
    .split(' … ')
    .filter((piece) => !piece.split(' | ').some((way) => plain.includes(squeezed(way))));
}

const squeezed = (text: string) => text.toLowerCase().replaceAll(/[\s-]/g, '');

/** What is typed as a file can hold it: `\u200b` for a character nobody sees, `\n` for a new line. */
export function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\n', '\n');
}
