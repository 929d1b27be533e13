// Makes sure of what an npm script needs before it runs: `node scripts/install.mjs [--dev | --for-tests]`.
//
//   (nothing)    the packages that the assistant runs on, and a Node.js that can run it where this one is too old
//   --dev        all packages, those for checking and testing too
//   --for-tests  all packages, and the programs that tests start: a Redis server and a Chromium
//
// It runs on any Node.js from 20 up before anything is installed, so it is plain JavaScript without a
// dependency. It writes to standard error alone, and only when there is something to do: the standard output
// belongs to the script that follows.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, lstatSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const isCi = process.env.CI === 'true';
const [mode, ...rest] = process.argv.slice(2);
if (rest.length > 0 || ![undefined, '--dev', '--for-tests'].includes(mode))
  stop('usage: node scripts/install.mjs [--dev | --for-tests]', 2);

await installPackages(mode !== undefined);
if (mode === '--for-tests') installPrograms();

/** Runs `npm ci` when the installed packages differ from package-lock.json. */
async function installPackages(withDev) {
  const wanted = readPackages('package-lock.json');
  if (isComplete(wanted, readPackages('node_modules/.package-lock.json'), withDev)) return;
  if (isLink(join(home, 'node_modules')))
    stop('node_modules is a link and lacks packages: run `npm ci` where it leads to');

  // npm leaves development packages out by itself where NODE_ENV=production, so both cases are spelled out. The newer
  // Node.js is an optional package: a system whose own suffices does not download it.
  const needsNode = !isNodeNewEnough(wanted);
  const parts = withDev
    ? ['--include=dev']
    : ['--omit=dev', needsNode ? '--include=optional' : '--omit=optional'];
  const size = withDev ? '430 MB' : needsNode ? '270 MB' : '70 MB';
  tell(`installing packages (${size} on disk, once; usually within two minutes)`);
  if (!(await runNpm(['ci', ...parts, '--no-audit', '--no-fund', '--loglevel=error'])))
    stop('npm ci failed; run it by hand to see more');
  if ((withDev || needsNode) && !existsSync(ownNode()))
    stop('the npm package "node" was not set up: allow its install script, or put Node.js 24 on the PATH');
  tell('packages are installed');
}

/** Runs npm, with a sign of life every ten seconds. Gives whether it succeeded. */
async function runNpm(args) {
  const npm = process.env.npm_execpath;
  const options = { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] };
  const run = npm
    ? spawn(process.execPath, [npm, ...args], options)
    : spawn(`npm ${args.join(' ')}`, { ...options, shell: true });
  const startedAt = Date.now();
  const signs = setInterval(() => {
    tell(`still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }, 10_000);
  const status = await new Promise((resolve) => {
    run.once('error', () => resolve(null));
    run.once('close', resolve);
  });
  clearInterval(signs);
  return status === 0;
}

/** Whether every package is there in the version wanted, and with them a Node.js that can run the assistant. */
function isComplete(wanted, installed, withDev) {
  for (const [path, { version, optional, dev, devOptional }] of Object.entries(wanted)) {
    if (path === '' || optional || ((dev || devOptional) && !withDev)) continue;
    if (installed[path]?.version !== version) return false;
  }
  return existsSync(ownNode()) || (!withDev && isNodeNewEnough(wanted));
}

/** Whether the Node.js that runs this can run the assistant too. */
function isNodeNewEnough(wanted) {
  const majorWanted = Number.parseInt(wanted['node_modules/node'].version, 10);
  return Number.parseInt(process.versions.node, 10) >= majorWanted;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(home, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** The Node.js that npm scripts find first. */
function ownNode() {
  return join(home, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** The names here are those that test/support/programs.ts looks for. */
function installPrograms() {
  const programs = [
    {
      names: ['redis-server'],
      packages: { debian: 'redis-server', ubuntu: 'redis-server' },
      leftOut: 'the tests on a Redis server',
    },
    {
      names: ['chromium', 'chromium-browser', 'google-chrome'],
      packages: { debian: 'chromium', ubuntu: 'chromium-browser' },
      leftOut: 'the browser tests',
    },
  ];
  let missing = programs.filter(isMissing);
  if (missing.length === 0) return;

  const system = distribution();
  if (system) {
    const packages = missing.map((program) => program.packages[system]);
    tell(`installing ${packages.join(' and ')} with apt-get`);
    aptInstall(packages);
    missing = programs.filter(isMissing);
  }
  for (const { names, packages, leftOut } of missing) {
    const how = system ? `sudo apt-get install ${packages[system]}` : `put ${names.join(' or ')} on the PATH`;
    tell(`${names[0]} is missing (${how}); left out: ${leftOut}`);
  }
  if (missing.length > 0 && isCi) stop('nothing is left out in CI');
}

function isMissing({ names }) {
  return !names.some(isOnPath);
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** `debian`, `ubuntu`, or null for systems whose package manager is not known here. */
function distribution() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    const [, id] = /^ID="?(debian|ubuntu)"?$/m.exec(release) ?? [];
    return id ?? null;
  } catch {
    return null;
  }
}

/** As root, or as a user whom sudo asks for no password. What apt-get says is shown when it fails. */
function aptInstall(packages) {
  const before = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  // RUNLEVEL=1 keeps a newly installed server from being started: the tests start their own.
  const env = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  const apt = (...words) => {
    const [program, ...args] = [...before, ...env, 'apt-get', '-qq', ...words];
    return spawnSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  };
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  let run = install();
  if (run.status !== 0 && apt('update').status === 0) run = install();
  if (run.status !== 0) tell(`apt-get failed: ${(run.stderr ?? run.error?.message ?? '').trim()}`);
}

function tell(line) {
  process.stderr.write(`install: ${line}\n`);
}

function stop(line, exitCode = 1) {
  tell(line);
  process.exit(exitCode);
}
