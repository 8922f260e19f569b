#!/usr/bin/env bash
# Takes the pictures of docs/images anew: the browser tests make them when they have come to what is worth showing.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

mkdir -p docs/images
AMO2GSHEET_SCREENSHOTS="$PWD/docs/images" ./test.sh --filter "FullyQualifiedName~Tests.Browser&Picture=true"
# A picture that weighs more than this does not belong into the repository.
find docs/images -name '*.webp' -size +150k -exec echo "Too heavy, 150 KB at most: {}" \; -exec false {} +
