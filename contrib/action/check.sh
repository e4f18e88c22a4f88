#!/usr/bin/env bash
# Runs "refmend check" for action.yml. Its inputs come in as variables and are
# words of the command line; no shell reads them.
set -uo pipefail

report=$RUNNER_TEMP/refmend/report.md
notes=$RUNNER_TEMP/refmend/annotations.txt
mkdir -p "$(dirname "$report")" "$(dirname "$STORE")"
rm -f "$report" "$notes"

# With the annotations, refmend adds to the job's summary.
if [ "$JOB_SUMMARY" != true ]; then unset GITHUB_STEP_SUMMARY; fi
words=(--format "$FORMAT" --store "$STORE" -o "markdown:$report" -o "github:$notes")
if [ -n "$FAIL_ON" ]; then words+=(--fail-on "$FAIL_ON"); fi
if [ -n "$SARIF" ]; then words+=(-o "sarif:$SARIF"); fi
while IFS= read -r file; do
  if [ -n "$file" ]; then words+=(-o "$file"); fi
done <<<"$OUTPUT"
if [ -n "$ARGS" ]; then
  # xargs knows quotes, and nothing else of what a shell knows.
  if ! args=$(xargs printf '%s\n' <<<"$ARGS"); then
    echo "error: a quote in args is not closed" >&2
    exit 2
  fi
  while IFS= read -r word; do words+=("$word"); done <<<"$args"
fi
words+=(--)
while IFS= read -r file; do
  if [ -n "$file" ]; then words+=("$file"); fi
done <<<"$FILES"

refmend check "${words[@]}"
code=$?

if [ "$ANNOTATIONS" = true ] && [ -s "$notes" ]; then cat "$notes"; fi
{
  echo "exit-code=$code"
  echo "report=$report"
} >>"$GITHUB_OUTPUT"
if [ "$code" = 1 ] && [ "$FAIL" != true ]; then code=0; fi
exit "$code"
