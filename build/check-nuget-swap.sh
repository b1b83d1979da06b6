#!/usr/bin/env bash
# Shows that AwsPackages=nuget swaps every polyfill for a package: packs the polyfills under the published names and versions
# into a feed of its own, and builds and tests against that, without the polyfill projects.
set -euo pipefail
cd "$(dirname "$0")/.."

feed=$PWD/artifacts/nuget-feed
cache=$PWD/artifacts/nuget-cache
rm -rf "$feed" artifacts/nuget "$cache"/amazon.lambda.* "$cache"/awssdk.ecr
mkdir -p "$feed"
for project in src/Polyfills/*/*.csproj; do
    package=$(basename "$project" .csproj)
    version=$(sed -n "s/.*PackageVersion Include=\"$package\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props)
    dotnet pack "$project" -c Release -o "$feed" -p:PackageVersion="$version" --nologo -v quiet
done

# A cache of its own: nothing packed here may be taken for the published package elsewhere.
mkdir -p "$cache"
cp -rn ~/.nuget/packages/. "$cache"/ 2>/dev/null || true
rm -rf "$cache"/amazon.lambda.* "$cache"/awssdk.ecr
export NUGET_PACKAGES=$cache
properties=(-p:AwsPackages=nuget -p:RestoreAdditionalProjectSources="$feed" -p:RestorePackagesWithLockFile=false)
dotnet build src/EcrPtcLambda -c Release "${properties[@]}" --nologo -v quiet
if find artifacts/nuget -path '*Polyfills*' -o -name 'AWSSDK.ECR.csproj*' | grep -q .; then
    echo "A polyfill project was built in nuget mode." >&2
    exit 1
fi
dotnet test tests/Packages.Tests -c Release "${properties[@]}" --nologo -v quiet --filter 'Category!=Polyfill'

# A restore that locks in this mode must leave the other's lock files alone. The feed's hashes are not the published packages', so
# what it writes is not kept, and one that is there is not touched.
lock=src/EcrPtcLambda/packages.lock.json
nuget_lock=src/EcrPtcLambda/packages.nuget.lock.json
if [ ! -f "$nuget_lock" ]; then
    trap 'rm -f "$nuget_lock"' EXIT
    before=$(cksum "$lock")
    dotnet restore src/EcrPtcLambda "${properties[@]/WithLockFile=false/WithLockFile=true}" --nologo -v quiet
    if [ ! -f "$nuget_lock" ] || [ "$(cksum "$lock")" != "$before" ]; then
        echo "The lock files of the two modes are not apart." >&2
        exit 1
    fi
fi
echo "AwsPackages=nuget builds and tests against packages alone."
