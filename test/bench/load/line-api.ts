import { createServer } from 'node:http';

/**
 * LINE's reply and push calls as far as a load needs them: each reply token is taken once. The emulated LINE of the
 * simulator checks every message and would take most of the machine for itself.
 */
export interface LineApi {
  readonly url: string;
  /** Reply tokens, and push retry keys, that were taken; with how often each was asked for. */
  readonly taken: Map<string, number>;
  /** What LINE does from now on: how long it waits, and how many of the next calls it fails. */
  trouble: { delayMs: number; failures: number };
  /** Called with each token or key that is taken. */
  onTaken: (token: string) => void;
  close(): void;
}

const sent = JSON.stringify({ sentMessages: [{ id: '1', quoteToken: 'q' }] });
const invalidToken = JSON.stringify({ message: 'Invalid reply token' });

export async function startLineApi(): Promise<LineApi> {
  const taken = new Map<string, number>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answer = (): void => {
        if (api.trouble.failures > 0) {
          api.trouble.failures -= 1;
          response
            .writeHead(500, { 'content-type': 'application/json' })
            .end('{"message":"Internal server error"}');
          return;
        }
        const { replyToken } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { replyToken?: string };
        const key = replyToken ?? String(request.headers['x-line-retry-key']);
        const times = (taken.get(key) ?? 0) + 1;
        taken.set(key, times);
        const status = times === 1 ? 200 : replyToken === undefined ? 409 : 400;
        response.writeHead(status, { 'content-type': 'application/json', 'x-line-request-id': 'r' });
        response.end(status === 200 ? sent : invalidToken);
        if (times === 1) api.onTaken(key);
      };
      if (api.trouble.delayMs > 0) setTimeout(answer, api.trouble.delayMs);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const api: LineApi = {
    url: `http://127.0.0.1:${port}`,
    taken,
    trouble: { delayMs: 0, failures: 0 },
    onTaken: () => {},
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return api;
}
