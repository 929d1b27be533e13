import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStage } from '../../src/base/stage.ts';

/** Takes each of these through two stages, and tells in which order things were done. */
async function through(names: readonly string[]): Promise<string[]> {
  const [read, write] = [createStage(), createStage()];
  const done: string[] = [];
  await Promise.all(
    names.map(async (name) => {
      await read();
      done.push(`read ${name}`);
      await write();
      done.push(`write ${name}`);
    }),
  );
  return done;
}

test('one stage is done for all, in their order, before the next is', async () => {
  expect(await through(['a', 'b', 'c'])).toEqual([
    'read a',
    'read b',
    'read c',
    'write a',
    'write b',
    'write c',
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string(), { minLength: 1, maxLength: 50 }), async (names) => {
      expect(await through(names)).toEqual([
        ...names.map((name) => `read ${name}`),
        ...names.map((name) => `write ${name}`),
      ]);
    }),
  );
});

test('who comes in a later round waits for nobody of an earlier one', async () => {
  const stage = createStage();
  const gone: string[] = [];
  const never = new Promise(() => {});
  void stage().then(async () => {
    gone.push('early');
    await never;
  });
  await new Promise((resolve) => setImmediate(resolve));
  await stage();
  gone.push('late');
  expect(gone).toEqual(['early', 'late']);
});

test('who comes again while the others go on belongs to the next round', async () => {
  const stage = createStage();
  const gone: string[] = [];
  const twice = async (name: string) => {
    for (const time of ['first', 'again']) {
      await stage();
      gone.push(`${name} ${time}`);
    }
  };
  await Promise.all(['a', 'b'].map(twice));
  expect(gone).toEqual(['a first', 'b first', 'a again', 'b again']);
});
