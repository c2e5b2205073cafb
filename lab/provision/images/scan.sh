#!/bin/busybox sh
# An SBOM generator as BuildKit calls it: every folder to scan is mounted read-only, each result is one in-toto
# statement without a subject, which BuildKit adds. Named like docker/buildkit-syft-scanner's results.
set -eu
export HOME=/tmp SYFT_CHECK_FOR_APP_UPDATE=false

scan() {
  name=$(/bin/busybox basename "$1")
  /bin/syft scan "dir:$1" --quiet --source-name "$name" --output "spdx-json=/tmp/$name.json"
  {
    printf '{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":'
    /bin/busybox cat "/tmp/$name.json"
    printf '}'
  } > "$BUILDKIT_SCAN_DESTINATION/$name.spdx.json"
}

scan "$BUILDKIT_SCAN_SOURCE"
[ -n "${BUILDKIT_SCAN_SOURCE_EXTRAS:-}" ] || exit 0
for extra in "$BUILDKIT_SCAN_SOURCE_EXTRAS"/*; do
  if [ -d "$extra" ]; then scan "$extra"; fi
done
