#!/usr/bin/env bash
# Installs refmend for action.yml: a release, held against its checksum, or what
# the action's own source gives.
set -euo pipefail

bin=$RUNNER_TEMP/refmend/bin
mkdir -p "$bin"
if [ "$VERSION" = source ]; then
  (cd "$GITHUB_ACTION_PATH" && CGO_ENABLED=0 go build -trimpath -o "$bin/" ./cmd/refmend)
else
  case $RUNNER_OS in
    Linux) os=linux ;;
    macOS) os=darwin ;;
    Windows) os=windows ;;
    *) echo "error: there are no releases for $RUNNER_OS; set version to source" >&2; exit 2 ;;
  esac
  case $RUNNER_ARCH in
    X64) arch=amd64 ;;
    ARM64) arch=arm64 ;;
    *) echo "error: there are no releases for $RUNNER_ARCH; set version to source" >&2; exit 2 ;;
  esac
  from=https://github.com/refmend/refmend/releases/download/$VERSION
  if [ "$VERSION" = latest ]; then
    from=https://github.com/refmend/refmend/releases/latest/download
  fi
  archive=refmend_${os}_$arch.tar.gz
  cd "$bin"
  for file in "$archive" checksums.txt; do
    curl --fail --silent --show-error --location --retry 3 --output "$file" "$from/$file"
  done
  grep " $archive\$" checksums.txt | shasum --algorithm 256 --check -
  tar -xzf "$archive"
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/refmend" version
