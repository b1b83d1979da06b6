# Builds, tests and demonstrates EcrPtcLambda. Requires make and the .NET SDK in global.json. `make tools` installs other prerequisites as
# root on Debian or Ubuntu, and lists them on other systems. The other targets do so automatically.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

RID ?= $(if $(filter aarch64 arm64,$(shell uname -m)),linux-arm64,linux-x64)
PUBLISH_DIR := artifacts/lambda
BOOTSTRAP := $(PUBLISH_DIR)/bootstrap

# The published AWS packages or their polyfills. With auto, the published ones if the configured registry serves them.
AWS_PACKAGES ?= auto
# Evaluated when a target first needs it, and not by `make help`.
PACKAGES = $(eval PACKAGES := $$(shell eng/aws-packages.sh $(AWS_PACKAGES)))$(or $(PACKAGES),$(error AWS_PACKAGES is '$(AWS_PACKAGES)'))
# Separate folders, as in AwsPackages.props.
ARTIFACTS = artifacts$(if $(filter nuget,$(PACKAGES)),/nuget)
LOCK_FILE = src/EcrPtcLambda/packages$(if $(filter nuget,$(PACKAGES)),.nuget).lock.json
DOTNET_FLAGS = -p:AwsPackages=$(PACKAGES) --nologo -v quiet

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# The inputs of the executable, which is published again only if one of them is newer.
LAMBDA_SOURCES := $(shell find src/EcrPtcLambda src/EcrPtcLambda.Core polyfills -name '*.cs' -o -name '*.csproj' -o -name '*.pem' -o -name '*.xml' 2>/dev/null) \
	src/Directory.Build.props polyfills/Directory.Build.props eng/Shipped.props Directory.Build.props Directory.Build.targets Directory.Packages.props eng/AwsPackages.props eng/AwsPackages.targets global.json

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-zA-Z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 32

.PHONY: demo
demo: $(BOOTSTRAP) ## Run the lifecycle of a stack with the native executable on an emulated AWS
	@dotnet build src/EcrPtc.Cli -c Release $(DOTNET_FLAGS)
	@eng/demo.sh $(BOOTSTRAP) $(ARTIFACTS)

.PHONY: test
test: tools $(BOOTSTRAP) ## Run all tests; ends with "N passed, N failed"
	@AWS_PACKAGES=$(PACKAGES) eng/test.sh

.PHONY: soak
soak: soak-simulation soak-native ## Run the tests that take minutes

LIVES ?= 100000
FIRST ?= 1
.PHONY: soak-simulation
soak-simulation: ## Simulate LIVES random lifecycles of stacks with faults, from seed FIRST; SEED=1,2, with WITHOUT or FAULTLESS, replays
	@ECR_PTC_LIVES=$(LIVES) ECR_PTC_FIRST=$(FIRST) ECR_PTC_SEED=$(SEED) ECR_PTC_WITHOUT=$(WITHOUT) ECR_PTC_FAULTLESS=$(FAULTLESS) \
		dotnet test tests/EcrPtcLambda.Simulation.Tests -c Release $(DOTNET_FLAGS) \
		--filter Whatever_happens_nothing_is_lost_and_nothing_left_behind --logger "console;verbosity=detailed"

EVENTS ?= 50000
KILLS ?= 500
.PHONY: soak-native
soak-native: $(BOOTSTRAP) ## Send EVENTS warm events with faults to one native process, then kill KILLS processes; SEED replays
	@dotnet build soak/EcrPtcLambda.Soak -c Release $(DOTNET_FLAGS)
	@dotnet $(ARTIFACTS)/bin/EcrPtcLambda.Soak/release/EcrPtcLambda.Soak.dll $(BOOTSTRAP) $(EVENTS) $(KILLS) $(or $(SEED),1)

ROUNDS ?= 100
PREVIOUS ?=
BENCH_FLAGS ?=
.PHONY: bench
bench: $(BOOTSTRAP) $(PUBLISH_DIR).zip ## Compare with peers in ROUNDS rounds, and write bench/RESULTS.md; PREVIOUS is an older executable
	@AWS_PACKAGES=$(PACKAGES) bench/build.sh $(BOOTSTRAP) $(PUBLISH_DIR).zip $(RID) $(PREVIOUS)
	@dotnet build bench/EcrPtcLambda.Bench -c Release $(DOTNET_FLAGS)
	@dotnet $(ARTIFACTS)/bin/EcrPtcLambda.Bench/release/EcrPtcLambda.Bench.dll artifacts/bench bench/RESULTS.md --rounds $(ROUNDS) $(BENCH_FLAGS) \
		--command "make bench ROUNDS=$(ROUNDS)$(if $(PREVIOUS), PREVIOUS=$(notdir $(PREVIOUS)))$(if $(BENCH_FLAGS), BENCH_FLAGS='$(BENCH_FLAGS)')"

ACCEPTANCE_FLAGS ?=
.PHONY: acceptance
acceptance: $(BOOTSTRAP) ## Run the lifecycle on your own Amazon ECR, and record it to tests/recordings; ACCEPTANCE_FLAGS="--profile P --region R", or --help
	@dotnet build acceptance/EcrPtcLambda.Acceptance -c Release $(DOTNET_FLAGS)
	@dotnet $(ARTIFACTS)/bin/EcrPtcLambda.Acceptance/release/EcrPtcLambda.Acceptance.dll --handler $(BOOTSTRAP) --recordings tests/recordings $(ACCEPTANCE_FLAGS)

.PHONY: replay
replay: ## Replay the recordings in tests/recordings on the emulator, and write the differences of each to the list beside it
	@dotnet build acceptance/EcrPtcLambda.Acceptance -c Release $(DOTNET_FLAGS)
	@dotnet $(ARTIFACTS)/bin/EcrPtcLambda.Acceptance/release/EcrPtcLambda.Acceptance.dll --replay tests/recordings --accept

RUNS ?= 1000000
.PHONY: fuzz
fuzz: ## Fuzz with RUNS inputs by AFL++, divided among event, handler, template and ecr, or for one TARGET
	@eng/fuzz.sh $(RUNS) $(or $(MINUTES),30) $(TARGET)

.PHONY: mutate
mutate: ## Run mutation tests of the pure core; fails below 90 % or for a survivor that is not in tests/mutation-survivors.md
	@eng/mutate.sh

.PHONY: publish
publish: tools $(BOOTSTRAP) $(PUBLISH_DIR).zip $(PUBLISH_DIR).cdx.json ## Build the native executable, its zip and its SBOM for RID (default: this machine's)

# One folder for each RID and package mode, so that one's output is never mistaken for another's.
artifacts/%/bootstrap: $(LAMBDA_SOURCES) eng/publish.sh eng/check-executable.sh
	@eng/publish.sh $(notdir $*) $(@D) -p:AwsPackages=$(if $(filter nuget/%,$*),nuget,polyfill) --nologo -v quiet
	@touch $@

# Runs make again, because only a recipe can determine the folder.
$(BOOTSTRAP): FORCE
	@$(MAKE) --no-print-directory --silent $(ARTIFACTS)/native/$(RID)/bootstrap
	@cmp -s $(ARTIFACTS)/native/$(RID)/bootstrap $@ \
		|| { rm -rf $(@D) && install -D -m 755 $(ARTIFACTS)/native/$(RID)/bootstrap $@ && cp $(ARTIFACTS)/native/$(RID).dbg $(PUBLISH_DIR).dbg; }

.PHONY: FORCE
FORCE:

$(PUBLISH_DIR).zip: $(BOOTSTRAP)
	@eng/zip.sh $(BOOTSTRAP) $@

VERSION := $(shell sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' Directory.Build.props)

$(PUBLISH_DIR).cdx.json: $(BOOTSTRAP) src/EcrPtcLambda/packages.lock.json eng/AwsPackages.props $(wildcard eng/EcrPtcLambda.Sbom/*.cs)
	@dotnet build eng/EcrPtcLambda.Sbom -c Release --nologo -v quiet
	@dotnet artifacts/bin/EcrPtcLambda.Sbom/release/EcrPtcLambda.Sbom.dll $(LOCK_FILE) $(RID) $(VERSION) $@

.PHONY: check-packages
check-packages: ## Build and test with packages in place of polyfills
	@eng/check-nuget-swap.sh

.PHONY: check-reproducible
check-reproducible: publish ## Publish again from another folder and compare byte by byte
	@eng/check-reproducible.sh RID=$(RID) AWS_PACKAGES=$(PACKAGES)

# Neither SAM's environment, which make inherits, nor MAKEFLAGS can specify an architecture other than the template's.
.PHONY: build-PullThroughCacheRuleFunction
build-PullThroughCacheRuleFunction: override SAM_RID = $(or $(shell eng/architecture.sh),$(error The architecture is unknown))
build-PullThroughCacheRuleFunction: ## Called by `sam build`: compile for the architecture in template.yaml
	@echo "Building for $(SAM_RID), the processor in template.yaml."
	@$(MAKE) --no-print-directory $(ARTIFACTS)/native/$(SAM_RID)/bootstrap
	@install -m 755 $(ARTIFACTS)/native/$(SAM_RID)/bootstrap "$(ARTIFACTS_DIR)/bootstrap"

.PHONY: tools
tools: ## Install or list the prerequisites of the build and the tests: a C tool chain for RID, 7-Zip, readelf and, if available, strace
	@eng/install.sh dotnet native:$(RID) readelf 7z --wish strace

.PHONY: clean
clean: ## Remove all build output
	@rm -rf artifacts
