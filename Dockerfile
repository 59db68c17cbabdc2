# Image of metrics-server-prom. Needs nothing but a container engine: docker build -t metrics-server-prom .
#
# Both base images can be replaced: BUILD_IMAGE needs bash, Maven and JDK 25 (JAVA_HOME set), BASE_IMAGE needs glibc.
# The image is of the architecture of the machine (or emulation) that builds it.

ARG BUILD_IMAGE=docker.io/library/maven:3.9.11-eclipse-temurin-25
ARG BASE_IMAGE=gcr.io/distroless/base-debian12:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /build

# Arguments for Maven, for instance --offline or --settings.
ARG MAVEN_ARGUMENTS=""
# Commit that the image is made of, shown by metrics_server_prom_build_info.
ARG REVISION=""

# Without sources this only fetches the libraries and plugins: a layer that an edit of the sources leaves in place.
COPY pom.xml ./
RUN mvn -B -ntp -q ${MAVEN_ARGUMENTS} -DskipTests package

COPY application.properties ./
COPY routes ./routes
COPY src/main ./src/main
RUN mvn -B -ntp -q ${MAVEN_ARGUMENTS} -DskipTests -Dgit.commit.id.abbrev="${REVISION}" package

# The modules that the program and its libraries use, found by jdeps, and jdk.zipfs for file systems of jars.
RUN "$JAVA_HOME/bin/jlink" --output /opt/java --compress zip-6 \
      --strip-java-debug-attributes --no-header-files --no-man-pages --add-modules \
java.base,java.compiler,java.desktop,java.naming,java.net.http,java.rmi,java.sql,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

# The cache of classes and profiles is only valid for this Java, these jars at this place, and these options. The jars get
# a time in whole seconds, since layers keep no fractions and Java compares.
WORKDIR /app
COPY src/deploy/image/ /app/
RUN cp -r /build/target/metrics-server-prom.jar /build/target/lib /build/routes /app/ \
 && mkdir config && cp /build/application.properties config/ && ln -s config/application.properties . \
 && find . -name '*.jar' -exec touch -d 2026-01-01T00:00:00Z {} + \
 && bash ./record-aot-cache && rm record-aot-cache \
 && chmod -R a+rX,go-w /app /opt/java

FROM ${BASE_IMAGE}
ARG REVISION=""
ARG VERSION=""
LABEL org.opencontainers.image.title="metrics-server-prom" \
      org.opencontainers.image.description="Publishes the CPU and memory of nodes and pods that Kubernetes' metrics-server knows as Prometheus text" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/java /opt/java
COPY --from=build /app /app
WORKDIR /app
# Places to mount over, as folders: /etc/kube (config), /app/routes, /app/config (application.properties).
# One arena of malloc: what others keep is memory that nobody uses.
ENV KUBECONFIG=/etc/kube/config MALLOC_ARENA_MAX=1 PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER 65532:65532
# 9100 is what Prometheus scrapes; 9876, the management server, listens on loopback unless CAMEL_MANAGEMENT_HOST is set.
EXPOSE 9100
ENTRYPOINT ["/opt/java/bin/java", "@/app/java-options", "-jar", "/app/metrics-server-prom.jar"]
