import { get } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveDist } from './serve-dist.mjs';

/** A site of one page. */
async function site(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'site-'));
  writeFileSync(join(dir, 'index.html'), 'the page');
  const { url, close } = await serveDist({ dir });
  onTestFinished(() => {
    close();
    rmSync(dir, { recursive: true });
  });
  return url;
}

test.each(['//[', 'http://[', '*', '/%', '/%00', '/..%2f..%2fetc%2fpasswd', '/%5c..%5c'])(
  'a request for %s finds nothing, and the next one finds the page',
  async (target) => {
    const url = await site();
    const { hostname, port } = new URL(url);
    const status = await new Promise((resolve, reject) => {
      get({ hostname, port, path: target }, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(404);
    expect(await (await fetch(url)).text()).toBe('the page');
  },
);
