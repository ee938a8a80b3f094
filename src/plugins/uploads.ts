import fp from 'fastify-plugin';

/** A smaller rest of a body is read and ignored, so that the connection stays usable. */
const maxIgnoredBytes = 65_536;
/** Time for the client to read the response before the connection closes. */
const lingerMs = 1_000;

/** Cuts off uploads that were refused before their body was read. Node would read all of it and throw it away. */
export const uploadsPlugin = fp(
  async (app) => {
    app.addHook('onSend', (request, reply, payload, done) => {
      const { raw, headers } = request;
      const isLarge = Number(headers['content-length'] ?? 0) > maxIgnoredBytes || headers['transfer-encoding'] !== undefined;
      if (reply.statusCode >= 400 && isLarge && !raw.readableEnded) {
        reply.header('connection', 'close');
        reply.raw.once('finish', () => setTimeout(() => raw.destroy(), lingerMs).unref());
      }
      done(null, payload);
    });
  },
  { name: 'uploads' },
);
