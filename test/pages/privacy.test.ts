import express from 'express';
import { expect, test } from 'vitest';
import { listen } from '../../src/ops/listen.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { privacyPage } from '../../src/pages/privacy.ts';
import { loadWords } from '../../src/base/words.ts';

test('the privacy notice is a page for anybody, in both languages, that loads nothing', async () => {
  const server = createServer(express().get('/privacy', privacyPage(loadWords(), '2569-12-01')));
  await listen(server, { host: '127.0.0.1', port: 0 });
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/privacy`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('ฉบับวันที่ 1 ธันวาคม 2569');
    expect(page).toContain('Version of 1 December 2026');
    expect(page).toContain('contact@dga.or.th');
    expect(page).not.toMatch(/\{\{|privacy:|undefined|<script|<link/);
  } finally {
    server.close();
  }
});
