# `just` lists the recipes.
_default:
    @just --list --unsorted

# Compiles and lints everything.
check:
    cargo clippy --workspace --all-targets

# Formatting, lints, every test in every mode.
test:
    cargo fmt --all --check && cargo clippy --workspace --all-targets -- -D warnings && cargo test --workspace --profile fast

# Runs the applications of Debian packages, after installing what they need.
apps *filter:
    .ci/apps all && cargo test --profile fast -p cortado-vm --test apps -- --include-ignored {{filter}}

# Rewrites the expectations of the tests; review the difference.
bless:
    BLESS=1 cargo test --workspace --profile fast

# Compiles and runs one of the programs in testdata/programs.
run program *args:
    @mkdir -p target/programs && javac -d target/programs testdata/programs/{{program}}.java && cargo run --quiet --profile fast --bin cortado -- -cp target/programs {{program}} {{args}}

# Compiles the programs in testdata/programs that javac compiles without options, into target/programs.
classes:
    mkdir -p target/programs && javac -nowarn -d target/programs $(grep -LE '^// (javac:|flags: --enable-preview)' testdata/programs/*.java)

# Runs the stress programs long, with many threads, a small heap and collections without end.
stress times="3":
    STRESS_TIMES={{times}} cargo test --profile fast -p cortado-vm --test programs -- --ignored --test-threads=1 stress::

# Loads, verifies and runs mutated classes.
mutations count="100000":
    VERIFIER_MUTATIONS={{count}} cargo test --profile fast -p cortado-vm --test verifier -- --nocapture mutated

# Runs random methods and mutated real ones in every way that there is, at least so often.
differential count="1000000":
    DIFFERENTIAL_EXECUTIONS={{count}} cargo test --profile fast -p cortado-vm --test differential -- --nocapture --test-threads=1

# Parses class files that were changed in all kinds of ways; the cases have numbers and repeat.
fuzz count="2000000" first="1":
    CLASSFILE_FUZZ={{count}} CLASSFILE_FUZZ_FIRST={{first}} cargo test --profile fast -p cortado-vm --test classfile_mutation -- --nocapture changes_of_all_kinds

# Runs the criterion benches, or those whose name contains the filter; takes criterion's options.
bench *args:
    cargo build --profile fast -p cortado-vm --bin cortado && cargo bench --profile fast -p cortado-benches -- {{args}}

# Measures programs and start-up against `java`; arguments are those of the tool (--help).
bench-programs *args:
    cargo build --release -p cortado-vm --bin cortado && cargo run --release -p cortado-benches --bin programs -- {{args}}

# Measures the compile server with requests that -XX:SaveCompileRequests=DIR has saved.
bench-server dir *args:
    cargo build --profile server -p cortado-server -p cortado-benches && target/server/server_load {{dir}} {{args}}

# What a machine without anything does: sets up, then tests.
ci:
    .ci/run
