#!/usr/bin/env bash
# Builds each candidate into artifacts/bench/NAME: `command`, one argument per line; `version`; and `package.zip`, the deployment package. A
# candidate that can't be built on this machine gets a file `absent` with the reason, which is not an error. AWS_PACKAGES specifies the AWS
# packages of the .NET candidates (auto, nuget or polyfill).
set -euo pipefail
cd "$(dirname "$0")/.."
bootstrap=$1 zip=$2 rid=$3 previous=${4:-}
out=$PWD/artifacts/bench
packages=$(eng/aws-packages.sh "${AWS_PACKAGES:-auto}")
case $packages in nuget) artifacts=artifacts/nuget ;; *) artifacts=artifacts ;; esac

begin() {
    name=$1 folder=$out/$1
    mkdir -p "$folder"
    rm -f "$folder"/{absent,command,version,package.zip}
    echo "bench: $name" >&2
}
absent() { echo "$1" >"$folder/absent"; }
# Prerequisites of a comparison. If they can't be installed, the comparison is omitted with the message of install.sh.
wants() { eng/install.sh "$@" >"$folder/log" 2>&1 || { absent "$(tr '\n' ' ' <"$folder/log")"; false; }; }
# pack FILE...: adds the files to the root of the package.
pack() { zip -q -X -9 -j "$folder/package.zip" "$@"; }
native() { # PROJECT ASSEMBLY VERSION
    if dotnet publish "$1" -c Release -r "$rid" -o "$folder/publish" -p:AwsPackages="$packages" --nologo -v quiet >"$folder/log" 2>&1; then
        install -m 755 "$folder/publish/$2" "$folder/bootstrap"
        pack "$folder/bootstrap"
        echo "$folder/bootstrap" >"$folder/command"
        echo "$3" >"$folder/version"
    else
        absent "it was not built; see $folder/log"
    fi
}

eng/install.sh dotnet zip "native:$rid"
dotnet_version=".NET $(dotnet --version)"
sdk_version="AWSSDK.Core $(sed -n 's/.*"AWSSDK.Core" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)"
version=$(sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' Directory.Build.props)
commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
git diff --quiet HEAD -- src 2>/dev/null || commit+=", altered"

begin ours
realpath "$bootstrap" >"$folder/command"
cp "$zip" "$folder/package.zip"
echo "EcrPtcLambda $version ($commit), $dotnet_version SDK, $sdk_version" >"$folder/version"

begin previous
if [ -z "$previous" ]; then
    absent "name its executable: make bench PREVIOUS=path/to/bootstrap"
elif [ ! -x "$previous" ]; then
    absent "there is no executable at $previous"
else
    realpath "$previous" >"$folder/command"
    install -m 755 "$previous" "$folder/bootstrap"
    pack "$folder/bootstrap"
    echo "$(basename "$previous"), as given" >"$folder/version"
fi

begin jit
dotnet build src/EcrPtcLambda -c Release -p:AwsPackages="$packages" --nologo -v quiet >/dev/null
printf '%s\n' "$(realpath "$(command -v dotnet)")" "$PWD/$artifacts/bin/EcrPtcLambda/release/bootstrap.dll" >"$folder/command"
pack "$artifacts"/bin/EcrPtcLambda/release/{*.dll,bootstrap.runtimeconfig.json,bootstrap.deps.json}
echo "the same code on $dotnet_version's just-in-time compiler" >"$folder/version"

begin floor
native bench/peers/floor floor "$dotnet_version SDK"

begin naive
native bench/peers/naive naive "$dotnet_version SDK, $sdk_version"

begin go
if wants go-sdk; then
    if (cd bench/peers/go && GOPATH=/usr/share/gocode GO111MODULE=off GOFLAGS= GOCACHE=$out/go-cache CGO_ENABLED=0 \
        go build -trimpath -ldflags="-s -w" -o "$folder/bootstrap" .) >"$folder/log" 2>&1; then
        pack "$folder/bootstrap"
        echo "$folder/bootstrap" >"$folder/command"
        echo "$(go version | cut -d ' ' -f 3), aws-sdk-go-v2 $(dpkg-query -W -f '${Version}' golang-github-aws-aws-sdk-go-v2-dev 2>/dev/null)" >"$folder/version"
    else
        absent "it was not built; see $folder/log"
    fi
fi

begin node
lock=$(sha256sum bench/peers/node/package-lock.json)
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    absent "Node.js or npm is missing: https://nodejs.org/"
else
    cp bench/peers/node/{*.mjs,package.json,package-lock.json,.npmrc} "$folder"/
    if [ "$(cat "$folder/node_modules/.lock" 2>/dev/null)" = "$lock" ] \
        || { (cd "$folder" && npm ci --no-audit --no-fund) >"$folder/log" 2>&1 && echo "$lock" >"$folder/node_modules/.lock"; }; then
        # The SDK requires modules of Node.js itself.
        (cd "$folder" && node_modules/.bin/esbuild runtime.mjs --bundle --minify --platform=node --target=node20 --format=esm --outfile=index.mjs \
            --banner:js="import{createRequire}from'module';const require=createRequire(import.meta.url);" --log-level=error)
        pack "$folder/index.mjs"
        printf '%s\n' "$(realpath "$(command -v node)")" "$folder/index.mjs" >"$folder/command"
        echo "Node.js $(node --version), @aws-sdk/client-ecr $(node -p "require('$folder/node_modules/@aws-sdk/client-ecr/package.json').version"), bundled by esbuild" >"$folder/version"
    else
        absent "npm couldn't install the packages; see $folder/log"
    fi
fi

begin python
if wants boto3; then
    python=$(python3 -c 'import boto3, sys; print(sys.executable)' 2>/dev/null) || python=/usr/bin/python3
    cp bench/peers/python/*.py "$folder"/
    # Lambda's managed runtime provides boto3 and compiled modules, so neither is in the package or compiled at each start.
    "$python" -m compileall -q "$folder"/*.py
    pack "$folder/handler.py"
    printf '%s\n' "$python" "$folder/runtime.py" >"$folder/command"
    echo "$("$python" --version), boto3 $("$python" -c 'import boto3; print(boto3.__version__)')" >"$folder/version"
fi
