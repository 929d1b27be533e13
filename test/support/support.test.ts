import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startProcess, startRedis } from './processes.ts';
import { redisServer } from './programs.ts';
import { waitFor } from './wait.ts';

test('waiting ends with what the condition gave', async () => {
  let asked = 0;
  const third = () => {
    asked += 1;
    return asked === 3 && 'third';
  };
  expect(await waitFor(third, { what: 'the third time' })).toBe('third');
});

test('waiting in vain tells what for, and why it was not there', async () => {
  const failing = () => {
    throw new Error('not there');
  };
  await expect(waitFor(failing, { what: 'a thing', timeoutMs: 30 })).rejects.toMatchObject({
    message: 'waited 30 ms in vain for a thing',
    cause: { message: 'not there' },
  });
});

test('a process tells what it wrote and how it ended', async () => {
  const running = startProcess(process.execPath, ['-e', 'console.log("hello"); process.exitCode = 3']);
  expect(await waitFor(() => running.ended(), { what: 'the process to end' })).toBe(3);
  expect(running.output()).toBe('hello\n');
  await running.stop();
});

test.skipIf(redisServer === null)(
  'a Redis server is ready when it is started, and gone when it is stopped',
  async () => {
    const redis = await startRedis(redisServer ?? '');
    const socket = connect(redis.port, '127.0.0.1').setEncoding('utf8');
    socket.write('PING\r\n');
    expect(await once(socket, 'data')).toEqual(['+PONG\r\n']);
    socket.destroy();
    await redis.stop();
    expect(redis.ended()).toBe(0);
  },
);
