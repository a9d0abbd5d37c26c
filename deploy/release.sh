#!/bin/sh
# Build a release into dist/: wheel, source package, bill of materials, checksums. docs/release.md has the steps around it.
# pip and the builders say only what is an error; every step says when it began.
#
#   make release            (or: PYTHON=python3.12 deploy/release.sh)
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
version=$($python -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')

say() { printf '%4ss  %s\n' "$(($(date +%s) - started))" "$*"; }
started=$(date +%s)
quiet="--quiet --quiet --disable-pip-version-check"

# run a program, and show what it says only if it fails
show_only_failure() {
  "$@" >dist/step.log 2>&1 || { cat dist/step.log; exit 1; }
}

grep -q "^## $version" CHANGELOG.md || { echo "CHANGELOG.md has no '## $version, DATE': give Unreleased its name"; exit 1; }
[ -z "$(git status --porcelain)" ] || { echo "there are changes that are not committed: commit them first"; exit 1; }

rm -rf dist build ./*.egg-info
say "1/5 wheel and source package"
$python -m venv dist/tools
dist/tools/bin/pip install $quiet build 'setuptools>=77' 'cyclonedx-bom>=7,<8'
show_only_failure dist/tools/bin/python -m build --no-isolation --outdir dist .

say "2/5 the wheel alone in a new environment, in one to seven minutes"
$python -m venv dist/installed
dist/installed/bin/pip install $quiet dist/sourceline-"$version"-*.whl
say "    $(dist/installed/bin/pip list --format=freeze | wc -l) packages, $(du -s -B 1000000 dist/installed | cut -f1) MB"
say "3/5 its first answer"
XDG_CACHE_HOME=$PWD/dist/cache dist/installed/bin/qa demo --ask "How many North Korean soldiers were sent to Russia?"

say "4/5 bill of materials"
show_only_failure dist/tools/bin/cyclonedx-py environment dist/installed/bin/python \
  --pyproject pyproject.toml --gather-license-texts --output-reproducible --output-file "dist/sourceline-$version.cdx.json"
rm -rf dist/tools dist/installed dist/cache dist/*.log
say "5/5 checksums"
cp Dockerfile deploy/compose.yaml deploy/compose.replicas.yaml deploy/nginx.conf dist/
(cd dist && sha256sum sourceline-* Dockerfile compose.yaml compose.replicas.yaml nginx.conf >SHA256SUMS)
say "done"
cat dist/SHA256SUMS
