import { fork } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ask, Played, Sent, Told } from './load/load.ts';

/** The load: a process of its own, which is also LINE. */
export interface Load {
  readonly lineUrl: string;
  play(ask: Omit<Extract<Ask, { do: 'play' }>, 'do'>): Promise<Played>;
  send(ask: Omit<Extract<Ask, { do: 'send' }>, 'do'>): Promise<Sent>;
  /** What LINE does from now on. */
  trouble(ask: Omit<Extract<Ask, { do: 'trouble' }>, 'do'>): Promise<void>;
  stop(): void;
}

export async function startLoad(channelSecret: string): Promise<Load> {
  const file = fileURLToPath(new URL('load/load.ts', import.meta.url));
  const child = fork(file, [channelSecret], { execPath: process.execPath, execArgv: [] });
  const messages = on(child, 'message', { close: ['exit'] });
  const hear = async (): Promise<Told> => {
    const next = await messages.next();
    if (next.done) throw new Error('the load ended');
    const [told] = next.value as [Told];
    return told;
  };
  const ask = async (what: Ask): Promise<Told> => {
    child.send(what);
    return hear();
  };
  const first = await hear();
  if (!('lineUrl' in first)) throw new Error('the load did not say where LINE is');
  return {
    lineUrl: first.lineUrl,
    async play(what) {
      const told = await ask({ do: 'play', ...what });
      if (!('played' in told)) throw new Error('the load did not play');
      return told.played;
    },
    async send(what) {
      const told = await ask({ do: 'send', ...what });
      if (!('sent' in told)) throw new Error('the load did not send');
      return told.sent;
    },
    async trouble(what) {
      await ask({ do: 'trouble', ...what });
    },
    stop: () => child.disconnect(),
  };
}
