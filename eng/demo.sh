#!/usr/bin/env bash
# A stack's life on an emulated AWS, through the native executable: deploy, rotate, change, fail and roll back, delete.
# Usage: demo.sh BOOTSTRAP ARTIFACTS, the folder that ecr-ptc was built in.
set -euo pipefail
cd "$(dirname "$0")/.."

bootstrap=$1
tool=$2/bin/EcrPtc.Cli/release/ecr-ptc.dll
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT

credentials=(DockerHubUsername=me DockerHubAccessToken=token-1 GitHubUsername=me GitHubToken=token-1)

# step WHAT EXPECTED-EXIT-CODE ARGUMENT... tells how long the command took, the start of the tool included.
step() {
    local what=$1 expected=$2 code=0 start
    shift 2
    printf '\n── %s\n$ ecr-ptc %s\n' "$what" "$*"
    start=$(date +%s%3N)
    dotnet "$tool" "$@" --state-dir "$state" || code=$?
    printf '(%s ms)\n' "$(($(date +%s%3N) - start))"
    if [ "$code" -ne "$expected" ]; then
        echo "Something did NOT go as it should: exit code $code instead of $expected." >&2
        exit 1
    fi
}

deploy() {
    local what=$1 expected=$2
    shift 2
    step "$what" "$expected" deploy examples/four-registries.yaml --stack-name demo --handler "$bootstrap" --calls "$@"
}

deploy "A stack is created: four upstream registries, two of them with a credential." 0 --parameter "${credentials[@]}"
step "What would another credential do?" 0 diff examples/four-registries.yaml --stack-name demo --parameter CredentialName=docker-hub-2
deploy "Docker Hub's credential is rotated, in place: the rule keeps its prefix and is there all the time." 0 --parameter CredentialName=docker-hub-2 DockerHubAccessToken=token-2
deploy "An upstream changes: Amazon ECR can't do that in place, so the rule is replaced under its own prefix." 0 --parameter Mirror=registry.k8s.io
deploy "A token that Docker Hub turns down: the update fails, and everything is as it was." 1 --parameter CredentialName=docker-hub-3 DockerHubAccessToken=rejected
step "The stack is deleted." 0 delete demo --handler "$bootstrap" --calls

if ! dotnet "$tool" rules --state-dir "$state" | grep -qx none; then
    echo "Something did NOT go as it should: a rule is left." >&2
    exit 1
fi
printf '\nAll went as it should.\n'
