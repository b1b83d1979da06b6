#!/usr/bin/env bash
# Runs every test project and closes with one line of their sums. Arguments go to `dotnet test`, such as --filter.
set -euo pipefail
cd "$(dirname "$0")/.."

results=artifacts/test-results
rm -rf "$results"
status=0
dotnet test EcrPtcLambda.sln -c Release --nologo -v quiet \
    --logger "trx" --logger "console;verbosity=minimal" --results-directory "$results" "$@" || status=$?

sum() { grep -ho '<Counters [^>]*' "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ total += $1 } END { print total + 0 }'; }
passed=$(sum passed) failed=$(sum failed) executed=$(sum executed) total=$(sum total)
skipped=$((total - executed))
if [ "$executed" -eq 0 ]; then
    echo "No test ran." >&2
    status=1
fi

if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
exit "$status"
