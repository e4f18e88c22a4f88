#!/usr/bin/env bash
# Says which version action.yml installs: a release, "latest" or "source".
set -euo pipefail

is_release() { [[ $1 =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; }

version=source
if [ -n "$VERSION" ]; then
  if ! is_release "$VERSION" && [ "$VERSION" != latest ] && [ "$VERSION" != source ]; then
    echo "error: version is neither a release such as v1.2.3 nor latest nor source" >&2
    exit 2
  fi
  version=$VERSION
elif is_release "$REF"; then
  version=$REF
fi
echo "version=$version" >>"$GITHUB_OUTPUT"
