#!/usr/bin/env bash
# Prints which AWS packages to build against: nuget for the published packages, or polyfill. With auto, it is nuget if the configured
# registry serves all of them. The registry is queried once, and the result is kept under artifacts/ until the versions in
# Directory.Packages.props change. If the registry fails or doesn't respond within SECONDS, it is polyfill for this build.
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
if [ -f "$folder/choice" ] && [ -f "$folder/versions" ] && [ "$(cat "$folder/versions")" = "$wanted" ]; then
    cat "$folder/choice"
    exit
fi

report() { echo "AWS's packages: $1 AWS_PACKAGES=nuget or polyfill selects one of them." >&2; }

# Not cached: the next build queries the registry again.
fall_back() {
    report "$1, so this build takes the polyfills, and the next one queries the registry again."
    echo polyfill
    exit
}

command -v dotnet >/dev/null || fall_back "there is no dotnet to query the registry with"

mkdir -p "$folder"
rm -f "$folder"/{choice,versions,log}
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

# A restore queries the registry as the build does: with the same sources, credentials and version ranges. It uses one process, so that no
# process remains after the timeout.
status=0
timeout --kill-after=5 "$limit" dotnet restore "$folder/Probe.csproj" -m:1 -nodeReuse:false --nologo -v quiet >"$folder/log" 2>&1 </dev/null || status=$?
lacking=$(grep -E 'error NU110[0-3]' "$folder/log" | grep -oF "$(cut -d ' ' -f 1 <<<"$wanted")" | sort -u | paste -sd ' ') || true
if [ "$status" = 0 ]; then
    choice=nuget
    report "the configured registry serves them, so this build takes those."
elif [ "$status" = 124 ] || [ "$status" = 137 ]; then
    fall_back "the configured registry did not respond within $limit s"
elif [ -n "$lacking" ] && ! grep 'error ' "$folder/log" | grep -qvE 'error NU110[0-3]'; then
    choice=polyfill
    report "the configured registry lacks ${lacking// /, }, so this build takes the polyfills."
else
    fall_back "the configured registry could not be queried ($(grep -m 1 -oE 'error [A-Z]+[0-9]+: .*' "$folder/log" | cut -c 1-160 || echo "see $folder/log"))"
fi

echo "$choice" >"$folder/choice"
echo "$wanted" >"$folder/versions"
cat "$folder/choice"
