import { once } from 'node:events';
import type { Server } from 'node:http';
import { ConfigFaults } from '../config/faults.ts';

type PortName = 'PORT' | 'METRICS_PORT';
const unprivileged = { PORT: 3000, METRICS_PORT: 9464 };

/** What an operator has to mend when the address cannot be listened on. */
const faults: { readonly [code: string]: (host: string, port: number, name: PortName) => string } = {
  EADDRINUSE: (_host, port, name) =>
    `${name}: another program listens on ${port}. Example: ${name}=${port + 1}`,
  EACCES: (_host, port, name) =>
    `${name}: ${port} is not allowed to this user. Example: ${name}=${unprivileged[name]}`,
  EADDRNOTAVAIL: (host) => `HOST: ${host} is no address of this machine. Example: HOST=127.0.0.1`,
  ENOTFOUND: (host) => `HOST: ${host} is no name that this machine knows. Example: HOST=127.0.0.1`,
};

/**
 * Resolves when `server` takes connections.
 * @param name the setting that the port is from.
 * @throws {ConfigFaults} when the settings name an address that cannot be had.
 */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  name: PortName = 'PORT',
): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const fault = faults[code];
    throw fault ? new ConfigFaults([fault(host, port, name)]) : error;
  }
}
