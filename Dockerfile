# The server, from a build on the same kind of machine: scripts/actctl version builds it.
# It has a Java runtime and no build tools, and runs as a user of its own on a root that may be read-only:
#   docker build -t actjs .
#   docker run --read-only --tmpfs /tmp -v actjs:/data -p 3000:3000 actjs
# See docs/operating.md.
FROM eclipse-temurin:25-jre-noble

RUN groupadd --system --gid 10001 actjs \
    && useradd --system --uid 10001 --gid actjs --home-dir /data --no-create-home --shell /usr/sbin/nologin actjs \
    && install --directory --owner=actjs --group=actjs --mode=0700 /data

COPY actctl/target/actctl.jar /opt/actjs/actctl.jar
COPY actctl/target/lib /opt/actjs/lib
COPY actctl/target/native /opt/actjs/native

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000

# The runtime has no HTTP client, but bash has sockets.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /v1/ready HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 4 line <&3 && [[ $line == *' 200'* ]]"]

ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=25", "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow", "-Djavet.lib.loading.type=custom", "-Djavet.lib.loading.path=/opt/actjs/native", "-jar", "/opt/actjs/actctl.jar"]

# It refuses to listen to others before it can tell users apart.
CMD ["start", "--host", "0.0.0.0", "--port", "3000", "--data", "/data"]
