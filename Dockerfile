# Sourceline in a container. All its steps were built with buildah over Debian 12 and its Python 3.11, since the image that it
# names could not be fetched there (docs/release.md); over python:3.12-slim it has not been built by us: say so if a step fails.
#
#   docker build --tag sourceline .
#   docker run --rm --volume sourceline:/data --volume ./articles:/articles:ro sourceline qa index /articles
#   docker run --rm --interactive --tty --volume sourceline:/data sourceline qa user add anna
#   docker run --volume sourceline:/data --publish 7860:7860 sourceline

# A name can be moved to another image, a digest cannot: a release is built with the one that it was tried with,
#   docker buildx imagetools inspect python:3.12-slim --format '{{.Manifest.Digest}}'
#   docker build --build-arg BASE=python:3.12-slim@sha256:DIGEST --tag sourceline .
# The digest does not stand here because it could not be looked up where this was written; docs/release.md has the step.
ARG BASE=python:3.12-slim
FROM ${BASE}

# what changes least comes first, so that a change of our code does not install the packages again
WORKDIR /opt/sourceline
COPY requirements-app.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements-app.lock
# packages that a setting wants beside them, such as the driver of QA_LIBRARY_URL: --build-arg WITH="psycopg[binary]==3.3.9"
ARG WITH=""
RUN test -z "${WITH}" || pip install --no-cache-dir ${WITH}
COPY pyproject.toml README.md LICENSE ./
COPY prompts prompts
COPY corpus corpus
COPY qa qa
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --system --create-home --home-dir /data sourceline

USER sourceline
WORKDIR /data
VOLUME /data

# others reach the server inside a container, so it asks for a password: see `qa user add` above
ENV QA_INDEX_DIR=/data/index \
    QA_PASSWORD_FILE=/data/passwords \
    QA_HOST=0.0.0.0
EXPOSE 7860
HEALTHCHECK --start-period=60s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/api/health', timeout=3)"]
CMD ["qa", "serve"]
