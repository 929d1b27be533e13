import { expect, test } from 'vitest';
import { segment } from '../../src/text/segment.ts';

test.each<[text: string, words: string[]]>([
  ['ขอรหัสtoken15หลักต้องทำอย่างไร', ['ขอ', 'รหัส', 'token', '15', 'หลัก', 'ต้อง', 'ทำ', 'อย่างไร']],
  ['สมัคร digital id ที่info.go.th', ['สมัคร', 'digital', 'id', 'ที่', 'info.go.th']],
  ['โทร 0 2612 6060, กด 1-9-3-2', ['โทร', '0', '2612', '6060', 'กด', '1', '9', '3', '2']],
  ['', []],
  ['?!', []],
])('%j', (text, words) => {
  expect(segment(text)).toEqual(words);
});
