#!/usr/bin/env bash
# Builds everything and runs all tests; see --help.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

usage() {
    cat <<'HELP'
Usage: ./test.sh [arguments of dotnet test]

Restores, builds and runs all tests. Needs the .NET SDK 10. With Node.js 20 and npm, or with AMO2GSHEET_TABLES set to
the connection string of a storage account or emulator, the tests that compare our table service with that one run too;
without, they are skipped.
The pages are tested in Chromium: it is installed where that needs no password (apt), or set AMO2GSHEET_CHROMIUM
to the program; without it these tests are skipped.
The last line is "N passed, N failed", with ", N skipped" if there are any; the exit code is 0 only if all passed.

  ./test.sh
  ./test.sh --filter FullyQualifiedName~Tests.Sync
HELP
}

# The closing line, whatever happened: a script that reads it must not have to know how dotnet words things.
close() {
    local passed=$1 failed=$2 skipped=$3 line
    line="$passed passed, $failed failed"
    if [ "$skipped" -gt 0 ]; then line="$line, $skipped skipped"; fi
    echo "$line"
}

counter() {
    sed -n "s/.*<Counters .*$1=\"\([0-9]*\)\".*/\1/p" "$results"
}

has_chromium() {
    [ -n "${AMO2GSHEET_CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome
}

# Installs the browser of the page tests where it is missing and that needs no password; else says what will be skipped.
ensure_chromium() {
    local as_root=() why=
    if has_chromium >/dev/null; then return; fi
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
    if ! command -v apt-get >/dev/null; then
        why="there is no apt-get here"
    elif [ "${#as_root[@]}" -gt 0 ] && ! sudo -n true 2>/dev/null; then
        why="apt-get needs a password"
    else
        echo "Installing Chromium for the tests of the pages …"
        "${as_root[@]}" apt-get update -q >artifacts/chromium.log 2>&1 || true
        if "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium >>artifacts/chromium.log 2>&1 &&
            has_chromium >/dev/null; then
            return
        fi
        why="apt-get could not install it, see artifacts/chromium.log"
    fi
    echo "No Chromium: $why. The tests of the pages are skipped; install it, or set AMO2GSHEET_CHROMIUM to the program." >&2
}

case "${1:-}" in
    -h | --help) usage; exit 0 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/test-results/tests.trx
mkdir -p artifacts
rm -f "$results"
# Not for a run that names other tests.
if [ $# -eq 0 ] || [[ "$*" == *Browser* ]]; then ensure_chromium; fi

# Release, as ./demo.sh: the simulated days are bound by our own code, and optimized they take a sixth less.
tools/restore.sh
echo "Building …"
if ! dotnet build Amo2GSheet.slnx --configuration Release --verbosity quiet; then
    close 0 1 0
    exit 1
fi

code=0
dotnet test Amo2GSheet.Tests/Amo2GSheet.Tests.csproj --configuration Release --no-build \
    --results-directory artifacts/test-results --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=normal" "$@" || code=$?

if [ ! -f "$results" ]; then
    echo "The test run ended without a result (code $code)." >&2
    close 0 1 0
    exit 1
fi

total=$(counter total) executed=$(counter executed) passed=$(counter passed)
total=${total:-0} executed=${executed:-0} passed=${passed:-0}
failed=$((executed - passed))
if [ "$total" -eq 0 ]; then
    echo "No test matches." >&2
    code=1
elif [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
    # The run itself broke, a crashed test host for one: that is a failure even if every finished test passed.
    failed=1
fi
close "$passed" "$failed" "$((total - executed))"
[ "$code" -eq 0 ] && [ "$failed" -eq 0 ]
