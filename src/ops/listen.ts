import { once } from 'node:events';
import type { Server } from 'node:http';
import { ConfigFaults } from '../config/config.ts';

/** What an operator has to mend when the address cannot be listened on. */
const faults: { readonly [code: string]: (host: string, port: number) => string } = {
  EADDRINUSE: (_host, port) => `PORT: another program listens on ${port}. Example: PORT=${port + 1}`,
  EACCES: (_host, port) => `PORT: ${port} is not allowed to this user. Example: PORT=3000`,
  EADDRNOTAVAIL: (host) => `HOST: ${host} is no address of this machine. Example: HOST=127.0.0.1`,
  ENOTFOUND: (host) => `HOST: ${host} is no name that this machine knows. Example: HOST=127.0.0.1`,
};

/**
 * Resolves when `server` takes connections.
 * @throws {ConfigFaults} when the settings name an address that cannot be had.
 */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const fault = faults[code];
    throw fault ? new ConfigFaults([fault(host, port)]) : error;
  }
}
