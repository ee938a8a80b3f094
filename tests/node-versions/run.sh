#!/usr/bin/env bash
# Runs the built server and a few files of the API suite on the oldest and the newest version of Node 22, the only one
# that runs in a clone. They come from the npm package "node". Arguments: other versions, such as 24 latest.
set -uo pipefail
cd "$(dirname "$0")/../.."
versions=("$@")
[ ${#versions[@]} -gt 0 ] || versions=(22.14 22)
files=(tests/server.test.ts tests/modules/deals.test.ts tests/modules/cycles.test.ts tests/modules/import.test.ts)

# better-sqlite3 is compiled with the headers of each version, so each gets a copy of the project.
try_version() (
  version=$1
  home=$(mktemp -d "${TMPDIR:-/tmp}/roundtrip-node-XXXXXX")
  trap 'rm -rf "$home"' EXIT
  # A compiler or a test that is stopped leaves files there.
  mkdir "$home/tmp" && export TMPDIR="$home/tmp"
  npm install --prefix "$home" --silent "node@$version" || exit 1
  node=$(dirname "$(dirname "$(find "$home/node_modules" -path '*/node-linux-*/bin/node' | head -1)")")
  mkdir "$home/project"
  git ls-files -z | xargs -0 cp --parents --target-directory="$home/project"
  # Hard links, except for the package that is compiled in place.
  cp -al "$(realpath node_modules)" "$home/project/node_modules" 2>/dev/null || cp -r "$(realpath node_modules)" "$home/project/node_modules"
  rm -rf "$home/project/node_modules/better-sqlite3"
  cp -r "$(realpath node_modules)/better-sqlite3" "$home/project/node_modules/"
  cd "$home/project" || exit 1
  export PATH="$node/bin:$PATH"
  printf '\n--- Node %s\n' "$(node --version)"
  if npm ci --dry-run 2>&1 | grep EBADENGINE; then exit 1; fi
  JOBS=max npm rebuild --silent better-sqlite3 --build-from-source --nodedir="$node" || exit 1
  npx vitest run --project api --project programs --maxWorkers=2 --reporter=dot "${files[@]}"
)

status=0
for version in "${versions[@]}"; do
  try_version "$version" || {
    printf '!!! failed on Node %s\n' "$version"
    status=1
  }
done
exit $status
