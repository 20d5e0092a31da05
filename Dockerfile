# dondoc in a container: `docker build -t dondoc .`. What an office on its own machine needs is `make up`, not this.
# The locks carry hashes, so the same packages are installed here as everywhere, or none.
FROM python:3.11-slim-bookworm AS made
WORKDIR /src
COPY requirements.lock requirements-many.lock ./
RUN python -m venv /opt/dondoc/.venv \
    && /opt/dondoc/.venv/bin/pip install --no-cache-dir --require-hashes --no-deps \
        -r requirements.lock -r requirements-many.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY language language
COPY calendars calendars
COPY config config
COPY models models
COPY engine engine
COPY flows flows
COPY desk desk
RUN /opt/dondoc/.venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/dondoc/.venv/bin/python -m compileall -q /opt/dondoc/.venv

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/dondoc dondoc \
    && chmod 700 /var/lib/dondoc
COPY --from=made /opt/dondoc /opt/dondoc
ENV PATH=/opt/dondoc/.venv/bin:$PATH \
    DONDOC_HOME=/var/lib/dondoc
WORKDIR /var/lib/dondoc
USER 10001
VOLUME /var/lib/dondoc
EXPOSE 4200 4201
ENTRYPOINT ["dondoc"]
CMD ["--help"]
