import * as fc from 'fast-check';
import { ask } from '../../flows/asks.ts';
import { paths } from '../../src/conversation/saved.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Life } from '../conversation/life.ts';
import { createAgencyCompletion } from '../../src/routing/completion.ts';
import { loadAgencyList } from '../../src/routing/agency-list.ts';
import { aLife } from '../conversation/life.ts';
import { facts } from '../conversation/officer.ts';
import type { Step } from '../conversation/walk.ts';
import { walk } from '../conversation/walk.ts';

/** The operator's own list, so that names are offered. */
export const complete = createAgencyCompletion(
  loadAgencyList(
    'name,abbreviations,type,parent\nกรมทดสอบระบบกลาง,,central-government,\nกรมทดสอบระบบชายฝั่ง,,central-government,\n',
  ).entries,
);

const say = (text: string): Step => ({ kind: 'say', text });
const press = (action: string): Step => ({ kind: 'old', action });
const start = [say('1932')];
const form = [...start, press('request-new'), press('type:central-government'), say('กรมชลประทาน')];
const filled = [
  ...form,
  ...['สมหญิง ใจดี', 'นักวิชาการคอมพิวเตอร์', '0 2221 0151', 'somying@rid.go.th'].map(say),
  press('fill:hasDigitalId:yes'),
];
const regional = [...start, press('request-new'), press('type:regional'), say('สำนักงานเกษตรจังหวัดเชียงใหม่')];
const beginnings: readonly (readonly Step[])[] = [
  [],
  filled,
  [...filled, press('submit')],
  [...regional, press('fill:assist:yes')],
  [...start, press('request-new'), press('type:central-government'), say('ทดสอบระบบ')],
  [...start, press('request-new'), say('ทดสอบระบบ')],
  [
    ...start,
    press('request-new'),
    press('type:regional'),
    press('fill:assist:yes'),
    say('สำนักงานเกษตรจังหวัดเชียงใหม่'),
  ],
  [...start, press('request-new'), press('type:regional'), say('ใช่'), say('สำนักงานเกษตรจังหวัดเชียงใหม่')],
  [...filled, press('submit'), press('status')],
  [...filled, press('submit'), press('status'), say('ยกเลิก')],
];

/** Of each state steps that end there, the first that were found; a state that was not reached is left out. */
export function searchSteps(): ReadonlyMap<string, readonly Step[]> {
  const found = new Map<string, readonly Step[]>();
  for (const beginning of beginnings) follow(beginning, found);
  for (let seed = 1; seed <= 400 && found.size < paths.size; seed += 1) {
    const [more = []] = fc.sample(walk(12), { seed, numRuns: 1 });
    const known = [...found.values()];
    const from = known[seed % known.length] ?? start;
    if (from.length < 16) follow([...from, ...more], found);
  }
  return found;
}

function follow(steps: readonly Step[], found: Map<string, readonly Step[]>): void {
  const life = aLife({ complete });
  for (const [nth, step] of steps.entries()) {
    life.put(inboundOf(step, life));
    const { path } = life.saved();
    if (!found.has(path)) found.set(path, steps.slice(0, nth + 1));
  }
}

function inboundOf(step: Step, life: Life): Inbound {
  if (step.kind === 'say') return life.text(step.text);
  if (step.kind === 'old') return { kind: 'button', action: step.action };
  if (step.kind !== 'press') return step;
  const { path, context } = life.saved();
  const requests = life.requests().toReversed();
  const choices = ask(path, context, facts(requests)).flatMap((prompt) => prompt.choices ?? []);
  return { kind: 'button', action: choices[step.nth % choices.length]?.action ?? 'menu' };
}
