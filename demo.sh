#!/usr/bin/env bash
# Builds what the sandbox needs and becomes it: Ctrl-C, SIGTERM and the exit code are the program's own.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Quiet unless it fails, and never on standard output, which belongs to the program (--smoke ends it with one JSON line).
build() {
    local log
    if ! log=$(dotnet build "$@" --configuration Release --verbosity quiet 2>&1); then
        printf '%s\n' "$log" >&2
        exit 1
    fi
}

"$root/tools/restore.sh" >&2
echo "Building …" >&2
build "$root/Amo2GSheet.Cli/Amo2GSheet.Cli.csproj"
case " $* " in
    *" --host worker "* | *" --host=worker "*)
        echo "Publishing the worker …" >&2
        build "$root/Amo2GSheet.Functions/Amo2GSheet.Functions.csproj" -target:PublishWorker
        set -- "$@" --worker-folder "$root/artifacts/worker/Release"
        ;;
esac

exec dotnet "$root/Amo2GSheet.Cli/bin/Release/net10.0/amo2gsheet.dll" sandbox "$@"
