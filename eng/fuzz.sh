#!/usr/bin/env bash
# Fuzzes with AFL++, guided by the coverage that SharpFuzz instruments in copies of the assemblies. Ends after RUNS inputs, divided among
# the targets, or after MINUTES_EACH for a target. Failing inputs are added to the corpus, which make test replays. With KEEP=yes, inputs
# with new coverage are added too.
# Usage: fuzz.sh RUNS MINUTES_EACH [TARGET ...]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=$1 minutes=$2
shift 2
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(event handler template ecr)

project=fuzz/EcrPtcLambda.Fuzz
copies=artifacts/fuzz/bin tool=artifacts/bin/EcrPtcLambda.Fuzz/release/EcrPtcLambda.Fuzz.dll

eng/install.sh dotnet afl-fuzz

dotnet tool restore >/dev/null
dotnet build "$project" -c Release --nologo -v quiet
rm -rf artifacts/fuzz
mkdir -p artifacts/fuzz
cp -r artifacts/bin/EcrPtcLambda.Fuzz/release "$copies"
for assembly in EcrPtcLambda.Core ecr-ptc AWSSDK.ECR YamlDotNet; do
    dotnet sharpfuzz "$copies/$assembly.dll"
done
dotnet sharpfuzz "$copies/AWSSDK.Core.dll" Amazon.Runtime.Internal.Transform Amazon.Runtime.Internal.Util.StreamingUtf8JsonReader

# Skips AFL++'s checks for its own instrumentation, the CPU governor and core dumps, which don't apply to .NET.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1
export AFL_FORKSRV_INIT_TMOUT=60000

stat() { sed -n "s/^$1 *: //p" "$out/default/fuzzer_stats"; }

status=0 summary=
for target in "${targets[@]}"; do
    out=artifacts/fuzz/$target corpus=$project/Corpus/$target.zip
    dotnet "$tool" unpack "$corpus" "artifacts/fuzz/corpus/$target"
    afl-fuzz -i "artifacts/fuzz/corpus/$target" -o "$out" -x "$project/$target.dict" -t 5000 -m none \
        -E $((runs / ${#targets[@]})) -V $((minutes * 60)) -- dotnet "$copies/EcrPtcLambda.Fuzz.dll" "$target" >"$out.log" 2>&1 || {
        tail -n 20 "$out.log" >&2
        exit 1
    }

    for found in "$out"/default/crashes/id* "$out"/default/hangs/id*; do
        [ -f "$found" ] || continue
        dotnet "$tool" add "$corpus" found- "$found"
        status=1
    done

    if [ "${KEEP:-}" = yes ]; then
        find "$out/default/queue" -name '*+cov' -exec dotnet "$tool" add "$corpus" "" {} +
    fi

    summary+="$target: $(stat execs_done) inputs in $(stat run_time) s ($(stat execs_per_sec) a second), $(stat saved_crashes) crashes, $(stat saved_hangs) hangs, corpus of $(stat corpus_count), $(stat edges_found) edges"$'\n'
done

printf '%s' "$summary"
[ "$status" = 0 ] || echo "The findings are in $project/Corpus as found-*. Run dotnet test tests/EcrPtc.Cli.Tests for the failure of each." >&2
exit "$status"
