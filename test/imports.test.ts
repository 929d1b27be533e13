import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/**
 * Imports run one way: a file imports from its own layer and those above it in this list. A layer is named by
 * its folder or file below `src`, the longest name wins.
 */
const layers: readonly (readonly string[])[] = [
  ['flows'],
  ['base'],
  ['store', 'text', 'calendar'],
  ['understanding', 'routing', 'privacy', 'config'],
  ['requests', 'delivery', 'staff', 'learning'],
  ['conversation'],
  ['line', 'console', 'api', 'pages', 'simulator', 'ops'],
  ['commands', 'main.ts'],
];
/** What can be exchanged: only the files that start a process choose among these. */
const adapters = ['store/sqlite', 'store/redis'];
const starters = ['commands', 'main.ts'];
const mayReadEnvironment = ['config', ...starters];

const home = fileURLToPath(new URL('..', import.meta.url));
const files = globSync('{src,flows}/**/*.ts', { cwd: home }).map((file) => ({
  name: nameOf(join(home, file)),
  text: readFileSync(join(home, file), 'utf8'),
  path: join(home, file),
}));

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every specifier of `import … from`, `export … from`, `import '…'`, `import('…')` and `import.meta.resolve('…')`. */
function specifiersOf(text: string): string[] {
  const found = text.matchAll(
    /(?:\bfrom\s+|^import\s+|\bimport\(\s*|\bimport\.meta\.resolve\(\s*|\brequire\.resolve\(\s*)'([^']+)'/gm,
  );
  return [...found].map((match) => match[1] ?? '');
}

const imports = files.flatMap(({ name, text, path }) =>
  specifiersOf(text).map((specifier) => ({ from: name, specifier, path })),
);
const insideImports: readonly Import[] = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map(({ from, specifier, path }) => ({ from, to: nameOf(join(dirname(path), specifier)) }));
const packageImports: readonly Import[] = imports
  .filter(({ specifier }) => !specifier.startsWith('.') && !isBuiltin(specifier))
  .map(({ from, specifier }) => ({ from, to: specifier }));

/** How the table calls a file: its path below `src`, or from `flows` on. */
function nameOf(path: string): string {
  return relative(home, path)
    .split(sep)
    .join('/')
    .replace(/^src\//, '');
}

function isBelow(file: string, name: string): boolean {
  return file === name || file.startsWith(`${name}/`);
}

/** The longest name of the table that the file stands below. */
function partOf(file: string): string | undefined {
  return layers
    .flat()
    .filter((name) => isBelow(file, name))
    .toSorted((a, b) => b.length - a.length)[0];
}

function layerOf(file: string): number {
  const part = partOf(file);
  return layers.findIndex((names) => part !== undefined && names.includes(part));
}

/** The first chain of parts that leads back to where it began. */
function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  function walk(part: string, path: readonly string[]): readonly string[] | null {
    if (path.includes(part)) return [...path.slice(path.indexOf(part)), part];
    if (done.has(part)) return null;
    for (const next of edges.get(part) ?? []) {
      const cycle = walk(next, [...path, part]);
      if (cycle) return cycle;
    }
    done.add(part);
    return null;
  }
  for (const part of edges.keys()) {
    const cycle = walk(part, []);
    if (cycle) return cycle;
  }
  return null;
}

const shown = ({ from, to }: Import) => `${from} imports ${to}`;

describe('imports', () => {
  test('are found at all', () => {
    const text =
      "import type { A } from './a.ts';\nimport 'b';\nawait import('./c.ts');\nimport.meta.resolve('d');";
    expect(specifiersOf(text)).toEqual(['./a.ts', 'b', './c.ts', 'd']);
    expect(insideImports.length).toBeGreaterThan(5);
  });

  test('come from files whose layer is known', () => {
    expect(files.map(({ name }) => name).filter((name) => layerOf(name) < 0)).toEqual([]);
  });

  test('run one way', () => {
    const wrong = insideImports.filter(({ from, to }) => layerOf(to) > layerOf(from));
    expect(wrong.map(shown)).toEqual([]);
  });

  test('do not run in circles between folders', () => {
    const edges = new Map<string, Set<string>>();
    for (const { from, to } of insideImports) {
      const [source, target] = [partOf(from) ?? from, partOf(to) ?? to];
      if (source !== target) edges.set(source, (edges.get(source) ?? new Set()).add(target));
    }
    expect(findCycle(edges)).toBeNull();
  });

  test('of flows stay in flows', () => {
    const wrong = insideImports.filter(({ from, to }) => isBelow(from, 'flows') && !isBelow(to, 'flows'));
    expect(wrong.map(shown)).toEqual([]);
  });

  test('of an adapter stand only where a process starts', () => {
    const wrong = insideImports.filter(({ from, to }) =>
      adapters.some(
        (adapter) => isBelow(to, adapter) && ![adapter, ...starters].some((at) => isBelow(from, at)),
      ),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test('of packages are those installed in production', () => {
    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      dependencies: { [name: string]: string };
    };
    const wrong = packageImports.filter(
      ({ to }) => !Object.keys(manifest.dependencies).some((name) => isBelow(to, name)),
    );
    expect(wrong.map(shown)).toEqual([]);
  });
});

test('the environment is read in config and where a process starts, nowhere else', () => {
  const readers = files.filter(({ text }) => /\bprocess\.env\b|\bloadEnvFile\b/.test(text));
  const wrong = readers.filter(({ name }) => !mayReadEnvironment.some((at) => isBelow(name, at)));
  expect(wrong.map(({ name }) => name)).toEqual([]);
});
