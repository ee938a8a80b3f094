import { createServer } from 'node:http';

/** Serves each given path with a body of the given size: the upper bound of `node:http`. */
const sizes = JSON.parse(process.argv[2] ?? '{}') as Record<string, number>;
const bodies = new Map(Object.entries(sizes).map(([path, size]) => [path, Buffer.from(JSON.stringify('x'.repeat(Math.max(0, size - 2))))]));
createServer((request, response) => {
  const body = bodies.get(request.url ?? '') ?? Buffer.from('{}');
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
