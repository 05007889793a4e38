#!/bin/sh
# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: run.sh FOLDER    installs the official client below FOLDER, once, and tests with it.
set -eu

skip ()
{
  echo "1..0 # SKIP $1"
  exit 0
}

here=$(cd "$(dirname "$0")" && pwd)
folder=$1

for command in node npm; do
  command -v $command >/dev/null || skip "there is no $command"
done
[ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || skip "node is older than 18"

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >&2) || skip "npm cannot install the client"
  cp "$here/package-lock.json" "$folder/installed.json"
fi

if [ -n "${RECESS_CONTRACT:-}" ]; then
  mkdir -p "$folder/contract"
  cp "$RECESS_CONTRACT"/*.json "$RECESS_CONTRACT"/*.mjs "$folder/contract/"
  [ -d "$folder/contract/node_modules" ] ||
    (cd "$folder/contract" && npm install --ignore-scripts --no-audit --no-fund >&2)
fi

cp "$here"/*.mjs "$folder/"
exec node "$folder/sdk.mjs" "$here/../upstream/upstream.py"
