import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const home = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, home), 'utf8');
const dockerfile = read('Dockerfile');
/** What is copied from the project into the image that runs. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
  (match) => match[1]?.split(' ') ?? [],
);

test('the image runs on the Node.js that the tests ran on', () => {
  const versions = [...dockerfile.matchAll(/^FROM node:(\d+\.\d+)-slim/gm)].map((match) => match[1]);
  expect(versions.length).toBeGreaterThan(0);
  for (const version of versions) expect(`${process.versions.node}.`).toMatch(new RegExp(`^${version}\\.`));
});

test('every file that the program reads beside itself is in the image', () => {
  // For those who work on the project: the evaluation measures with questions from test/, the diagram is kept in docs/.
  const texts = globSync('{src,flows}/**/*.ts', { cwd: fileURLToPath(home) })
    .filter(
      (file) =>
        file !== 'src/commands/eval.ts' &&
        file !== 'src/commands/flow/diagram.ts' &&
        file !== 'src/commands/flow.ts',
    )
    .map((file) => ({ file, text: read(file) }));
  const folders = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/new URL\(\s*'(\.[^']+)',\s*import\.meta\.url\s*\)/g)].map((match) =>
      new URL(match[1] ?? '', new URL(file, home)).href.slice(home.href.length).replace(/\/.*$/, ''),
    ),
  );
  expect(folders).toContain('locales');
  // An empty name is the root itself, from which a file takes paths that stand in this list too.
  expect(folders.filter((folder) => folder !== '' && !copied.includes(folder))).toEqual([]);
});

test('what is copied exists and is let through by .dockerignore', () => {
  const letThrough = read('.dockerignore').split('\n');
  expect(letThrough[0]).toBe('*');
  expect(copied.filter((path) => !existsSync(new URL(path, home)))).toEqual([]);
  expect(copied.filter((path) => !letThrough.includes(`!${path}`))).toEqual([]);
});

test('the image runs as a user without rights, on all its addresses, with its data on a volume', () => {
  const users = [...dockerfile.matchAll(/^USER (.+)$/gm)].map((match) => match[1]);
  // By number: Kubernetes cannot tell of a name whether it is root.
  expect(users.at(-1)).toBe('1000:1000');
  expect(dockerfile).toMatch(/^ENV .*HOST=0\.0\.0\.0/m);
  const [, dataDir] = /^ENV .*DATA_DIR=(\S+)/m.exec(dockerfile) ?? [];
  expect(dockerfile).toMatch(new RegExp(`^VOLUME ${dataDir}$`, 'm'));
  expect(dockerfile.lastIndexOf('USER ')).toBeLessThan(dockerfile.indexOf('CMD ["node", "src/main.ts"]'));
});

test('the image tells which commit and version it was built from', () => {
  for (const label of ['title', 'description', 'revision', 'version'])
    expect(dockerfile).toContain(`org.opencontainers.image.${label}=`);
  expect(dockerfile).toMatch(/^ARG COMMIT=$/m);
  // `readVersion` looks there; see test/ops/version.test.ts.
  expect(dockerfile).toContain('echo "$COMMIT" > COMMIT');
});
