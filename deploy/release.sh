#!/bin/sh
# Build a release into dist/: wheel, source package, bill of materials, checksums. docs/release.md has the steps around it.
#
#   make release            (or: PYTHON=python3.12 deploy/release.sh)
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
version=$($python -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')

say() { printf '%4ss  %s\n' "$(($(date +%s) - started))" "$*"; }
started=$(date +%s)

grep -q "^## $version" CHANGELOG.md || { echo "CHANGELOG.md has no '## $version, DATE': give Unreleased its name"; exit 1; }
[ -z "$(git status --porcelain)" ] || { echo "there are changes that are not committed: commit them first"; exit 1; }

rm -rf dist build ./*.egg-info
say "wheel and source package"
$python -m venv dist/tools
dist/tools/bin/pip install --quiet --disable-pip-version-check build 'setuptools>=77' 'cyclonedx-bom>=7,<8'
dist/tools/bin/python -m build --no-isolation --outdir dist . >dist/build.log

say "a new environment with nothing but the wheel"
$python -m venv dist/installed
dist/installed/bin/pip install --quiet --disable-pip-version-check dist/sourceline-"$version"-*.whl
say "$(dist/installed/bin/pip list --format=freeze | wc -l) packages, $(du -sm dist/installed | cut -f1) MB"
XDG_CACHE_HOME=$PWD/dist/cache dist/installed/bin/qa demo --ask "How many North Korean soldiers were sent to Russia?"
say "the first answer"

say "bill of materials"
dist/tools/bin/cyclonedx-py environment dist/installed/bin/python \
  --pyproject pyproject.toml --gather-license-texts --output-reproducible --output-file "dist/sourceline-$version.cdx.json" 2>dist/sbom.log
rm -rf dist/tools dist/installed dist/cache dist/*.log
cp Dockerfile deploy/compose.yaml deploy/nginx.conf dist/
(cd dist && sha256sum sourceline-* Dockerfile compose.yaml nginx.conf >SHA256SUMS)
say "done"
cat dist/SHA256SUMS
