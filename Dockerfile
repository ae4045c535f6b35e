# The server, from a build on the same kind of machine: scripts/actctl version builds it.
# It has a Java runtime and no build tools, and runs as a user of its own on a root that may be read-only:
#   docker build -t actjs .
#   docker run --read-only --tmpfs /tmp -v actjs:/data -p 3000:3000 actjs
# compose.yml has it with PostgreSQL and Valkey. See docs/install.md.
FROM eclipse-temurin:25-jre-noble

LABEL org.opencontainers.image.title="actjs" \
      org.opencontainers.image.description="A server of durable actors written in TypeScript"

RUN groupadd --system --gid 10001 actjs \
    && useradd --system --uid 10001 --gid actjs --home-dir /data --no-create-home --shell /usr/sbin/nologin actjs \
    && install --directory --owner=actjs --group=actjs --mode=0700 /data

COPY scripts/actctl /opt/actjs/bin/actctl
COPY scripts/actjsd /opt/actjs/bin/actjsd
COPY actctl/target/actctl.jar /opt/actjs/lib/actjs/actctl.jar
COPY actctl/target/lib /opt/actjs/lib/actjs/lib
COPY actctl/target/native /opt/actjs/lib/actjs/native

# The cache for faster starts, with this very Java.
RUN mkdir /opt/actjs/lib/actjs/cache && ACTCTL_PREPARE=1 /opt/actjs/bin/actctl

ENV PATH="/opt/actjs/bin:$PATH" HOME=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000

# The runtime has no HTTP client, but bash has sockets.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /v1/ready HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 4 line <&3 && [[ $line == *' 200'* ]]"]

# The launcher gives Java a share of the container's memory.
ENTRYPOINT ["/opt/actjs/bin/actctl"]

# It refuses to listen to others before it can tell users apart.
CMD ["start", "--host", "0.0.0.0", "--port", "3000", "--data", "/data"]
