#!/usr/bin/env bash
# Fails unless tests cover every line and branch of the files in eng/pure-core.txt, according to a Cobertura report by coverlet, or if the
# report contains a file that is not in that list.
# Usage: check-coverage.sh REPORT [LIST]
set -euo pipefail
report=$(realpath "${1:?the report is missing}")
list=${2:-$(dirname "$0")/pure-core.txt}
[ -f "$report" ] || { echo "There is no coverage report at $report." >&2; exit 1; }

# Otherwise a renamed file would drop out of the gate unnoticed.
if [ $# -lt 2 ]; then
    cd "$(dirname "$0")/.."
    while read -r file; do
        [ -f "$file" ] || { echo "$file is in pure-core.txt but not in the repository." >&2; exit 1; }
    done < <(grep -v '^#' eng/pure-core.txt)
    list=eng/pure-core.txt
fi

awk '
FNR == NR {
    if ($1 == "#-") excluded[$2] = 1
    else if ($0 !~ /^#/ && NF) core[$0] = 1
    next
}
function value(name,   found) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    found = substr($0, RSTART, RLENGTH)
    gsub("^[^\"]*\"|\"$", "", found)
    return found
}
/<class / {
    file = value("filename")
    seen[file] = 1
    next
}
/<line / && file in core {
    line = file ":" value("number")
    lines[line] = 1
    if (value("hits") + 0 > 0) hit[line] = 1
    # A line in two classes (a lambda and its host) appears in both. The lower branch coverage counts.
    conditions = value("condition-coverage")
    if (conditions != "" && conditions !~ /^100%/) branches[line] = conditions
}
END {
    for (each in lines) {
        count++
        if (!(each in hit)) bad[each] = "not covered"
        else if (each in branches) bad[each] = "branches covered: " branches[each]
    }
    for (each in bad) { print each ": " bad[each]; failed = 1 }
    for (each in seen) {
        known = each in core
        for (prefix in excluded) if (index(each, prefix) == 1) known = 1
        if (!known) { print each ": in neither list of pure-core.txt"; failed = 1 }
    }
    if (!count) { print "The report covers no file of the list."; failed = 1 }
    if (failed) exit 1
    print "Coverage of the pure core: 100 % of lines and branches (" count " lines)."
}' "$list" "$report"
