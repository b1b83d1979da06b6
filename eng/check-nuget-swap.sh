#!/usr/bin/env bash
# Verifies that AwsPackages=nuget replaces every polyfill with a package: packs the polyfills under the published names and versions into a
# local feed, then builds and tests against the feed without the polyfill projects.
set -euo pipefail
cd "$(dirname "$0")/.."

# Separate from the output of AwsPackages=nuget with the published packages.
built=$PWD/artifacts/nuget-swap
feed=$PWD/artifacts/nuget-feed
cache=$PWD/artifacts/nuget-cache
rm -rf "$feed" "$built" "$cache"/amazon.lambda.* "$cache"/awssdk.ecr
mkdir -p "$feed"
for project in polyfills/*/*.csproj; do
    package=$(basename "$project" .csproj)
    version=$(sed -n "s/.*PackageVersion Include=\"$package\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props)
    # Omits the lowest version of a range, as a feed may. The next version must work without an error.
    [[ $version != \[* ]] || version=$(sed 's/^\[\(.*\)\.\([0-9]*\),.*/\1 \2/' <<<"$version" | awk '{ print $1 "." $2 + 1 }')
    dotnet pack "$project" -c Release -o "$feed" -p:PackageVersion="$version" --nologo -v quiet
done

# A separate cache, so that no package of the feed is mistaken for a published one elsewhere.
mkdir -p "$cache"
cp -rn ~/.nuget/packages/. "$cache"/ 2>/dev/null || true
rm -rf "$cache"/amazon.lambda.* "$cache"/awssdk.ecr
export NUGET_PACKAGES=$cache
# The feed's hashes differ from those of the published packages, so the lock file is not kept.
lock=$built/packages.lock.json
properties=(-p:AwsPackages=nuget -p:ArtifactsPath="$built" -p:RestoreAdditionalProjectSources="$feed"
    -p:NuGetLockFilePath="$lock" -p:RestorePackagesWithLockFile=false)
dotnet build src/EcrPtcLambda -c Release "${properties[@]}" --nologo -v quiet
if find "$built" -path '*polyfills*' -o -name 'AWSSDK.ECR.csproj*' | grep -q .; then
    echo "A polyfill project was built in nuget mode." >&2
    exit 1
fi
dotnet test tests/Packages.Tests -c Release "${properties[@]}" --nologo -v quiet

# A restore in this mode must not change the lock files of the other mode.
if [ "$(dotnet msbuild src/EcrPtcLambda -p:AwsPackages=nuget -getProperty:NuGetLockFilePath)" != packages.nuget.lock.json ]; then
    echo "The two modes share lock files." >&2
    exit 1
fi

dotnet restore src/EcrPtcLambda "${properties[@]/WithLockFile=false/WithLockFile=true}" --nologo -v quiet
dotnet build eng/EcrPtcLambda.Sbom -c Release --nologo -v quiet
dotnet artifacts/bin/EcrPtcLambda.Sbom/release/EcrPtcLambda.Sbom.dll "$lock" linux-x64 0.0.0 "$built/bill.json"
# The library of the function is the only project in it.
if ! grep -q '"pkg:nuget/AWSSDK.ECR@' "$built/bill.json" || grep -o '"project:[^"]*"' "$built/bill.json" | grep -qiv '"project:ecrptclambda\.core"'; then
    echo "The bill of materials doesn't list the packages." >&2
    exit 1
fi
echo "AwsPackages=nuget builds and tests against packages alone."
