#!/usr/bin/env bash
# Verifies that the published files depend only on the sources: publishes a copy of the sources in another folder, and compares the zip and
# the SBOM byte by byte.
set -euo pipefail
cd "$(dirname "$0")/.."

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
copy=$temporary/a/folder/with/another/name
mkdir -p "$copy"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read --files-from=- 2>/dev/null | tar -x -C "$copy"
else
    tar -c --exclude=./artifacts --exclude=node_modules . | tar -x -C "$copy"
fi

make --no-print-directory -C "$copy" publish "$@"
for file in lambda.zip lambda.cdx.json; do
    cmp "artifacts/$file" "$copy/artifacts/$file" || { echo "$file differs when it is built in another folder." >&2; exit 1; }
done
echo "Reproducible: the same lambda.zip and lambda.cdx.json from another folder."
