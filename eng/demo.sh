#!/usr/bin/env bash
# The lifecycle of a stack on an emulated AWS with the native executable: deploy, rotate, change, fail and roll back, delete.
# Usage: demo.sh BOOTSTRAP ARTIFACTS, where ARTIFACTS is the folder with the build output of ecr-ptc.
set -euo pipefail
cd "$(dirname "$0")/.."

bootstrap=$1
tool=$2/bin/EcrPtc.Cli/release/ecr-ptc.dll
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT

credentials=(DockerHubUsername=me DockerHubAccessToken=token-1 GitHubUsername=me GitHubToken=token-1)

# step WHAT EXPECTED-EXIT-CODE ARGUMENT... prints the duration of the command, including the start of the tool.
step() {
    local what=$1 expected=$2 code=0 start
    shift 2
    printf '\n── %s\n$ ecr-ptc %s\n' "$what" "$*"
    start=$(date +%s%3N)
    dotnet "$tool" "$@" --state-dir "$state" || code=$?
    printf '(%s ms)\n' "$(($(date +%s%3N) - start))"
    if [ "$code" -ne "$expected" ]; then
        echo "Failed: exit code $code instead of $expected." >&2
        exit 1
    fi
}

deploy() {
    local what=$1 expected=$2
    shift 2
    step "$what" "$expected" deploy examples/four-registries.yaml --stack-name demo --handler "$bootstrap" --calls "$@"
}

deploy "A stack is created: four upstream registries, two of them with a credential." 0 --parameter "${credentials[@]}"
step "Which changes does another credential cause?" 0 diff examples/four-registries.yaml --stack-name demo --parameter CredentialName=docker-hub-2
deploy "Docker Hub's credential is rotated in place: the rule keeps its prefix and remains available." 0 --parameter CredentialName=docker-hub-2 DockerHubAccessToken=token-2
deploy "An upstream changes: Amazon ECR can't change it in place, so the rule is replaced under the same prefix." 0 --parameter Mirror=registry.k8s.io
deploy "Docker Hub rejects a token: the update fails and is rolled back." 1 --parameter CredentialName=docker-hub-3 DockerHubAccessToken=rejected
step "The stack is deleted." 0 delete demo --handler "$bootstrap" --calls

if ! dotnet "$tool" rules --state-dir "$state" | grep -qx none; then
    echo "Failed: a rule is left." >&2
    exit 1
fi
printf '\nAll steps succeeded.\n'
