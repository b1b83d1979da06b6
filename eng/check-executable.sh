#!/usr/bin/env bash
# Fails unless the Lambda image of Amazon Linux 2023 can load an executable. The image has glibc 2.34 and no other library to link to.
# Usage: check-executable.sh EXECUTABLE
set -euo pipefail
executable=${1:?the executable is missing}
newest=2.34

"$(dirname "$0")/install.sh" readelf

dynamic=$(readelf --wide --dynamic "$executable")
versions=$(readelf --wide --version-info "$executable")
status=0

while read -r library; do
    case $library in
        libc.so.6 | libm.so.6 | ld-linux-x86-64.so.2 | ld-linux-aarch64.so.1) ;;
        *) echo "$executable needs $library, which the image lacks." >&2; status=1 ;;
    esac
done < <(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<<"$dynamic")

while read -r version; do
    if [ "$(printf '%s\n' "$version" "$newest" | sort -V | tail -n 1)" != "$newest" ]; then
        echo "$executable needs GLIBC_$version; the image has GLIBC_$newest." >&2
        status=1
    fi
done < <(grep -oE 'Name: GLIBC_[0-9.]+' <<<"$versions" | sed 's/.*GLIBC_//' | sort -u)

exit "$status"
