# Builds, tests and shows EcrPtcLambda. Needs the .NET SDK of global.json, make, and a C tool chain, which `make toolchain` installs
# on Debian or asks for elsewhere.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

RID ?= $(if $(filter aarch64 arm64,$(shell uname -m)),linux-arm64,linux-x64)
PUBLISH_DIR := artifacts/lambda
BOOTSTRAP := $(PUBLISH_DIR)/bootstrap
AWS_PACKAGES ?= polyfill
DOTNET_FLAGS := -p:AwsPackages=$(AWS_PACKAGES) --nologo -v quiet
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# What goes into the executable: it is published again only when one of these is newer.
LAMBDA_SOURCES := $(shell find src/EcrPtcLambda src/Polyfills -name '*.cs' -o -name '*.csproj' -o -name '*.pem' -o -name '*.xml' 2>/dev/null) \
	src/Directory.Build.props Directory.Build.props Directory.Build.targets Directory.Packages.props AwsPackages.props AwsPackages.targets global.json

.PHONY: help
help: ## Show the targets
	@grep -hE '^[a-zA-Z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 32

.PHONY: demo
demo: $(BOOTSTRAP) ## A stack's life through the native executable, on an emulated AWS
	@dotnet build src/EcrPtcLambda.Local -c Release $(DOTNET_FLAGS)
	@build/demo.sh $(BOOTSTRAP)

.PHONY: test
test: $(BOOTSTRAP) ## Every test; ends with "N passed, N failed"
	@build/test.sh

.PHONY: soak
soak: soak-simulation soak-native ## Everything that takes minutes

LIVES ?= 100000
.PHONY: soak-simulation
soak-simulation: ## LIVES random lives of stacks under faults; SEED, and WITHOUT or FAULTLESS with it, live one again
	@ECR_PTC_LIVES=$(LIVES) ECR_PTC_SEED=$(SEED) ECR_PTC_WITHOUT=$(WITHOUT) ECR_PTC_FAULTLESS=$(FAULTLESS) \
		dotnet test tests/EcrPtcLambda.Simulation.Tests -c Release $(DOTNET_FLAGS) \
		--filter Whatever_happens_nothing_is_lost_and_nothing_left_behind --logger "console;verbosity=detailed"

EVENTS ?= 50000
KILLS ?= 500
.PHONY: soak-native
soak-native: $(BOOTSTRAP) ## EVENTS warm events with faults against one native process, then KILLS killed ones; SEED replays
	@dotnet build tests/EcrPtcLambda.Soak -c Release $(DOTNET_FLAGS)
	@dotnet artifacts/bin/EcrPtcLambda.Soak/release/EcrPtcLambda.Soak.dll $(BOOTSTRAP) $(EVENTS) $(KILLS) $(or $(SEED),1)

ROUNDS ?= 100
PREVIOUS ?=
BENCH_FLAGS ?=
.PHONY: bench
bench: $(BOOTSTRAP) $(PUBLISH_DIR).zip ## Ratios against peers, in ROUNDS turns, to bench/RESULTS.md; PREVIOUS names an older executable
	@bench/build.sh $(BOOTSTRAP) $(PUBLISH_DIR).zip $(RID) $(PREVIOUS)
	@dotnet build bench/EcrPtcLambda.Bench -c Release $(DOTNET_FLAGS)
	@dotnet artifacts/bin/EcrPtcLambda.Bench/release/EcrPtcLambda.Bench.dll artifacts/bench bench/RESULTS.md --rounds $(ROUNDS) $(BENCH_FLAGS) \
		--command "make bench ROUNDS=$(ROUNDS)$(if $(PREVIOUS), PREVIOUS=$(notdir $(PREVIOUS)))$(if $(BENCH_FLAGS), BENCH_FLAGS='$(BENCH_FLAGS)')"

ACCEPTANCE_FLAGS ?=
.PHONY: acceptance
acceptance: $(BOOTSTRAP) ## The lifecycle against your own Amazon ECR, recorded to tests/recordings; ACCEPTANCE_FLAGS="--profile P --region R", or --help
	@dotnet build acceptance/EcrPtcLambda.Acceptance -c Release $(DOTNET_FLAGS)
	@dotnet artifacts/bin/EcrPtcLambda.Acceptance/release/EcrPtcLambda.Acceptance.dll --handler $(BOOTSTRAP) --recordings tests/recordings $(ACCEPTANCE_FLAGS)

RUNS ?= 1000000
.PHONY: fuzz
fuzz: ## RUNS inputs by AFL++, guided by coverage, shared out among event, handler, template and ecr, or for one TARGET
	@build/fuzz.sh $(RUNS) $(or $(MINUTES),30) $(TARGET)

.PHONY: mutate
mutate: ## Mutation testing of the pure core; fails below 90 % or at a survivor that tests/mutation-survivors.md doesn't name
	@build/mutate.sh

.PHONY: publish
publish: $(BOOTSTRAP) $(PUBLISH_DIR).zip $(PUBLISH_DIR).cdx.json ## The native executable, its zip and its SBOM, for RID (default: this machine's)

# One folder for each RID: what was published for another must not be taken for this one's.
artifacts/native/%/bootstrap: $(LAMBDA_SOURCES) build/publish.sh build/check-executable.sh
	@build/publish.sh $* $(@D) $(DOTNET_FLAGS)
	@touch $@

$(BOOTSTRAP): artifacts/native/$(RID)/bootstrap FORCE
	@cmp -s $< $@ || { rm -rf $(@D) && install -D -m 755 $< $@ && cp artifacts/native/$(RID).dbg $(PUBLISH_DIR).dbg; }

.PHONY: FORCE
FORCE:

$(PUBLISH_DIR).zip: $(BOOTSTRAP)
	@build/zip.sh $(BOOTSTRAP) $@

VERSION := $(shell sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' Directory.Build.props)

$(PUBLISH_DIR).cdx.json: $(BOOTSTRAP) src/EcrPtcLambda/packages.lock.json $(wildcard build/EcrPtcLambda.Sbom/*.cs)
	@dotnet build build/EcrPtcLambda.Sbom -c Release --nologo -v quiet
	@dotnet artifacts/bin/EcrPtcLambda.Sbom/release/EcrPtcLambda.Sbom.dll src/EcrPtcLambda/packages.lock.json $(RID) $(VERSION) $@

.PHONY: check-packages
check-packages: ## Build and test with packages in place of polyfills
	@build/check-nuget-swap.sh

.PHONY: check-reproducible
check-reproducible: publish ## Publish again from another folder, and compare byte by byte
	@build/check-reproducible.sh RID=$(RID) AWS_PACKAGES=$(AWS_PACKAGES)

.PHONY: build-PullThroughCacheRuleFunction
build-PullThroughCacheRuleFunction: SAM_RID = $(shell build/architecture.sh)
build-PullThroughCacheRuleFunction: ## What `sam build` calls; for the Architecture of samconfig.toml or template.yaml
	@$(MAKE) --no-print-directory artifacts/native/$(SAM_RID)/bootstrap
	@install -m 755 artifacts/native/$(SAM_RID)/bootstrap "$(ARTIFACTS_DIR)/bootstrap"

.PHONY: toolchain
toolchain: ## Install or ask for what Native AOT links with, for RID
	@build/toolchain.sh $(RID)

.PHONY: clean
clean: ## Remove everything that was built
	@rm -rf artifacts
