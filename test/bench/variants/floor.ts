// Variant 1, the floor: node:http that checks the signature and answers 200. Nothing is decided, kept or sent.
// `node floor.ts PORT CHANNEL_SECRET`
import { createServer } from 'node:http';
import { validateSignature } from '@line/bot-sdk';

const [port, channelSecret = ''] = process.argv.slice(2);

createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const signature = request.headers['x-line-signature'];
    const isLine =
      typeof signature === 'string' && validateSignature(Buffer.concat(parts), channelSecret, signature);
    response.writeHead(isLine || request.method === 'GET' ? 200 : 401).end();
  });
}).listen(Number(port), '127.0.0.1');
