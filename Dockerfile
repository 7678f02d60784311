# Hansard as a service, with its models: docker build -t hansard . && docker run -p 127.0.0.1:8080:8080 -v hansard:/data hansard
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${SDK_IMAGE} AS build
# For the page. Whatever the distribution has will do: Node.js 18 or later.
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.* LICENSE *.md ./
COPY models models
COPY web web
COPY src src
# Of the machine that builds: linux/amd64 and linux/arm64.
RUN platform=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/') \
    && dotnet publish src/Hansard.Cli -p:PublishProfile=$platform -p:PublishDir=/opt/hansard/ -p:WebRequired=true --nologo -v q

FROM ${BASE_IMAGE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg curl ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 hansard \
    && useradd --system --uid 10001 --gid hansard --home-dir /data --shell /usr/sbin/nologin hansard \
    && install -d -o hansard -g hansard -m 700 /data /data/protection-keys /recordings
COPY --from=build /opt/hansard /opt/hansard
RUN ln -s /opt/hansard/hansard /usr/local/bin/hansard

USER 10001:10001
WORKDIR /data
VOLUME /data
ENV DOTNET_EnableDiagnostics=0 HANSARD_HOST=* HANSARD_DATA=/data HANSARD_LOG__FORMAT=json
EXPOSE 8080
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s CMD curl -fsS -o /dev/null http://127.0.0.1:${HANSARD_PORT:-8080}/readyz
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/hansard/hansard"]
CMD ["serve"]
