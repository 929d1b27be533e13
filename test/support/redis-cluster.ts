import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './programs.ts';
import type { RunningProcess } from './processes.ts';
import { freePort, startProcess } from './processes.ts';
import { waitFor } from './wait.ts';

interface ClusterNode extends RunningProcess {
  readonly host: string;
  readonly port: number;
  /** Starts it again after it was stopped; it comes back as a replica where another has taken over. */
  revive(): void;
}

export interface RunningCluster {
  readonly nodes: readonly ClusterNode[];
  /** The nodes that are masters at this moment. */
  masters(): ClusterNode[];
  /** Resolves when there are three masters again, without holding up this process meanwhile. */
  failedOver(): Promise<void>;
  /** Resolves when each of them has a replica that follows it. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

const execLater = promisify(execFile);
const host = '127.0.0.1';
/** The bus of a node listens on its port and this: https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/ */
const busOffset = 10_000;

/**
 * A Redis Cluster of three masters with a replica each, on this machine. Fails over within a second or two.
 * @param program path of `redis-server`; see `programs.ts`.
 */
export async function startRedisCluster(program: string): Promise<RunningCluster> {
  const cli = findProgram(['redis-cli']);
  if (cli === null) throw new Error('redis-cli is missing: it comes with redis-server (apt: redis-tools)');
  const folder = mkdtempSync(join(tmpdir(), 'redis-cluster-'));
  const nodes: ClusterNode[] = [];
  const run = (port: number, ...args: string[]): string =>
    execFileSync(cli, ['-h', host, '-p', String(port), ...args], { encoding: 'utf8', timeout: 60_000 });
  /** A node that was killed or paused does not say. */
  const isMaster = ({ port }: ClusterNode): boolean => {
    try {
      const args = ['-h', host, '-p', String(port), 'role'];
      return execFileSync(cli, args, { encoding: 'utf8', stdio: 'pipe', timeout: 500 }).startsWith('master');
    } catch {
      return false;
    }
  };

  /** What the nodes that answer say of their roles: https://redis.io/docs/latest/commands/role/ */
  const roles = async (): Promise<string[]> => {
    const asked = nodes.map(async ({ port }) =>
      execLater(cli, ['-h', host, '-p', String(port), 'role'], { timeout: 500 }),
    );
    const said = await Promise.allSettled(asked);
    return said.flatMap((each) => (each.status === 'fulfilled' ? [each.value.stdout] : []));
  };
  const isMasterRole = (role: string): boolean => role.startsWith('master');

  async function stop(): Promise<void> {
    await Promise.all(nodes.map(async (node) => node.stop('SIGKILL')));
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    for (let n = 0; n < 6; n += 1) {
      const port = await freeBusPort();
      nodes.push(startNode(program, settingsOf({ folder, n, port }), port));
    }
    await Promise.all(
      nodes.map(async ({ port }) =>
        waitFor(() => run(port, 'ping').startsWith('PONG'), { what: `node ${port}` }),
      ),
    );
    const addresses = nodes.map(({ port }) => `${host}:${port}`);
    run(nodes[0]?.port ?? 0, '--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes');
    await waitFor(
      () =>
        nodes.every(
          ({ port }) =>
            run(port, 'cluster', 'info').includes('cluster_state:ok') &&
            (run(port, 'role').startsWith('master') ||
              run(port, 'info', 'replication').includes('link_status:up')),
        ),
      { what: 'the cluster to be whole', timeoutMs: 60_000 },
    );
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    nodes,
    masters: () => nodes.filter(isMaster),
    async failedOver() {
      const have = async () => (await roles()).filter(isMasterRole).length === 3;
      await waitFor(have, { what: 'a fail-over', timeoutMs: 60_000 });
    },
    async whole() {
      const have = async () => {
        const all = await roles();
        const follow = all.filter((role) => /^slave\n.*\n.*\nconnected\n/.test(role));
        return all.filter(isMasterRole).length === 3 && follow.length === 3;
      };
      await waitFor(have, { what: 'the cluster to be whole again', timeoutMs: 60_000 });
    },
    stop,
  };
}

function startNode(program: string, settings: readonly string[], port: number): ClusterNode {
  let running = startProcess(program, settings);
  return {
    host,
    port,
    get pid() {
      return running.pid;
    },
    output: () => running.output(),
    ended: () => running.ended(),
    stop: async (signal) => running.stop(signal),
    revive() {
      running = startProcess(program, settings);
    },
  };
}

function settingsOf({ folder, n, port }: { folder: string; n: number; port: number }): string[] {
  return Object.entries({
    port: String(port),
    bind: host,
    dir: folder,
    dbfilename: `${n}.rdb`,
    save: '',
    appendonly: 'yes',
    appenddirname: `aof-${n}`,
    'cluster-enabled': 'yes',
    'cluster-config-file': join(folder, `${n}.conf`),
    'cluster-node-timeout': '1000',
    'cluster-replica-validity-factor': '0',
    'repl-diskless-sync-delay': '0',
    'repl-ping-replica-period': '1',
  }).flatMap(([name, value]) => [`--${name}`, value]);
}

async function freeBusPort(): Promise<number> {
  return waitFor(
    async () => {
      const port = await freePort();
      return port + busOffset < 65_536 && port;
    },
    { what: 'a port whose bus port exists' },
  );
}
