#!/usr/bin/env bash
# Prints which packages of AWS's to build against: nuget, as published, or polyfill. For auto it is nuget where the configured registry
# serves all of them, which is asked once; the answer is kept under artifacts/ until the versions in Directory.Packages.props change.
# A registry that fails, or says nothing for SECONDS, has not answered: polyfill, for this time.
# Usage: aws-packages.sh [auto|nuget|polyfill [SECONDS]]
set -euo pipefail
cd "$(dirname "$0")/.."
limit=${2:-60}

case ${1:-auto} in
    nuget | polyfill) echo "$1"; exit ;;
    auto) ;;
    *) echo "AWS_PACKAGES is '$1'; it must be auto, nuget or polyfill." >&2; exit 1 ;;
esac

folder=artifacts/aws-packages
wanted=$(sed -n '/Label="AWS, as published/,/<\/ItemGroup>/ s/.*Include="\([^"]*\)" Version="\([^"]*\)".*/\1 \2/p' Directory.Packages.props)
if [ -f "$folder/answer" ] && [ -f "$folder/asked" ] && [ "$(cat "$folder/asked")" = "$wanted" ]; then
    cat "$folder/answer"
    exit
fi

tell() { echo "AWS's packages: $1 AWS_PACKAGES=nuget or polyfill takes the one or the other." >&2; }

# Nothing is kept of this: the next build asks again.
fall_back() {
    tell "$1, so this build takes the polyfills, and the next one asks again."
    echo polyfill
    exit
}

command -v dotnet >/dev/null || fall_back "there is no dotnet to ask the registry with"

mkdir -p "$folder"
rm -f "$folder"/{answer,asked,log}
cat >"$folder/Probe.csproj" <<PROJECT
<Project>
  <PropertyGroup>
    <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
    <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
  </PropertyGroup>
  <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
$(sed 's|\([^ ]*\) .*|    <PackageReference Include="\1" />|' <<<"$wanted")
  </ItemGroup>
  <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
</Project>
PROJECT

# A restore asks as the build does: of the same sources, with the same credentials, for versions that may be ranges. In one process, so
# that nothing is left running where time is up.
status=0
timeout --kill-after=5 "$limit" dotnet restore "$folder/Probe.csproj" -m:1 -nodeReuse:false --nologo -v quiet >"$folder/log" 2>&1 </dev/null || status=$?
lacking=$(grep -E 'error NU110[0-3]' "$folder/log" | grep -oF "$(cut -d ' ' -f 1 <<<"$wanted")" | sort -u | paste -sd ' ') || true
if [ "$status" = 0 ]; then
    answer=nuget
    tell "the configured registry serves them, so this build takes those."
elif [ "$status" = 124 ] || [ "$status" = 137 ]; then
    fall_back "the configured registry gave no answer within $limit s"
elif [ -n "$lacking" ] && ! grep 'error ' "$folder/log" | grep -qvE 'error NU110[0-3]'; then
    answer=polyfill
    tell "the configured registry lacks ${lacking// /, }, so this build takes the polyfills."
else
    fall_back "the configured registry could not be asked ($(grep -m 1 -oE 'error [A-Z]+[0-9]+: .*' "$folder/log" | cut -c 1-160 || echo "see $folder/log"))"
fi

echo "$answer" >"$folder/answer"
echo "$wanted" >"$folder/asked"
cat "$folder/answer"
