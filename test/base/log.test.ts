import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/base/log.ts';

/** A log and the lines it wrote. */
function writtenBy(write: (log: ReturnType<typeof createLog>) => void, level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  write(createLog({ level, stream: { write: (line) => lines.push(line) } }));
  return {
    text: lines.join(''),
    lines: lines.map((line) => JSON.parse(line) as { [name: string]: unknown }),
  };
}

test('a line is JSON with its time in UTC, level, sentence and fields', () => {
  const { lines } = writtenBy((log) =>
    log.info('turn committed', { turnId: '0192-a', count: 2, durationMs: 1.5 }),
  );
  expect(lines).toEqual([
    expect.objectContaining({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
      level: 'info',
      msg: 'turn committed',
      turnId: '0192-a',
      count: 2,
      durationMs: 1.5,
    }),
  ]);
});

test('one id goes through everything that is logged of a turn', () => {
  const { lines } = writtenBy((log) => {
    const turn = log.child({ turnId: 'a-turn' });
    turn.info('decided');
    turn.child({ outboxId: 'a-message' }).warn('not sent', { code: 'rate-limited' });
  });
  expect(lines.map((line) => line['turnId'])).toEqual(['a-turn', 'a-turn']);
  expect(lines[1]).toMatchObject({ outboxId: 'a-message', code: 'rate-limited' });
});

test('lines below the level are left out', () => {
  expect(writtenBy((log) => log.debug('loaded')).lines).toEqual([]);
  expect(writtenBy((log) => log.debug('loaded'), 'debug').lines).toHaveLength(1);
});

test('settings handed in whole leave no secret', () => {
  const config = readConfig({
    LINE_CHANNEL_SECRET: 'channel-secret',
    LINE_CHANNEL_ACCESS_TOKEN: 'access-token',
    DATA_KEYS: `k1:${Buffer.alloc(32, 'k').toString('base64')}`,
    REDIS_URL: 'redis://user:redis-word@localhost',
    OIDC_ISSUER: 'https://login.example.go.th',
    OIDC_CLIENT_ID: 'assistant',
    OIDC_CLIENT_SECRET: 'client-secret',
  });
  const { text } = writtenBy((log) => {
    log.info('started', config);
    log.child({ ...config, turnId: 'a' }).info('started', { outcome: config } as never);
  });
  for (const secret of ['channel-secret', 'access-token', 'redis-word', 'client-secret', 'secret', '107,107'])
    expect(text).not.toContain(secret);
});

test.each([
  ['a text in Thai', 'ขอโทเคน'],
  ['a sentence', 'my name is Somchai'],
  ['an e-mail address', 'somchai@example.go.th'],
  ['a phone number as people write it', '0 2612 6060'],
  ['something endless', 'a'.repeat(500)],
])('%s is withheld where an id belongs', (_what, value) => {
  const { lines, text } = writtenBy((log) => log.info('turn', { code: value, turnId: '0192-a' }));
  expect(text).not.toContain(value);
  expect(lines[0]).toMatchObject({ code: '[withheld]', turnId: '0192-a' });
});

test('an error tells its kind, codes and place, not what it quotes', () => {
  let error: unknown;
  try {
    JSON.parse('สมชาย 0812345678');
  } catch (cause) {
    error = Object.assign(new Error('cannot read "สมชาย"\n    at a line of the message', { cause }), {
      code: 'ERR_READ',
    });
  }
  const { lines, text } = writtenBy((log) => log.error('failed', { error }));
  for (const personal of ['สมชาย', '0812345678', 'cannot read']) expect(text).not.toContain(personal);
  expect(lines[0]?.['error']).toMatchObject({
    name: 'Error',
    code: 'ERR_READ',
    at: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    cause: { name: 'SyntaxError' },
  });
});

test('a process whose log nobody reads any more goes on, and ends when it is told to', async () => {
  const module = JSON.stringify(new URL('../../src/base/log.ts', import.meta.url).href);
  const script = `
    import { createLog } from ${module};
    const log = createLog({ level: 'info' });
    setInterval(() => log.info('working'), 1);
    process.on('SIGTERM', () => {
      log.info('stopping');
      process.exit(0);
    });
    process.on('SIGUSR2', () => process.stderr.write('still there'));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.kill('SIGUSR2');
  await once(child.stderr, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
