#!/usr/bin/env bash
# Checks that a packed package has what a server reads, nothing for developers only, and a moderate size.
set -euo pipefail
archive=$1
max_bytes=4000000

bytes=$(stat -c %s "$archive")
paths=$(tar -tzf "$archive" | sed 's#^package/##')
echo "$(wc -l <<<"$paths") files, $bytes bytes"
[ "$bytes" -le "$max_bytes" ] || { echo "larger than $max_bytes bytes"; exit 1; }

for path in dist/cli.js dist/server.js dist/explorer/style.css data/dataset.json docs/README.md migrations/sqlite/meta/_journal.json \
  migrations/postgres/meta/_journal.json openapi/examples.json LICENSE data/LICENSE; do
  grep -qxF "$path" <<<"$paths" || { echo "missing: $path"; exit 1; }
done
if grep -E '^(src|tests|bench|\.ci)/|\.(ts|tsx|map)$|_snapshot\.json$|\.env' <<<"$paths"; then
  echo 'the package contains files for developers only'
  exit 1
fi
