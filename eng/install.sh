#!/usr/bin/env bash
# Installs missing prerequisites of the Makefile's targets with apt-get, as root on Debian or Ubuntu. Updates the package lists first,
# because a fresh container has none. On other systems, prints what is missing and how to get it, and fails.
# Usage: install.sh NEED... [--wish NEED...]. Each NEED is a command, or native:RID for the Native AOT tool chain of linux-x64 or
# linux-arm64. A wish that can't be installed is reported but is not a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

# packages_of NEED: prints the Debian packages for it, or nothing if there are none.
packages_of() {
    case $1 in
        7z) echo p7zip-full ;;
        afl-fuzz) echo afl++ ;;
        boto3) echo python3-boto3 ;;
        go-sdk) echo golang-go golang-github-aws-aws-sdk-go-v2-dev ;;
        jq | strace | zip) echo "$1" ;;
        readelf) echo binutils ;;
        "native:$own") echo clang libc6-dev ;;
        native:linux-arm64) echo clang lld llvm gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
        native:linux-x64) echo clang lld llvm gcc-x86-64-linux-gnu libc6-dev-amd64-cross ;;
        dotnet) ;;
        *) echo "install.sh doesn't know '$1'." >&2; exit 2 ;;
    esac
}

name_of() {
    case $1 in
        native:*) echo "a C tool chain for ${1#native:}" ;;
        go-sdk) echo "Go with the AWS SDK" ;;
        boto3) echo "Python with boto3" ;;
        dotnet) echo "the .NET SDK of global.json (https://dotnet.microsoft.com/download)" ;;
        *) echo "$1" ;;
    esac
}

is_there() {
    case $1 in
        boto3) python3 -c 'import boto3' 2>/dev/null || /usr/bin/python3 -c 'import boto3' 2>/dev/null ;;
        go-sdk) command -v go >/dev/null && [ -d /usr/share/gocode/src/github.com/aws/aws-sdk-go-v2/service/ecr ] ;;
        "native:$own") links "$(command -v clang || command -v gcc)" ;;
        native:linux-arm64) command -v llvm-objcopy >/dev/null && links clang --target=aarch64-linux-gnu -fuse-ld=lld ;;
        native:linux-x64) command -v llvm-objcopy >/dev/null && links clang --target=x86_64-linux-gnu -fuse-ld=lld ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

links() { printf 'int main(void) { return 0; }' | "$@" -x c - -o /dev/null 2>/dev/null; }

# look NEED...: sets the missing needs and their packages.
look() {
    missing=() packages=()
    local need found
    for need in "$@"; do
        is_there "$need" && continue
        missing+=("$need")
        read -ra found <<<"$(packages_of "$need")"
        packages+=("${found[@]}")
    done
}

# fail WHY: prints what is missing, why it was not installed, and what to do. A missing wish alone is not a failure.
fail() {
    local need names= status=0
    for need in "${missing[@]}"; do names+=${names:+, }$(name_of "$need"); done
    echo "Missing: $names. $1" >&2
    if [ ${#packages[@]} -gt 0 ]; then
        echo "On Debian or Ubuntu: sudo apt-get update && sudo apt-get install ${packages[*]}" >&2
    fi
    for need in "${needs[@]}"; do is_there "$need" || status=1; done
    exit "$status"
}

case "$(uname -m)" in aarch64 | arm64) own=linux-arm64 ;; *) own=linux-x64 ;; esac
needs=() wishes=() list=needs
for each in "$@"; do
    case $each in
        --wish) list=wishes ;;
        *) packages_of "$each" >/dev/null; declare -n these=$list; these+=("$each") ;;
    esac
done
look "${needs[@]}" "${wishes[@]}"
[ ${#missing[@]} -gt 0 ] || exit 0
[ ${#packages[@]} -gt 0 ] || fail "It is not in the distribution's packages."
command -v apt-get >/dev/null || fail "There is no apt-get here to install it with."
[ "$(id -u)" = 0 ] || fail "Only root may install it."

# Serialized: if make runs two targets in parallel, the second finds what the first has installed.
mkdir -p artifacts
if command -v flock >/dev/null; then
    exec 9>artifacts/install.lock
    flock --wait 900 9 || fail "Another install.sh has been at work for 15 minutes."
    look "${needs[@]}" "${wishes[@]}"
    [ ${#missing[@]} -gt 0 ] || exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing ${packages[*]} with apt-get ..." >&2
export DEBIAN_FRONTEND=noninteractive
options=(-qq -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o DPkg::Lock::Timeout=300)

# An unreachable source may not be needed; the installation fails if it is.
timeout --kill-after=10 300 apt-get update "${options[@]}" >"$log" 2>&1 </dev/null || true
for list in needs wishes; do
    declare -n these=$list
    look "${these[@]}"
    if [ ${#packages[@]} -gt 0 ] \
        && ! timeout --kill-after=10 900 apt-get install -y --no-install-recommends "${options[@]}" "${packages[@]}" >>"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        fail "apt-get could not install it; see the errors above."
    fi
done

look "${needs[@]}" "${wishes[@]}"
[ ${#missing[@]} -eq 0 ] || fail "apt-get has installed its packages, but it is still not found in $PATH."
