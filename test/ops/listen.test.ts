import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { ConfigFaults } from '../../src/config/faults.ts';
import { listen } from '../../src/ops/listen.ts';
import { freePort } from '../support/processes.ts';

test('a server listens where it is told to', async () => {
  const server = createServer((_request, response) => void response.end('here'));
  const port = await freePort();
  await listen(server, { host: '127.0.0.1', port });
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here');
  server.close();
  server.closeAllConnections();
});

test('a port that another program has is a fault of the settings', async () => {
  const other = createServer();
  const port = await freePort();
  other.listen(port, '127.0.0.1');
  await once(other, 'listening');
  await expect(listen(createServer(), { host: '127.0.0.1', port })).rejects.toEqual(
    new ConfigFaults([`PORT: another program listens on ${port}. Example: PORT=${port + 1}`]),
  );
  other.close();
});

test('an address of another machine is a fault of the settings', async () => {
  // TEST-NET-1 of RFC 5737, which no machine has.
  await expect(listen(createServer(), { host: '192.0.2.1', port: await freePort() })).rejects.toThrow(
    'HOST: 192.0.2.1 is no address of this machine',
  );
});
