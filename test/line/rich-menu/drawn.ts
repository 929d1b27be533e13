import { createHash } from 'node:crypto';

const folder = new URL('../../../flows/rich-menu/', import.meta.url);

export const pictureFile = (language: string): URL => new URL(`${language}.png`, folder);
/** For each language the hash of the page its picture was taken of, and of the picture. */
export const drawnFromFile = new URL('drawn-from.json', folder);

export const hashOf = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
