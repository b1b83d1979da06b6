#!/usr/bin/env bash
# Prints the .NET runtime identifier of what `sam deploy` will ask for: Architecture as the environment or samconfig.toml's
# parameter_overrides have it, or else template.yaml's default. Lambda can't start an executable of the other architecture.
set -euo pipefail
cd "$(dirname "$0")/.."

overridden=$(sed -n 's/^[[:space:]]*parameter_overrides[[:space:]]*=.*Architecture=[^a-z0-9]*\([a-z0-9_]*\).*/\1/p' samconfig.toml | head -n 1)
by_default=$(sed -n '/^  Architecture:/,/^  [A-Z]/ s/^ *Default: *//p' template.yaml)
case "${ARCHITECTURE:-${overridden:-$by_default}}" in
    x86_64) echo linux-x64 ;;
    arm64) echo linux-arm64 ;;
    *) echo "Architecture must be x86_64 or arm64." >&2; exit 1 ;;
esac
