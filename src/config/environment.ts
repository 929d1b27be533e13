import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { decodeText } from '../text/decode.ts';
import { ConfigFaults } from './faults.ts';

/**
 * What `readConfig` takes in a running process: `.env` of the working folder, and over it the environment.
 * @throws {ConfigFaults} when there is an `.env` that cannot be read.
 */
export function readEnvironment(file = '.env'): { readonly [name: string]: string | undefined } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return process.env;
    throw new ConfigFaults([`${file}: cannot be read. Example: chmod u+r ${file}`]);
  }
  const text = decodeText(bytes);
  if (text === null) throw new ConfigFaults([`${file}: is not UTF-8. Example: save it as UTF-8`]);
  return { ...parseEnv(text.replaceAll(/\r\n?/g, '\n')), ...process.env };
}
