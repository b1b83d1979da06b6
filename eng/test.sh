#!/usr/bin/env bash
# Runs all test projects and prints their totals in the last line. Arguments are passed to `dotnet test`, such as --filter. AWS_PACKAGES
# specifies the AWS packages (auto, nuget or polyfill).
set -euo pipefail
cd "$(dirname "$0")/.."
# Without strace, the tests of the system calls of a cold start are skipped and reported as such.
eng/install.sh dotnet 7z readelf --wish strace
packages=$(eng/aws-packages.sh "${AWS_PACKAGES:-auto}")

results=artifacts/test-results
rm -rf "$results"
status=0
dotnet build EcrPtcLambda.sln -c Release -p:AwsPackages="$packages" --nologo -v quiet

# Each wait in a test has its own timeout. Otherwise the project is ended after 15 minutes without a test that starts or ends.
run() {
    dotnet test "$1" -c Release -p:AwsPackages="$packages" --no-build --nologo -v quiet \
        --blame-hang-timeout 15m --blame-hang-dump-type none \
        --logger trx --logger "console;verbosity=minimal" --results-directory "$results/$(basename "$1")" "${@:2}"
}

# The acceptance tests mostly wait, as for the Amazon ECR of an account, and so run beside the other projects. These run one after another,
# because the end-to-end tests run real processes against real deadlines.
acceptance=tests/EcrPtcLambda.Acceptance.Tests
mkdir -p "$results"
run "$acceptance" "$@" >"$results/acceptance.log" 2>&1 &
waiting=$!
trap 'kill "$waiting" 2>/dev/null || true' EXIT
for project in tests/*.Tests; do
    [ "$project" = "$acceptance" ] || run "$project" "$@" || status=$?
done
wait "$waiting" || status=$?
cat "$results/acceptance.log"

sum() { grep -rho --include='*.trx' '<Counters [^>]*' "$results" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ total += $1 } END { print total + 0 }'; }
passed=$(sum passed) failed=$(sum failed) executed=$(sum executed) total=$(sum total)
skipped=$((total - executed))
if [ "$executed" -eq 0 ]; then
    echo "No test ran." >&2
    status=1
elif [ "$failed" -eq 0 ] && [ "$status" -ne 0 ]; then
    echo "Not every test ran to its end: see above." >&2
fi

# Repeats the failures at the end of the log.
if [ "$failed" -gt 0 ]; then
    grep -hE '<UnitTestResult [^>]*outcome="Failed"|<Message>' -A 6 -r --include='*.trx' "$results" \
        | grep -v -E '<UnitTestResult [^>]*outcome="Passed"|<(Output|ErrorInfo)>|^--$' \
        | sed -E 's/.*<UnitTestResult .*testName="([^"]*)".*/Failed: \1/; s/<[^>]*>//g; s/&#xD;//; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | cut -c 1-400 | head -n 200
fi

sums="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then
    sums="$sums, $skipped skipped"
fi
tee "$results/sums.txt" <<<"$sums"
exit "$status"
