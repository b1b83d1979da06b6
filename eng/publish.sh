#!/usr/bin/env bash
# Compiles the function for a runtime identifier into a folder that contains only the executable. The symbols are written next to the
# folder, with the folder's name and .dbg.
# Usage: publish.sh linux-x64|linux-arm64 FOLDER [MSBUILD-ARGUMENT...]
set -euo pipefail
rid=$1 folder=$2
shift 2
cd "$(dirname "$0")/.."

eng/install.sh dotnet "native:$rid" readelf
case "$rid-$(uname -m)" in
    linux-arm64-aarch64 | linux-arm64-arm64 | linux-x64-x86_64) linker=() ;;
    *) linker=(-p:LinkerFlavor=lld) ;;
esac

# To standard output, which SAM shows during the build. It shows standard error only after a failure.
echo "Compiling the function for $rid to native code, which takes about a minute ..."
dotnet publish src/EcrPtcLambda -c Release -r "$rid" -o "$folder" "${linker[@]}" "$@"
mv "$folder/bootstrap.dbg" "$folder.dbg"
rm -f "$folder"/*.pdb "$folder"/*.xml
eng/check-executable.sh "$folder/bootstrap"
