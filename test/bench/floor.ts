// What no assistant on this machine could be faster than: a bare HTTP server that reads a webhook, answers 200
// and posts a reply of the usual size, with nothing decided and nothing kept.
// `node test/bench/floor.ts PORT RECEIPT_URL`
import { Agent, createServer, request } from 'node:http';

const [port, receiptUrl = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const text = 'ก'.repeat(400);
const reply = JSON.stringify({ replyToken: 'a'.repeat(32), messages: [{ type: 'text', text }] });
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(reply) };

createServer((incoming, response) => {
  incoming.resume().on('end', () => {
    response.end();
    if (incoming.method === 'POST')
      request(receiptUrl, { method: 'POST', agent, headers })
        .on('response', (received) => received.resume())
        .end(reply);
  });
}).listen(Number(port), '127.0.0.1');
