import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataKey } from '../../src/privacy/vault.ts';
import { openVault, Unreadable, Vault } from '../../src/privacy/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const aKey = (id: string): DataKey => ({ id, secret: randomBytes(32) });
const aVault = (...keys: [DataKey, ...DataKey[]]): Vault => new Vault(keys, Buffer.alloc(32, 7));

describe('sealing', () => {
  test('whatever JSON can hold opens again at its place as it was', () => {
    const vault = aVault(aKey('k1'));
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, place) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(vault.open(vault.seal(plain, place), place)).toEqual(plain);
      }),
    );
  });

  test('what is sealed shows nothing of the value and never looks the same twice', () => {
    const vault = aVault(aKey('k1'));
    const sealed = vault.seal({ name: 'สมชาย', phone: '0812345678' }, 'request:1');
    expect(sealed).toMatch(/^k1\.[\w-]+$/);
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('utf8')).not.toContain('0812345678');
    expect(vault.seal({ name: 'สมชาย', phone: '0812345678' }, 'request:1')).not.toBe(sealed);
  });

  test('a value moved to another place does not open there', () => {
    const vault = aVault(aKey('k1'));
    const sealed = vault.seal('secret', 'request:1');
    expect(() => vault.open(sealed, 'request:2')).toThrow(Unreadable);
  });

  test('a value of which any byte was changed, or the end is missing, does not open', () => {
    const vault = aVault(aKey('k1'));
    const body = Buffer.from(vault.seal('secret', 'p').slice(3), 'base64url');
    const open = (bytes: Buffer) => () => vault.open(`k1.${bytes.toString('base64url')}`, 'p');
    for (const [at, byte] of body.entries()) {
      const changed = Buffer.from(body);
      changed[at] = byte ^ 1;
      expect(open(changed)).toThrow(Unreadable);
    }
    for (let length = 0; length < body.length; length += 1)
      expect(open(body.subarray(0, length))).toThrow(Unreadable);
  });

  test.each(['', 'k1', '.', 'k1.', 'k2.abc', 'plain text'])(
    '"%s" was never sealed and does not open',
    (text) => {
      expect(() => aVault(aKey('k1')).open(text, 'p')).toThrow(Unreadable);
    },
  );

  test('the newest key seals, the older ones still open', () => {
    const [old, fresh] = [aKey('2025'), aKey('2026')];
    const sealed = aVault(old).seal('secret', 'p');
    const rotated = aVault(fresh, old);
    expect(rotated.open(sealed, 'p')).toBe('secret');
    expect(rotated.seal('secret', 'p')).toMatch(/^2026\./);
    expect(() => aVault(fresh).open(sealed, 'p')).toThrow(/DATA_KEYS/);
  });

  test('another key of the same id does not open it', () => {
    const sealed = aVault(aKey('k1')).seal('secret', 'p');
    expect(() => aVault(aKey('k1')).open(sealed, 'p')).toThrow(Unreadable);
  });
});

describe('keyed hashes', () => {
  test('an officer and a word have names of fixed length that differ by purpose and by installation', () => {
    const key = aKey('k1');
    const [here, there] = [new Vault([key], Buffer.alloc(32, 1)), new Vault([key], Buffer.alloc(32, 2))];
    expect(here.officerKey('U1')).toMatch(/^[\w-]{22}$/);
    expect(here.termHash('กรม')).toMatch(/^[\w-]{11}$/);
    expect(here.officerKey('U1')).toBe(here.officerKey('U1'));
    expect(here.officerKey('U1')).not.toBe(there.officerKey('U1'));
    expect(here.officerKey('U1')).not.toBe(here.officerKey('U2'));
    expect(here.officerKey('U1').slice(0, 11)).not.toBe(here.termHash('U1'));
  });
});

describe('the vault of an installation', () => {
  test('looks the same officer up after a restart and after its keys were replaced', async () => {
    const store = openSqliteStore({ path: ':memory:' });
    const [old, fresh] = [aKey('2025'), aKey('2026')];
    const name = (await openVault([old], store)).officerKey('U1');
    expect((await openVault([old], store)).officerKey('U1')).toBe(name);
    expect((await openVault([fresh, old], store)).officerKey('U1')).toBe(name);
    // The hash key was sealed anew, so the old data key is not needed for it any more.
    expect((await openVault([fresh], store)).officerKey('U1')).toBe(name);
    await store.close();
  });

  test('two processes that start at once agree', async () => {
    const store = openSqliteStore({ path: ':memory:' });
    const key = aKey('k1');
    const vaults = await Promise.all([openVault([key], store), openVault([key], store)]);
    expect(vaults[0].officerKey('U1')).toBe(vaults[1].officerKey('U1'));
    await store.close();
  });

  test('is not opened with keys that are not its own', async () => {
    const store = openSqliteStore({ path: ':memory:' });
    await openVault([aKey('k1')], store);
    await expect(openVault([aKey('k1')], store)).rejects.toThrow(Unreadable);
    await expect(openVault([aKey('k2')], store)).rejects.toThrow(Unreadable);
    await store.close();
  });
});
