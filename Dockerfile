FROM node:22-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Native modules without a prebuilt binary are compiled here.
RUN npm ci
COPY tsconfig.json esbuild.config.ts ./
COPY src src
RUN npm run build && npm prune --omit=dev

# Node 24.19 and later end with better-sqlite3 12 (https://github.com/WiseLibs/better-sqlite3/issues/1515).
FROM node:22-bookworm-slim
ENV DATA_DIR=/var/lib/roundtrip
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY migrations migrations
COPY openapi openapi
COPY docs docs
COPY data data
RUN mkdir -p "$DATA_DIR" && chown node:node "$DATA_DIR"
USER node
VOLUME /var/lib/roundtrip
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
