import { Router } from 'express';
import { loadWords } from '../base/words.ts';
import { createLineApi } from './line-api.ts';
import { createPageServer } from './page-server.ts';
import { LinePlatform } from './platform.ts';
import type { PlatformOptions } from './platform-options.ts';

export interface Simulator {
  /** To be mounted at `/simulator`, before any body parser. */
  readonly router: Router;
  readonly platform: LinePlatform;
  /** What `LINE_API_BASE_URL` and `LINE_DATA_API_BASE_URL` are with the simulator on. */
  lineApiBaseUrl(publicUrl: string): string;
  close(): void;
}

/** LINE on this machine: the page at `/simulator/`, the emulated API below `/simulator/line`. */
export function createSimulator(options: PlatformOptions): Simulator {
  const platform = new LinePlatform(options);
  const router = Router();
  router.use('/line', createLineApi(platform));
  router.use(createPageServer(platform, loadWords()));
  return {
    router,
    platform,
    lineApiBaseUrl: (publicUrl) => `${publicUrl.replace(/\/$/, '')}/simulator/line`,
    close: () => platform.close(),
  };
}
