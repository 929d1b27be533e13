import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { RequestHandler } from 'express';
import { home } from './paths.ts';

/** Everything a page loads: ours from `assets/`, the rest from installed packages. */
const files = {
  'console.css': new URL('assets/console.css', import.meta.url),
  'console.js': new URL('assets/console.js', import.meta.url),
  'favicon.svg': new URL('assets/favicon.svg', import.meta.url),
  'htmx.js': new URL(import.meta.resolve('htmx.org/dist/htmx.min.js')),
  'hx-sse.js': new URL(import.meta.resolve('htmx.org/dist/ext/hx-sse.min.js')),
  'thai.woff2': font('noto-sans-thai-thai-wght-normal.woff2'),
  'latin.woff2': font('noto-sans-thai-latin-wght-normal.woff2'),
} as const;
type Asset = keyof typeof files;

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Assets {
  /** Where the files are mounted, below the console. */
  readonly mount: string;
  /** The address of a file; another one for each content, so that browsers may keep it for good. */
  readonly address: (file: Asset) => string;
  readonly serve: RequestHandler;
}

/** Reads all files once, at the start. */
export function loadAssets(): Assets {
  const bodies = new Map(Object.entries(files).map(([name, url]) => [name, readFileSync(url)]));
  const version = hash('sha256', Buffer.concat([...bodies.values()]), 'base64url').slice(0, 12);
  return {
    mount: `/assets/${version}`,
    address: (file) => `${home}/assets/${version}/${file}`,
    serve: (req, res, next) => {
      const name = req.path.slice(1);
      const body = bodies.get(name);
      if (!body || (req.method !== 'GET' && req.method !== 'HEAD')) {
        next();
        return;
      }
      res.set('Cache-Control', 'public, max-age=31536000, immutable');
      res.type(types[extname(name)] ?? 'application/octet-stream').send(body);
    },
  };
}

function font(file: string): URL {
  return new URL(import.meta.resolve(`@fontsource-variable/noto-sans-thai/files/${file}`));
}
