import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/**
 * Imports run one way, by folders: a file imports from its own folder and from folders of the lines above. Folders that
 * share a line know nothing of each other. `main.ts` stands in `src` itself. ARCHITECTURE.md shows this list.
 */
const layers = [
  ['flows'],
  ['base'],
  ['calendar', 'store', 'text'],
  ['privacy', 'routing'],
  ['config', 'delivery', 'requests', 'staff', 'understanding'],
  ['learning'],
  ['conversation'],
  ['line'],
  ['api', 'console', 'pages', 'simulator'],
  ['ops'],
  ['startup'],
  ['commands'],
  ['src'],
] as const;
/** Exchangeable; only the folders that start a process choose among these. */
const adapters = ['src/store/sqlite/', 'src/store/redis/'];
const starters: readonly string[] = ['startup', 'commands', 'src'];
const mayReadEnvironment: readonly string[] = ['config', ...starters];

const home = fileURLToPath(new URL('..', import.meta.url));

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

const files = globSync('{src,flows}/**/*.ts', { cwd: home }).map((file) => {
  const path = file.split(sep).join('/');
  return { path, text: readFileSync(join(home, file), 'utf8') };
});
const specifiers = files.flatMap(({ path, text }) =>
  specifiersOf(text).map((specifier) => ({ from: path, specifier })),
);
const insideImports: readonly Import[] = specifiers
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map(({ from, specifier }) => ({ from, to: resolved(from, specifier) }));
const packageImports: readonly Import[] = specifiers
  .filter(({ specifier }) => !specifier.startsWith('.') && !isBuiltin(specifier))
  .map(({ from, specifier }) => ({ from, to: specifier }));

function resolved(from: string, specifier: string): string {
  return relative(home, join(home, dirname(from), specifier))
    .split(sep)
    .join('/');
}

/** The folder of the list that holds a file: `src/line/channel/plan.ts` is in `line`, `src/main.ts` in `src`. */
function folderOf(path: string): string {
  const [top = '', next = '', ...rest] = path.split('/');
  return top === 'src' && rest.length > 0 ? next : top;
}

function layerOf(path: string): number {
  return layers.findIndex((folders) => (folders as readonly string[]).includes(folderOf(path)));
}

/**
 * Circles among what stands side by side in a folder, its files and its folders, at every depth.
 * @returns the first that is found, as paths; null where there is none.
 */
function findCircle(imports: readonly Import[]): readonly string[] | null {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [source, target] = [from.split('/'), to.split('/')];
    const depth = source.findIndex((name, index) => name !== target[index]);
    if (depth < 0) return [from, to];
    const [a, b] = [source.slice(0, depth + 1).join('/'), target.slice(0, depth + 1).join('/')];
    edges.set(a, (edges.get(a) ?? new Set()).add(b));
  }
  const done = new Set<string>();
  function walk(at: string, path: readonly string[]): readonly string[] | null {
    if (path.includes(at)) return [...path.slice(path.indexOf(at)), at];
    if (done.has(at)) return null;
    for (const next of edges.get(at) ?? []) {
      const circle = walk(next, [...path, at]);
      if (circle) return circle;
    }
    done.add(at);
    return null;
  }
  for (const start of edges.keys()) {
    const circle = walk(start, []);
    if (circle) return circle;
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

  test('come from folders whose layer is known', () => {
    expect(files.map(({ path }) => path).filter((path) => layerOf(path) < 0)).toEqual([]);
  });

  test('run one way, from folder to folder', () => {
    const wrong = insideImports.filter(
      ({ from, to }) => folderOf(from) !== folderOf(to) && layerOf(to) >= layerOf(from),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test('do not run in circles, neither of files nor of folders', () => {
    expect(findCircle(insideImports)).toBeNull();
  });

  test('that run in a circle through two folders are found', () => {
    const circle = [
      { from: 'src/line/webhook.ts', to: 'src/line/channel/plan.ts' },
      { from: 'src/line/channel/calls.ts', to: 'src/line/webhook.ts' },
    ];
    expect(findCircle(circle)).toEqual(['src/line/webhook.ts', 'src/line/channel', 'src/line/webhook.ts']);
  });

  test('of an adapter stand only where a process starts', () => {
    const wrong = insideImports.filter(({ from, to }) => {
      const adapter = adapters.find((each) => to.startsWith(each));
      return adapter !== undefined && !from.startsWith(adapter) && !starters.includes(folderOf(from));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  test('of packages are those installed in production', () => {
    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      dependencies: { [name: string]: string };
    };
    const installed = Object.keys(manifest.dependencies);
    const wrong = packageImports.filter(
      ({ to }) => !installed.some((name) => to === name || to.startsWith(`${name}/`)),
    );
    expect(wrong.map(shown)).toEqual([]);
  });
});

test('ARCHITECTURE.md shows the layers as they are checked', () => {
  const text = readFileSync(join(home, 'ARCHITECTURE.md'), 'utf8');
  const list = layers.map((folders) => folders.join(' · ')).join('\n');
  expect(text).toContain(`\`\`\`\n${list}\n\`\`\``);
});

test('no file of the program reads from test/', () => {
  const wrong = files.filter(({ text }) => /(?:['"}]|\.\.\/)test\//.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('the environment is read in config and where a process starts, nowhere else', () => {
  const readers = files.filter(({ text }) => /\bprocess\.env\b|\bloadEnvFile\b/.test(text));
  const wrong = readers.filter(({ path }) => !mayReadEnvironment.includes(folderOf(path)));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});
