#!/usr/bin/env bash
# Mutation testing of the pure core with Stryker: fails below the threshold in stryker-config.json, or if a surviving mutant is not in
# tests/mutation-survivors.md. Builds under artifacts/mutation, and takes about 15 minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

eng/install.sh dotnet jq

tests=tests/EcrPtcLambda.Tests
if ! diff <(grep -v '^#' eng/pure-core.txt | sed 's|^src/EcrPtcLambda.Core/||' | sort) <(jq -r '."stryker-config".mutate[]' "$tests/stryker-config.json" | sort); then
    echo "eng/pure-core.txt and $tests/stryker-config.json name different files." >&2
    exit 1
fi

dotnet tool restore >/dev/null
status=0
(cd "$tests" && Mutation=true dotnet stryker --skip-version-check -O ../../artifacts/mutation/report) || status=$?
report=artifacts/mutation/report/reports/mutation-report.json

jq -r '
    .files | to_entries[] | (.key | sub(".*/src/EcrPtcLambda.Core/"; "")) as $file
    | [.value.mutants[].status] as $all
    | ([$all[] | select(. == "Killed" or . == "Timeout")] | length) as $killed
    | ([$all[] | select(. == "Survived" or . == "NoCoverage")] | length) as $left
    | select($killed + $left > 0)
    | "\($file): \($killed) of \($killed + $left)"' "$report"

# Matches the text of the line and the mutation, because line numbers change.
while read -r survivor; do
    grep -qF -- "$survivor" tests/mutation-survivors.md || {
        echo "Survived, and not in tests/mutation-survivors.md: $survivor" >&2
        status=1
    }
done < <(jq -r '
    .files | to_entries[] | (.key | sub(".*/src/EcrPtcLambda.Core/"; "")) as $file | (.value.source | split("\n")) as $lines
    | .value.mutants[] | select(.status == "Survived" or .status == "NoCoverage")
    | ($lines[.location.start.line - 1] | gsub("^\\s+|\\s+$"; "")) as $line
    | "\($file): `\($line)` -> `\(.replacement | gsub("\\s+"; " "))`"' "$report")
exit "$status"
