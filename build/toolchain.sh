#!/usr/bin/env bash
# Makes sure that Native AOT can link for a runtime identifier: with clang or gcc for this machine's own, with clang, lld and the
# other's C library across architectures. Installs what is missing with apt-get as root, and asks for it otherwise.
# Usage: toolchain.sh [linux-x64|linux-arm64]
set -euo pipefail

case "$(uname -m)" in aarch64 | arm64) own=linux-arm64 ;; *) own=linux-x64 ;; esac
rid=${1:-$own}

command -v dotnet >/dev/null || {
    echo "The .NET SDK of global.json is missing: https://dotnet.microsoft.com/download" >&2
    exit 1
}

program='int main(void) { return 0; }'
if [ "$rid" = "$own" ]; then
    packages=(clang libc6-dev)
    links() { printf '%s' "$program" | "$(command -v clang || command -v gcc)" -x c - -o /dev/null 2>/dev/null; }
elif [ "$rid" = linux-arm64 ]; then
    packages=(clang lld llvm gcc-aarch64-linux-gnu libc6-dev-arm64-cross)
    links() { command -v llvm-objcopy >/dev/null && printf '%s' "$program" | clang --target=aarch64-linux-gnu -fuse-ld=lld -x c - -o /dev/null 2>/dev/null; }
else
    packages=(clang lld llvm gcc-x86-64-linux-gnu libc6-dev-amd64-cross)
    links() { command -v llvm-objcopy >/dev/null && printf '%s' "$program" | clang --target=x86_64-linux-gnu -fuse-ld=lld -x c - -o /dev/null 2>/dev/null; }
fi

if links; then
    exit 0
fi

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing a C tool chain for $rid (${packages[*]}) with apt-get ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    exit 0
fi

echo "Native AOT needs a C tool chain for $rid. On Debian or Ubuntu: sudo apt-get install ${packages[*]}" >&2
exit 1
