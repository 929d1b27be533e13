import { agencyTypes, issuers, requestKinds } from '../../../flows/domain.ts';
import type { Queue } from '../../requests/queue.ts';
import { looksLikeReference, parseReference } from '../../requests/reference.ts';
import { inScope } from '../../requests/scope.ts';
import type { PageContext } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import { paths } from '../paths.ts';
import type { QueueAsk } from '../queue-ask.ts';
import { filterOf, hrefOf, isFiltered, readQueueAsk, tabs } from '../queue-ask.ts';
import type { ViewContext } from '../view-models/common.ts';
import { presentRow } from '../view-models/row.ts';
import type { FilterView, QueueView } from '../views/queue.ts';
import { queuePage } from '../views/queue.ts';

/** `GET /`: the queue. */
export function queueRoutes(pages: PageRouter, context: PageContext, queue: Queue): void {
  pages.page('/', 'staff', async ({ req, res, visit }) => {
    const ask = readQueueAsk(req.query);
    const found = await findByReference(queue, ask, visit.viewContext);
    if (found !== null && !visit.isLive) return context.goTo(res, visit, paths.request(found));
    const view = await readQueue(queue, ask, visit.viewContext);
    const notice = context.takeDone(req, res, visit);
    context.show(res, visit, { here: hrefOf(ask), live: 'queue' }, (frame) =>
      queuePage(frame, { ...view, notice }),
    );
  });
}

/** Who types a whole reference wants that request, in whichever group it is. */
async function findByReference(queue: Queue, ask: QueueAsk, { viewer }: ViewContext): Promise<string | null> {
  const ref = looksLikeReference(ask.search) ? parseReference(ask.search) : null;
  if (ref === null) return null;
  const [found = 0] = await queue.count(viewer, [{ search: ref }]);
  return found > 0 ? ref : null;
}

/** One's own open requests, in which answers are looked for. */
const ownAtMost = 100;

async function readQueue(
  queue: Queue,
  ask: QueueAsk,
  viewContext: ViewContext,
): Promise<Omit<QueueView, 'notice'>> {
  const me = viewContext.viewer.email;
  const firstPage: QueueAsk = { ...ask, after: null };
  const { viewer } = viewContext;
  const [listed, mine, totals] = await Promise.all([
    queue.list(viewer, filterOf(ask, me)),
    queue.list(viewer, { ...filterOf({ ...firstPage, tab: 'answered' }, me), limit: ownAtMost }),
    queue.count(
      viewer,
      tabs.map((tab) => filterOf({ ...firstPage, tab }, me)),
    ),
  ]);
  const unread = await queue.unread(viewer, [...listed.items, ...mine.items]);
  const answered = mine.items.filter(({ ref }) => unread.has(ref));
  const page = ask.tab === 'answered' ? { items: answered, next: null, total: answered.length } : listed;
  return {
    tab: ask.tab,
    tabs: tabs.map((tab, at) => ({
      tab,
      href: hrefOf({ ...firstPage, tab }),
      count: tab === 'answered' ? answered.length : (totals[at] ?? 0),
    })),
    search: ask.search,
    filters: presentFilters(ask, viewContext),
    isFiltered: isFiltered(ask),
    clearHref: hrefOf({ tab: ask.tab, search: '', after: null }),
    rows: page.items.map((request) => presentRow(request, unread.has(request.ref), viewContext)),
    total: page.total,
    firstHref: ask.after ? hrefOf(firstPage) : null,
    nextHref: page.next ? hrefOf({ ...ask, after: page.next }) : null,
  };
}

function presentFilters(ask: QueueAsk, { viewer, say }: ViewContext): FilterView[] {
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
