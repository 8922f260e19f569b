#!/usr/bin/env bash
# Chooses the client of Google Sheets for this machine, and remembers the choice for later builds.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

usage() {
    cat <<'HELP'
Usage: tools/restore.sh [--again]

Finds out which client of Google Sheets this machine can build with. Where the registry serves Google.Apis.Sheets.v4, it is that package;
where the registry does not know it, Amo2GSheet.GoogleSheets.StandIn takes its place, which is enough for the tests and the demo but is never
published. The choice is kept in GoogleSheetsClient.props, which git ignores, so that plain "dotnet build" and an IDE follow it.
All other packages are restored by the build.

  --again   ask the registry again, although a choice is kept
HELP
}

choice=GoogleSheetsClient.props
case "${1:-}" in
    -h | --help) usage; exit 0 ;;
    --again) rm -f "$choice" ;;
    "") ;;
    *) usage >&2; exit 2 ;;
esac

# English, because what the restore says is read below.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

# Nothing to find out: a build restores what else is missing.
if [ -f "$choice" ]; then
    echo "Google Sheets client: $(sed -n 's/.*<GoogleSheetsClient .*>\(.*\)<.*/\1/p' "$choice") (kept in $choice; tools/restore.sh --again asks again)"
    exit 0
fi

remember() {
    # Written beside and moved, so that a build that reads it at this moment sees all of it or nothing.
    cat >"$choice.$$" <<XML
<Project>
  <PropertyGroup>
    <GoogleSheetsClient Condition="'\$(GoogleSheetsClient)' == ''">$1</GoogleSheetsClient>
  </PropertyGroup>
</Project>
XML
    mv -f "$choice.$$" "$choice"
    echo "Google Sheets client: $1 ($2)"
}

code=0
log=$(dotnet restore Amo2GSheet.GoogleSheets/Amo2GSheet.GoogleSheets.csproj -p:GoogleSheetsClient=Package --verbosity quiet 2>&1) || code=$?
if [ "$code" -eq 0 ]; then
    remember Package "Google.Apis.Sheets.v4 can be restored"
    exit 0
fi

# Only a registry that answers and does not have the package (NU1101) or this version of it (NU1102) chooses the stand-in.
# Whatever else went wrong (no network, another package, a wrong project file) is not answered by it.
missing='error NU110[12]: Unable to find package Google\.Apis\.Sheets\.v4(\. | with version )'
# The lines that follow an NU1102: what each source has instead.
listed='error NU1102:   - Found '
if grep -qE "$missing" <<<"$log" && ! grep -E '\berror\b' <<<"$log" | grep -qvE "$missing|$listed"; then
    remember StandIn "the registry does not serve Google.Apis.Sheets.v4; tests and demo use the stand-in"
    exit 0
fi

printf '%s\n' "$log" >&2
echo "Restoring the packages failed, and not for Google.Apis.Sheets.v4 alone: see above." >&2
exit "$code"
