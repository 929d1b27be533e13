import { expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { observeUnreadable } from '../../src/ops/observe.ts';

test('what does not open is told with the reference that staff find it by', () => {
  const lines: string[] = [];
  const tell = observeUnreadable(createLog({ level: 'info', stream: { write: (line) => lines.push(line) } }));
  tell({ officer: 'officer-key', ref: '123456782' });
  tell({ officer: 'officer-key', ref: null });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ level: 'error', officer: 'officer-key', ref: '123456782', code: 'unreadable' }),
    expect.objectContaining({ level: 'error', officer: 'officer-key', code: 'unreadable' }),
  ]);
});
