import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import type { Words } from '../base/words.ts';
import { act, inChat } from './act.ts';
import { BODY_BYTES } from './limits.ts';
import { ImpossibleInLine } from './officer-actions.ts';
import type { LinePlatform } from './platform.ts';
import { present } from './present.ts';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  // Pictures that the account sends may lie anywhere, as long as it is https.
  "img-src 'self' https: data:",
  "media-src 'self' https:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const languages = z.enum(['th', 'en']);

/** The page, its words, and the little it may ask of the platform. */
export function createPageServer(platform: LinePlatform, words: Words): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    next();
  });
  router.get('/api/words/:language', (request, response) => {
    response.json(words.table(languages.parse(request.params.language), 'simulator'));
  });
  router.get('/api/live', (request, response) => {
    // Whoever opens the page can write at once.
    if (platform.chats.officers.size === 0) platform.addOfficer(words.say('th', 'simulator:officer.first'));
    live(platform, request, response);
  });
  router.post('/api/act', requireContentType('application/json'), express.json(), (request, response) => {
    act(platform, request.body);
    response.status(202).json({});
  });
  router.post('/api/files', express.raw({ type: notSimple, limit: 10 * BODY_BYTES }), (request, response) => {
    receiveFile(platform, request);
    response.status(202).json({});
  });
  router.get('/api/files/:messageId', (request, response) =>
    sendFile(response, platform.chats.files.get(request.params.messageId)),
  );
  router.get('/api/rich-menus/:id/image', (request, response) =>
    sendFile(response, platform.richMenus.all.get(request.params.id)?.image),
  );
  router.get('/', (request, response, next) => {
    if (!request.originalUrl.split('?')[0]?.endsWith('/')) response.redirect(`${request.baseUrl}/`);
    else next();
  });
  router.use('/fonts', express.static(fontFiles()));
  router.use(express.static(fileURLToPath(new URL('page', import.meta.url)), { redirect: false }));
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof z.ZodError || error instanceof ImpossibleInLine)
      response.status(error instanceof z.ZodError ? 400 : 409).json({ detail: error.message });
    else next(error);
  });
  return router;
}

const fontFiles = (): string =>
  join(
    dirname(fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-thai/package.json'))),
    'files',
  );

/**
 * A page of another site may post only forms and plain text without asking first, so those are not taken:
 * nobody writes as an officer from elsewhere.
 */
const simpleTypes = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
const notSimple = (request: { headers: { 'content-type'?: string | undefined } }): boolean =>
  !simpleTypes.includes((request.headers['content-type'] ?? 'text/plain').split(';')[0]?.trim() ?? '');

function requireContentType(type: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.is(type)) next();
    else response.status(415).json({ detail: `needs ${type}` });
  };
}

/** The view, now and after each change; several changes in a row make one. */
function live(platform: LinePlatform, request: Request, response: Response): void {
  response.set({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  let pending: NodeJS.Timeout | undefined;
  const send = (): void => {
    pending = undefined;
    response.write(`data: ${JSON.stringify(present(platform))}\n\n`);
  };
  const stop = platform.onChange(() => {
    pending ??= setTimeout(send, 15);
  });
  const end = (): void => void response.end();
  platform.closing.addEventListener('abort', end);
  request.once('close', () => {
    stop();
    clearTimeout(pending);
    platform.closing.removeEventListener('abort', end);
  });
  send();
}

const fileQuery = z.object({
  userId: z.string(),
  chatId: z.string(),
  kind: z.enum(['image', 'video', 'audio', 'file']),
  name: z.string().max(200).default('file'),
  durationMs: z.coerce.number().int().min(0).default(0),
  /** Of pictures sent together: which of how many this one is. */
  set: z
    .string()
    .regex(/^\w{1,40}\.\d{1,2}\.\d{1,2}$/)
    .transform((set) => {
      const [id = '', index, total] = set.split('.');
      return { id, index: Number(index), total: Number(total) };
    })
    .optional(),
});

function receiveFile(platform: LinePlatform, request: Request): void {
  const asked = fileQuery.parse(request.query);
  if (!Buffer.isBuffer(request.body)) throw new ImpossibleInLine('sending nothing');
  const file = {
    data: request.body,
    contentType: request.get('content-type') ?? 'application/octet-stream',
  };
  switch (asked.kind) {
    case 'image':
      void platform.sendImage(asked.userId, file, { ...inChat(asked), ...(asked.set && { set: asked.set }) });
      return;
    case 'video':
      void platform.sendVideo(asked.userId, file, asked.durationMs, inChat(asked));
      return;
    case 'audio':
      void platform.sendAudio(asked.userId, file, asked.durationMs, inChat(asked));
      return;
    case 'file':
      void platform.sendFile(asked.userId, file, asked.name, inChat(asked));
  }
}

/** A file that an officer or the operator put in is shown, but cannot act on this origin. */
function sendFile(response: Response, file: { data: Buffer; contentType: string } | null | undefined): void {
  if (!file) {
    response.status(404).end();
    return;
  }
  const shown = /^(?:image\/(?:png|jpeg|gif|webp)|audio\/|video\/)/.test(file.contentType);
  response.set({
    'content-security-policy': "sandbox; default-src 'none'",
    'content-type': shown ? file.contentType : 'application/octet-stream',
    'content-disposition': shown ? 'inline' : 'attachment',
  });
  response.end(file.data);
}
