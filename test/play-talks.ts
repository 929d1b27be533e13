/**
 * Plays talks by hand, to see a whole conversation as it goes:
 *
 *     node test/play-talks.ts                       all of them, with a line each
 *     node test/play-talks.ts test/talks/one.txt    these, with the whole conversation of each that does not hold
 *
 * All of them are tests, see `talks.test.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { playTalk } from './support/talk.ts';
import { talksOf } from './support/talk-script.ts';

const folder = new URL('talks/', import.meta.url).pathname;
const textsIn = (path: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
    .map((name) => `${path}${name}`);

const chosen = process.argv.slice(2);
const files = chosen.length > 0 ? chosen : [...textsIn(folder), ...textsIn(`${folder}cases/`)];
const write = (line: string) => void process.stdout.write(`${line}\n`);

let [played, held] = [0, 0];
for (const file of files) {
  for (const talk of talksOf(readFileSync(file, 'utf8'))) {
    const { failed, transcript } = await playTalk(talk);
    played += 1;
    if (failed === 0) held += 1;
    const name = file.slice(file.lastIndexOf('/') + 1);
    write(`${failed === 0 ? 'holds' : `${failed} fail`}  ${name}  ${talk.title}`);
    if (failed > 0 && chosen.length > 0) write(`${transcript}\n`);
  }
}
write(`${held} of ${played} talks in ${files.length} files hold`);
process.exitCode = held === played ? 0 : 1;
