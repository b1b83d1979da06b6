#!/usr/bin/env bash
# Makes sure that Native AOT can link: clang or gcc, and zlib's headers' package for its library.
set -euo pipefail

has_compiler() { command -v clang >/dev/null || command -v gcc >/dev/null; }
links_c() { printf 'int main(void){return 0;}' | "$(command -v clang || command -v gcc)" -x c - -o /dev/null 2>/dev/null; }

command -v dotnet >/dev/null || {
    echo "The .NET SDK of global.json is missing: https://dotnet.microsoft.com/download" >&2
    exit 1
}

if has_compiler && links_c; then
    exit 0
fi

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing a C tool chain (clang, libc6-dev) with apt-get ..." >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends clang libc6-dev >/dev/null
    exit 0
fi

echo "Native AOT needs a C tool chain. On Debian or Ubuntu: sudo apt-get install clang libc6-dev" >&2
exit 1
