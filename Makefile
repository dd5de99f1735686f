# What there is to do here. Everything needs a JDK 25 (found by itself), Maven, and Node with npm.

SHELL := /bin/bash
bin := $(CURDIR)/backend/local-stack/bin

# The JDK is found when a target needs it, not for 'make help'.
with_jdk = JAVA_HOME=$$($(bin)/jdk) && export JAVA_HOME &&
maven = $(with_jdk) mvn -f backend/pom.xml -B -ntp

.DEFAULT_GOAL := help
.PHONY: help run dev test test-backend test-frontend test-browser images sbom check bench prove fmt clean

help: ## this list
	@echo 'Guance on AWS Marketplace'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo 'Settings of make run: PORTAL_PORT (8080), EMULATOR_PORT (8090), DATA_DIR (data). With PORTAL_DATABASE_URL and'
	@echo 'the other addresses of real services in the environment, the portal is started alone.'

run: ## build what is stale, start the portal and all it needs, print the addresses
	@$(bin)/run

dev: ## the same with Vite and hot reload of the pages on http://localhost:5173
	@$(bin)/dev

test: test-backend test-frontend test-browser ## every test: backend, contract, frontend, browser

test-backend: ## the backend's tests, on real PostgreSQL, mail and queues
	@TIMEFORMAT='Backend tests: %0R s'; time $(bin)/build backend-tests

test-frontend: ## the unit tests of the pages
	@$(bin)/build frontend-install
	@TIMEFORMAT='Frontend unit tests: %0R s'; time npm --prefix frontend test

test-browser: ## the browser tests, against what make run starts; root installs the browser
	@TIMEFORMAT='Browser tests: %0R s'; time $(bin)/browser-tests

images: ## the container images, where docker or podman is running
	@docker/build

sbom: ## what ships of other people's work, as CycloneDX in target/sbom
	@docker/sbom

check: ## formatting, lint, contract, architecture, types, bundle size, what is in docker/
	@$(maven) -q spotless:check test -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false
	@$(bin)/build frontend-install
	@npm --prefix frontend run lint:contract
	@npm --prefix frontend run check
	@docker/lint

bench: ## the benchmarks, as ratios against what is measured beside them; half an hour of an idle machine
	@$(bin)/build
	@$(with_jdk) "$$JAVA_HOME/bin/java" -Xmx512m -jar backend/benchmarks/target/benchmarks-run/benchmarks-run.jar

prove: ## the long proofs: kills at every commit, all faults, known names, races, a long fuzz; over an hour
	@$(maven) -pl portal -am verify -Dskip.unit.tests=true -Dexcluded.integration.tests=none
	@$(maven) -pl portal -am test -Dtest='BindingRaceTest,ContractFuzzTest' -Dsurefire.failIfNoSpecifiedTests=false \
		-Drace.rounds=200 -Dfuzz.requests=100000

fmt: ## format Java and TypeScript
	@$(maven) -q spotless:apply
	@$(bin)/build frontend-install
	@npm --prefix frontend run format

clean: ## remove what was built; the state in data/ stays
	@$(maven) -q clean
	@rm -rf target frontend/dist frontend/node_modules/.built
