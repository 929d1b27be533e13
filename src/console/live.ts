import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Actor } from '../requests/scope.ts';
import { inScope } from '../requests/scope.ts';
import type { RequestChanged, Store } from '../store/port.ts';
import { watchStore } from './store-watch.ts';

/** What a page may be told, as names of server-sent events. */
type LiveEvent =
  /** The stream is open. */
  | 'connected'
  /** Something that this page shows is different now; the page fetches itself again. */
  | 'request-changed'
  /** Commands fail for now. */
  | 'store-away'
  | 'store-back'
  /** The session is over. */
  | 'signed-out';

/** Sent so that proxies keep the connection, and the moment to see whether the session still holds. */
const heartbeatMs = 15_000;
/** What a browser waits before it connects again. */
const reconnectMs = 1_000;

/** The session behind a stream: null once it is over. Throws `StoreUnavailable` when that cannot be known. */
export type FindViewer = () => Promise<Viewer | null>;
interface Viewer {
  readonly actor: Actor;
  /** Names the session, to end its streams with it. */
  readonly session: string;
}

/** One open page. */
interface Stream {
  readonly res: Response;
  readonly findViewer: FindViewer;
  /** The request that the page shows; null: the queue. */
  readonly ref: string | null;
  /** The position that the page has seen. */
  readonly seen: unknown;
  /** Null until the store could be asked: nothing of requests is told before. */
  viewer: Viewer | null;
  readonly heartbeat: NodeJS.Timeout;
}

export interface Live {
  /** How far the changes are that a page rendered now has seen; goes into the page, comes back on connect. */
  position(): string;
  /** Whether commands fail with `StoreUnavailable` now. */
  storeAway(): boolean;
  sawStoreAway(): void;
  /** Answers with a stream of server-sent events, until the session or the page is gone. */
  connect(req: Request, res: Response, findViewer: FindViewer): Promise<void>;
  /** The session is over: its pages are told. */
  endSession(session: string): void;
  close(): void;
}

/** Live updates: one stream for each open page, fed by the store, within the viewer's scope. */
export function createLive(store: Pick<Store, 'watchRequests' | 'ping'>): Live {
  const streams = new Set<Stream>();
  // A position of another process or an earlier start never equals ours, so that a page asks once too often
  // rather than missing a change.
  const epoch = randomUUID();
  let changes = 0;
  const position = (): string => `${epoch}:${changes}`;

  const send = (stream: Stream, event: LiveEvent): void => {
    const id = event === 'request-changed' ? `id: ${position()}\n` : '';
    stream.res.write(`retry: ${reconnectMs}\n${id}event: ${event}\ndata: ${event}\n\n`);
  };
  const end = (stream: Stream): void => {
    streams.delete(stream);
    clearInterval(stream.heartbeat);
    stream.res.end();
  };
  const signOut = (stream: Stream): void => {
    send(stream, 'signed-out');
    end(stream);
  };
  /** Looks the session up; the stream ends with it. */
  const refresh = async (stream: Stream): Promise<void> => {
    let viewer: Viewer | null;
    try {
      viewer = await stream.findViewer();
    } catch {
      storeWatch.sawAway();
      return;
    }
    if (!streams.has(stream)) return;
    if (!viewer) {
      signOut(stream);
      return;
    }
    const isFirst = stream.viewer === null;
    stream.viewer = viewer;
    if (isFirst && stream.seen !== position()) send(stream, 'request-changed');
  };

  const unwatch = store.watchRequests((change) => {
    changes += 1;
    for (const stream of streams) if (concerns(stream, change)) send(stream, 'request-changed');
  });
  const storeWatch = watchStore(
    store,
    () => streams.size > 0,
    (away) => {
      for (const stream of streams) {
        send(stream, away ? 'store-away' : 'store-back');
        if (away) continue;
        // What was committed around the outage may not have been told.
        if (stream.viewer) send(stream, 'request-changed');
        else void refresh(stream);
      }
    },
  );

  return {
    position,
    storeAway: () => storeWatch.away,
    sawStoreAway: () => storeWatch.sawAway(),

    async connect(req, res, findViewer) {
      res.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      const { ref, since } = req.query;
      const stream: Stream = {
        res,
        findViewer,
        ref: typeof ref === 'string' ? ref : null,
        seen: req.get('last-event-id') ?? since,
        viewer: null,
        heartbeat: setInterval(() => {
          res.write(': here\n\n');
          void refresh(stream);
        }, heartbeatMs).unref(),
      };
      streams.add(stream);
      res.on('close', () => end(stream));
      send(stream, 'connected');
      if (storeWatch.away) send(stream, 'store-away');
      await refresh(stream);
    },

    endSession(session) {
      for (const stream of streams) if (stream.viewer?.session === session) signOut(stream);
    },

    close() {
      unwatch();
      storeWatch.close();
      for (const stream of streams) end(stream);
    },
  };
}

function concerns(stream: Stream, change: RequestChanged): boolean {
  if (!stream.viewer || !inScope(stream.viewer.actor, change.issuer)) return false;
  return stream.ref === null || stream.ref === change.ref;
}
