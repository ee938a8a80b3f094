#!/usr/bin/env bash
# Lints the OpenAPI documents, generates clients from the slim one, compiles them strictly, and calls a server with each of them.
# Validates the Data Package of the exports.
# Needs dist/ (npm run build). Installs the generators in a temporary folder, because they are no dependencies of the project.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
server=
clean_up() {
  [ -z "$server" ] || { kill "$server"; wait "$server"; }
  rm -rf "$folder"
}
trap clean_up EXIT
port=$(node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
export API_URL="http://127.0.0.1:$port"
cp -r "$root"/tests/generators/. "$root"/openapi/openapi.json "$root"/openapi/openapi.slim.json "$folder"
cd "$folder" || exit 1
(exec env PORT="$port" DATA_DIR="$folder/data" LOG_LEVEL=warn node "$root/dist/server.js") &
server=$!
npm install --silent --no-audit --no-fund || exit 1
status=0
check() {
  local name=$1
  shift
  if "$@" >log.txt 2>&1; then
    echo "ok: $name"
  else
    status=1
    echo "failed: $name"
    tail -40 log.txt
  fi
}
for document in openapi.json openapi.slim.json; do
  check "Spectral, $document" npx spectral lint --fail-severity=warn --ruleset spectral.yaml "$document"
  check "Redocly, $document" npx redocly lint --config redocly.yaml "$document"
done
check openapi-typescript npx openapi-typescript openapi.slim.json --output generated/openapi-typescript.ts
check hey-api npx openapi-ts -f hey-api.config.ts
check orval npx orval --config orval.config.ts
check swagger-typescript-api npx swagger-typescript-api generate --path openapi.slim.json --output generated --name swagger-typescript-api.ts
check kubb npx kubb generate --config kubb.config.ts
check 'the clients compile' npx tsc --project .
for _ in $(seq 1 300); do
  curl -fs "$API_URL/health/ready" >/dev/null && break
  sleep 0.2
done
for client in openapi-fetch hey-api orval-fetch orval-zod swagger-typescript-api kubb; do
  check "calls with $client" npx tsx "clients/$client.ts"
done
check 'Data Package' node data-package.mjs
exit $status
