#!/usr/bin/env bash
# Packs the executable the same way each time: no owner, no extra fields, one fixed date.
set -euo pipefail
bootstrap=$1 zip=$2

command -v zip >/dev/null || {
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get install -y -qq --no-install-recommends zip >/dev/null
    else
        echo "zip is missing. On Debian or Ubuntu: sudo apt-get install zip" >&2
        exit 1
    fi
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
install -m 755 "$bootstrap" "$folder/bootstrap"
TZ=UTC touch -d '1980-01-01 00:00:00' "$folder/bootstrap"
rm -f "$zip"
target=$(cd "$(dirname "$zip")" && pwd)/$(basename "$zip")
(cd "$folder" && TZ=UTC zip -q -X -9 "$target" bootstrap)
