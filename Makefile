# Builds, tests and shows EcrPtcLambda. Needs the .NET SDK of global.json and make. What else is missing, `make tools` installs as
# root on Debian or Ubuntu, and asks for elsewhere; the other targets do so by themselves.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

RID ?= $(if $(filter aarch64 arm64,$(shell uname -m)),linux-arm64,linux-x64)
PUBLISH_DIR := artifacts/lambda
BOOTSTRAP := $(PUBLISH_DIR)/bootstrap

# AWS's packages as published, or our polyfills of them; auto takes the published ones where the configured registry serves them.
AWS_PACKAGES ?= auto
# Asked when a target first needs to know, and not by `make help`.
PACKAGES = $(eval PACKAGES := $$(shell eng/aws-packages.sh $(AWS_PACKAGES)))$(or $(PACKAGES),$(error AWS_PACKAGES is '$(AWS_PACKAGES)'))
# The two have folders of their own, as AwsPackages.props says.
ARTIFACTS = artifacts$(if $(filter nuget,$(PACKAGES)),/nuget)
LOCK_FILE = src/EcrPtcLambda/packages$(if $(filter nuget,$(PACKAGES)),.nuget).lock.json
DOTNET_FLAGS = -p:AwsPackages=$(PACKAGES) --nologo -v quiet

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# What goes into the executable: it is published again only when one of these is newer.
LAMBDA_SOURCES := $(shell find src/EcrPtcLambda src/EcrPtcLambda.Core polyfills -name '*.cs' -o -name '*.csproj' -o -name '*.pem' -o -name '*.xml' 2>/dev/null) \
	src/Directory.Build.props polyfills/Directory.Build.props eng/Shipped.props Directory.Build.props Directory.Build.targets Directory.Packages.props eng/AwsPackages.props eng/AwsPackages.targets global.json

.PHONY: help
help: ## Show the targets
	@grep -hE '^[a-zA-Z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 32

.PHONY: demo
demo: $(BOOTSTRAP) ## A stack's life through the native executable, on an emulated AWS
	@dotnet build src/EcrPtc.Cli -c Release $(DOTNET_FLAGS)
	@eng/demo.sh $(BOOTSTRAP) $(ARTIFACTS)

.PHONY: test
test: tools $(BOOTSTRAP) ## Every test; ends with "N passed, N failed"
	@AWS_PACKAGES=$(PACKAGES) eng/test.sh

.PHONY: soak
soak: soak-simulation soak-native ## Everything that takes minutes

LIVES ?= 100000
FIRST ?= 1
.PHONY: soak-simulation
soak-simulation: ## LIVES random lives of stacks under faults, from the seed FIRST on; SEED, and WITHOUT or FAULTLESS with it, live one again, or several (SEED=1,2)
	@ECR_PTC_LIVES=$(LIVES) ECR_PTC_FIRST=$(FIRST) ECR_PTC_SEED=$(SEED) ECR_PTC_WITHOUT=$(WITHOUT) ECR_PTC_FAULTLESS=$(FAULTLESS) \
		dotnet test tests/EcrPtcLambda.Simulation.Tests -c Release $(DOTNET_FLAGS) \
		--filter Whatever_happens_nothing_is_lost_and_nothing_left_behind --logger "console;verbosity=detailed"

EVENTS ?= 50000
KILLS ?= 500
.PHONY: soak-native
soak-native: $(BOOTSTRAP) ## EVENTS warm events with faults against one native process, then KILLS killed ones; SEED replays
	@dotnet build soak/EcrPtcLambda.Soak -c Release $(DOTNET_FLAGS)
	@dotnet $(ARTIFACTS)/bin/EcrPtcLambda.Soak/release/EcrPtcLambda.Soak.dll $(BOOTSTRAP) $(EVENTS) $(KILLS) $(or $(SEED),1)

ROUNDS ?= 100
PREVIOUS ?=
BENCH_FLAGS ?=
.PHONY: bench
bench: $(BOOTSTRAP) $(PUBLISH_DIR).zip ## Ratios against peers, in ROUNDS turns, to bench/RESULTS.md; PREVIOUS names an older executable
	@AWS_PACKAGES=$(PACKAGES) bench/build.sh $(BOOTSTRAP) $(PUBLISH_DIR).zip $(RID) $(PREVIOUS)
	@dotnet build bench/EcrPtcLambda.Bench -c Release $(DOTNET_FLAGS)
	@dotnet $(ARTIFACTS)/bin/EcrPtcLambda.Bench/release/EcrPtcLambda.Bench.dll artifacts/bench bench/RESULTS.md --rounds $(ROUNDS) $(BENCH_FLAGS) \
		--command "make bench ROUNDS=$(ROUNDS)$(if $(PREVIOUS), PREVIOUS=$(notdir $(PREVIOUS)))$(if $(BENCH_FLAGS), BENCH_FLAGS='$(BENCH_FLAGS)')"

ACCEPTANCE_FLAGS ?=
.PHONY: acceptance
acceptance: $(BOOTSTRAP) ## The lifecycle against your own Amazon ECR, recorded to tests/recordings; ACCEPTANCE_FLAGS="--profile P --region R", or --help
	@dotnet build acceptance/EcrPtcLambda.Acceptance -c Release $(DOTNET_FLAGS)
	@dotnet artifacts/bin/EcrPtcLambda.Acceptance/release/EcrPtcLambda.Acceptance.dll --handler $(BOOTSTRAP) --recordings tests/recordings $(ACCEPTANCE_FLAGS)

RUNS ?= 1000000
.PHONY: fuzz
fuzz: ## RUNS inputs by AFL++, guided by coverage, shared out among event, handler, template and ecr, or for one TARGET
	@eng/fuzz.sh $(RUNS) $(or $(MINUTES),30) $(TARGET)

.PHONY: mutate
mutate: ## Mutation testing of the pure core; fails below 90 % or at a survivor that tests/mutation-survivors.md doesn't name
	@eng/mutate.sh

.PHONY: publish
publish: tools $(BOOTSTRAP) $(PUBLISH_DIR).zip $(PUBLISH_DIR).cdx.json ## The native executable, its zip and its SBOM, for RID (default: this machine's)

# One folder for each RID, with either packages: what was published for another must not be taken for this one's.
artifacts/%/bootstrap: $(LAMBDA_SOURCES) eng/publish.sh eng/check-executable.sh
	@eng/publish.sh $(notdir $*) $(@D) -p:AwsPackages=$(if $(filter nuget/%,$*),nuget,polyfill) --nologo -v quiet
	@touch $@

# By another make, since which folder it is must be asked for, which only a recipe may.
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
check-reproducible: publish ## Publish again from another folder, and compare byte by byte
	@eng/check-reproducible.sh RID=$(RID) AWS_PACKAGES=$(PACKAGES)

# Neither SAM's environment, which make inherits, nor its MAKEFLAGS can name another processor than the template does.
.PHONY: build-PullThroughCacheRuleFunction
build-PullThroughCacheRuleFunction: override SAM_RID = $(or $(shell eng/architecture.sh),$(error The processor is not known))
build-PullThroughCacheRuleFunction: ## What `sam build` calls: compiles for the processor that template.yaml names
	@echo "Building for $(SAM_RID), the processor in template.yaml."
	@$(MAKE) --no-print-directory $(ARTIFACTS)/native/$(SAM_RID)/bootstrap
	@install -m 755 $(ARTIFACTS)/native/$(SAM_RID)/bootstrap "$(ARTIFACTS_DIR)/bootstrap"

.PHONY: tools
tools: ## Install or ask for what the build and the tests need: a C tool chain for RID, 7-Zip, readelf, and strace if it can be had
	@eng/install.sh dotnet native:$(RID) readelf 7z --wish strace

.PHONY: clean
clean: ## Remove everything that was built
	@rm -rf artifacts
