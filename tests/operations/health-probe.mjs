// Requests /health/live ten times a second until SIGTERM, and prints the times in milliseconds. It also requests a bare server of its own:
// its times are those of the machine.

import { once } from 'node:events';
import { createServer, get } from 'node:http';

const origin = process.argv[2];
const bare = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
await once(bare, 'listening');
const times = { live: [], bare: [] };
const probe = (name, url) => {
  const started = performance.now();
  get(url, { agent: false, timeout: 10_000 }, (response) => {
    response.resume();
    response.on('end', () => times[name].push(performance.now() - started));
  }).on('error', () => undefined);
};
const timer = setInterval(() => {
  probe('live', `${origin}/health/live`);
  probe('bare', `http://127.0.0.1:${bare.address().port}/`);
}, 100);
process.once('SIGTERM', () => {
  clearInterval(timer);
  process.stdout.write(JSON.stringify(times), () => process.exit(0));
});
