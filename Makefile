PORT ?= 8080
DATA ?= data

.PHONY: run test build doors bench docs fuzz soak clean

# Sets up what is missing, builds, starts the demonstration and prints its address: make run PORT=9000 DATA=dir
run: build
	@exec .build/release/concordat serve --demo --data "$(DATA)" --port "$(PORT)" --assets .tools/govuk

# Sets up what is missing and checks everything: all of CI.
test:
	@tools/test

# Leaves the release program at .build/release/concordat.
build:
	@tools/setup run
	swift build -c release --product concordat

# Compares every import of every room with tools/doors.toml.
doors:
	@tools/doors --self-test
	@tools/doors

# Prints every benchmark with its ratio to the reference that it runs beside.
bench: build
	@tools/setup bench
	swift build -c release --package-path Benchmarks --scratch-path .build/benchmarks
	@.build/benchmarks/release/Bench
	@Benchmarks/web
	@Benchmarks/figures

# Checks that every rule, event, command and setting has its entry in docs, and that no link is broken.
docs:
	@tools/setup run
	swift build --product concordat
	@tools/docs

# Throws random bytes at everything that reads bytes from outside, 20 seconds each: make fuzz SECONDS=60 PROBE=multipart
fuzz:
	@SECONDS_EACH="$(or $(SECONDS),20)" tools/fuzz $(PROBE)

# Kills the release program 200 times in the middle of its work, then keeps it busy for ten minutes: KILLS=200 MINUTES=10.
soak: build
	@tools/setup test
	@.tools/venv/bin/python tools/soak --kills $(or $(KILLS),200) --minutes $(or $(MINUTES),10)

# Removes what was built and what was set up; never the data.
clean:
	rm -rf .build .tools
