import type { Visitor } from '../console/visitor.ts';
import { visitorOf } from '../console/visitor.ts';
import type { Installation } from './installation.ts';

/** A supervisor with the console open. */
export async function supervisorIn(house: Installation): Promise<Visitor> {
  const email = 'wanida@dga.or.th';
  const once = await house.staff('add', email, '--role', 'supervisor', '--issuer', 'all');
  const current = once.trim().split('\n').at(-1) ?? '';
  const visitor = visitorOf(house.app.url);
  await visitor.signIn(email, current);
  await visitor.get('/console/password');
  const [password, again] = ['ข้าวเหนียวมะม่วง 35', 'ข้าวเหนียวมะม่วง 35'];
  const { status } = await visitor.post('/console/password', { current, password, again });
  if (status !== 303) throw new Error(`the password could not be set: ${status}`);
  return visitor;
}
