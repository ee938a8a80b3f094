import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, waitUntil } from './processes.ts';

const program = '/usr/sbin/nginx';
const documented = fileURLToPath(new URL('../../docs/nginx.conf', import.meta.url));

/** Whether nginx is installed. */
export const hasNginx: boolean = spawnSync(program, ['-v']).status === 0;

/** An nginx in front of a server. `close` stops it and deletes its cache. */
export interface Nginx {
  port: number;
  process: ChildProcess;
  close(): Promise<void>;
}

/** Starts nginx with `docs/nginx.conf` and an empty cache, on 127.0.0.1 and 127.0.0.2. */
export const startNginx = async (origin: string): Promise<Nginx> => {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-nginx-'));
  await mkdir(join(folder, 'temporary'));
  const replaced: [string, string][] = [
    ['/var/cache/nginx/roundtrip', join(folder, 'cache')],
    ['server 127.0.0.1:3000;', `server ${new URL(origin).host};`],
    ['listen 80;', `listen 127.0.0.1:${port}; listen 127.0.0.2:${port};`],
  ];
  let text = await readFile(documented, 'utf8');
  for (const [from, to] of replaced) {
    if (!text.includes(from)) throw new Error(`docs/nginx.conf does not contain "${from}".`);
    text = text.replace(from, to);
  }
  await writeFile(join(folder, 'roundtrip.conf'), text);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, 'temporary', name)};`,
  );
  const lines = [
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off;',
    `pid ${join(folder, 'pid')};`,
    'events {}',
    `http { access_log off; ${temporary.join(' ')} include ${join(folder, 'roundtrip.conf')}; }`,
  ];
  await writeFile(join(folder, 'nginx.conf'), lines.join('\n'));
  const nginx = spawn(program, ['-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/health/live`).then(
      ({ status }) => status === 200,
      () => false,
    );
  await waitUntil(isUp, 'nginx was ready');
  return {
    port,
    process: nginx,
    close: async () => {
      nginx.kill('SIGQUIT');
      await once(nginx, 'exit');
      await rm(folder, { recursive: true });
    },
  };
};
