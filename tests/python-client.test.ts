import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { startServer } from './support/app.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('The Python client is not tested, because python3 is not installed.');

describe.skipIf(!hasPython)('the Python client', () => {
  it('passes its tests against the server', async () => {
    const server = await startServer();
    const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
    const body = JSON.stringify({ type: 'webhook.test', timestamp: new Date().toISOString(), data: {} });
    const sentAt = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': `v1,bm9uZQ== ${new Webhook(secret).sign('msg_1', sentAt, body)}`,
    };
    try {
      const { stderr } = await promisify(execFile)('python3', ['-B', '-m', 'unittest', 'test_roundtrip'], {
        cwd: 'clients/python',
        timeout: 60_000,
        env: {
          ...process.env,
          ROUNDTRIP_URL: server.url,
          WEBHOOK_SECRET: secret,
          WEBHOOK_BODY: body,
          WEBHOOK_HEADERS: JSON.stringify(headers),
        },
      });
      expect(stderr).toMatch(/Ran [1-9]\d* tests[\s\S]*\nOK\n/);
    } finally {
      await server.close();
    }
  }, 90_000);
});
