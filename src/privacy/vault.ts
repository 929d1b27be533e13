import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { OfficerKey, Sealed, Store } from '../store/port.ts';

/** A key that personal data is encrypted with. `secret` is 32 bytes (AES-256). */
export interface DataKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** A sealed value that no key of `DATA_KEYS` opens, or that was altered or moved to another place. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const ivBytes = 12;
const tagBytes = 16;
export const hashKeyName = 'hash-key';

/**
 * Encrypts personal data at rest (AES-256-GCM, a fresh nonce each time) and makes the keyed hashes that
 * look-ups go by. `place` is authenticated with the value, so that a sealed value copied to another record
 * does not open there.
 */
export class Vault {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #newest: ReadyKey;
  readonly #hashKey: KeyObject;
  /** Whoever writes writes again soon. */
  readonly #officerKeys = new LRUCache<string, OfficerKey>({ max: 10_000 });

  constructor(keys: readonly [DataKey, ...DataKey[]], hashKey: Buffer) {
    this.#newest = readyKey(keys[0]);
    this.#keys = readyKeys(keys);
    this.#hashKey = createSecretKey(hashKey);
  }

  /** @param value anything JSON can hold. @param place where it is kept, e.g. `request:123456782`. */
  seal(value: unknown, place: string): Sealed {
    return sealWith(this.#newest, value, place);
  }

  /** @throws {Unreadable} when no key opens it at this place. The value's shape is the caller's to know. */
  open(sealed: Sealed, place: string): unknown {
    return openWith(this.#keys, sealed, place);
  }

  /** The name under which a LINE user, group or room is known to the store: 22 characters, not reversible. */
  officerKey(lineId: string): OfficerKey {
    const known = this.#officerKeys.get(lineId);
    if (known !== undefined) return known;
    const key = this.#hash('officer', lineId).subarray(0, 16).toString('base64url');
    this.#officerKeys.set(lineId, key);
    return key;
  }

  /** The name of a text that is kept without whose it is: 22 characters, from the id of its message. */
  messageKey(messageId: string): string {
    return this.#hash('message', messageId).subarray(0, 16).toString('base64url');
  }

  /** The keyed hash of a searchable word: 11 characters. */
  termHash(word: string): string {
    return this.#hash('term', word).subarray(0, 8).toString('base64url');
  }

  #hash(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.#hashKey).update(purpose).update('\0').update(value).digest();
  }
}

/**
 * The vault of this installation. The hash key is made once and kept in the store, sealed, so that data keys
 * can be replaced without losing what was looked up by hash.
 * @throws {Unreadable} when the store was written with keys that `keys` does not contain.
 */
export async function openVault(
  keys: readonly [DataKey, ...DataKey[]],
  store: Pick<Store, 'putMetaOnce' | 'putMeta'>,
): Promise<Vault> {
  const newest = readyKey(keys[0]);
  const fresh = sealWith(newest, randomBytes(32).toString('base64'), hashKeyName);
  const kept = await store.putMetaOnce(hashKeyName, fresh);
  const hashKey = openHashKey(keys, kept);
  if (typeof hashKey !== 'string') throw new Unreadable('the kept hash key is not text');
  if (!kept.startsWith(`${newest.id}.`))
    await store.putMeta(hashKeyName, sealWith(newest, hashKey, hashKeyName));
  return new Vault(keys, Buffer.from(hashKey, 'base64'));
}

function openHashKey(keys: readonly DataKey[], kept: Sealed): unknown {
  try {
    return openWith(readyKeys(keys), kept, hashKeyName);
  } catch (cause) {
    const id = kept.slice(0, Math.max(kept.indexOf('.'), 0));
    throw new Unreadable(
      `DATA_KEYS: the store was written with another key "${id}"; put that one back, and new ones in front of it`,
      { cause },
    );
  }
}

/** A key as node:crypto takes it at once; bytes it would make one of at each call. */
interface ReadyKey {
  readonly id: string;
  readonly secret: KeyObject;
}

const readyKey = ({ id, secret }: DataKey): ReadyKey => ({ id, secret: createSecretKey(secret) });

function readyKeys(keys: readonly DataKey[]): ReadonlyMap<string, KeyObject> {
  return new Map(keys.map(readyKey).map(({ id, secret }) => [id, secret]));
}

/** Fresh nonces, drawn from the system many at a time: one draw costs as much as the encryption. */
let nonces = Buffer.alloc(0);
const noncesDrawn = 256;

function newNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(ivBytes * noncesDrawn);
  const nonce = nonces.subarray(0, ivBytes);
  nonces = nonces.subarray(ivBytes);
  return nonce;
}

function sealWith(key: ReadyKey, value: unknown, place: string): Sealed {
  const iv = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key.secret, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(place));
  const body = Buffer.concat([
    iv,
    cipher.update(JSON.stringify(value), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `${key.id}.${body.toString('base64url')}`;
}

function openWith(keys: ReadonlyMap<string, KeyObject>, sealed: Sealed, place: string): unknown {
  const dot = sealed.indexOf('.');
  const keyId = sealed.slice(0, Math.max(dot, 0));
  const secret = keys.get(keyId);
  if (!secret) throw new Unreadable(`sealed with key "${keyId}", which DATA_KEYS does not have`);
  const body = Buffer.from(sealed.slice(dot + 1), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, body.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(body.subarray(-tagBytes));
    const text = Buffer.concat([
      decipher.update(body.subarray(ivBytes, -tagBytes)),
      decipher.final(),
    ]).toString('utf8');
    return JSON.parse(text);
  } catch (cause) {
    throw new Unreadable(`a value sealed with key "${keyId}" does not open at ${place}`, { cause });
  }
}
