import { Router } from 'express';
import { agencyTypes, issuers, requestKinds } from '../../../flows/domain.ts';
import type { Queue } from '../../requests/queue.ts';
import { looksLikeReference, parseReference } from '../../requests/reference.ts';
import { inScope } from '../../requests/scope.ts';
import type { Desk } from '../desk.ts';
import { paths } from '../paths.ts';
import type { Looking } from '../looking.ts';
import { presentRow } from '../present.ts';
import type { QueueAsk } from '../queue-ask.ts';
import { filterOf, hrefOf, isFiltered, readQueueAsk, tabs } from '../queue-ask.ts';
import type { FilterView, QueueView } from '../views/queue.ts';
import { queuePage } from '../views/queue.ts';

/** `GET /`: the queue. */
export function queueRoutes(desk: Desk, queue: Queue): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const visit = await desk.signedIn(req, res);
    if (!visit) return;
    const ask = readQueueAsk(req.query);
    const found = await findByReference(queue, ask, visit.looking);
    if (found !== null && !visit.isLive) return desk.goTo(res, visit, paths.request(found));
    const view = await readQueue(queue, ask, visit.looking);
    const notice = desk.takeDone(req, res, visit);
    desk.show(res, visit, { here: hrefOf(ask), live: 'queue' }, (frame) =>
      queuePage(frame, { ...view, notice }),
    );
  });
  return router;
}

/** Who types a whole reference wants that request, in whichever group it is. */
async function findByReference(queue: Queue, ask: QueueAsk, { viewer }: Looking): Promise<string | null> {
  const ref = looksLikeReference(ask.search) ? parseReference(ask.search) : null;
  if (ref === null) return null;
  return (await queue.get(viewer, ref)).ok ? ref : null;
}

async function readQueue(queue: Queue, ask: QueueAsk, looking: Looking): Promise<Omit<QueueView, 'notice'>> {
  const me = looking.viewer.email;
  const firstPage: QueueAsk = { ...ask, after: null };
  const [page, ...totals] = await Promise.all([
    queue.list(looking.viewer, filterOf(ask, me)),
    ...tabs.map((tab) => queue.list(looking.viewer, { ...filterOf({ ...firstPage, tab }, me), limit: 1 })),
  ]);
  return {
    tab: ask.tab,
    tabs: tabs.map((tab, at) => ({
      tab,
      href: hrefOf({ ...firstPage, tab }),
      count: totals[at]?.total ?? 0,
    })),
    search: ask.search,
    filters: presentFilters(ask, looking),
    isFiltered: isFiltered(ask),
    clearHref: hrefOf({ tab: ask.tab, search: '', after: null }),
    rows: page.items.map((request) => presentRow(request, looking)),
    total: page.total,
    firstHref: ask.after ? hrefOf(firstPage) : null,
    nextHref: page.next ? hrefOf({ ...ask, after: page.next }) : null,
  };
}

function presentFilters(ask: QueueAsk, { viewer, say }: Looking): FilterView[] {
  const filter = (
    name: 'issuer' | 'agencyType' | 'kind',
    values: readonly string[],
    words: string,
  ): FilterView => ({
    name,
    label: say(`console:queue.filter.${name}`),
    chosen: ask[name] ?? '',
    options: values.map((value) => ({ value, label: say(`${words}.${value}`) })),
  });
  return [
    filter(
      'issuer',
      issuers.filter((issuer) => inScope(viewer, issuer)),
      'console:issuer',
    ),
    filter('agencyType', agencyTypes, 'console:agency-type'),
    filter('kind', requestKinds, 'requests:kind'),
  ];
}
