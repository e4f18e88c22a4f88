# A static program, certificate authorities, and nothing else:
#   docker run --rm -v "$PWD:/work:ro" -v refmend:/state ghcr.io/refmend/refmend check docs/
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /out/refmend ./cmd/refmend
RUN mkdir -p /out/state /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/refmend /usr/bin/refmend
COPY --from=build --chown=65532:65532 /out/state /state
COPY --from=build --chown=65532:65532 /out/tmp /tmp
ENV PATH=/usr/bin XDG_STATE_HOME=/state
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["refmend"]
CMD ["--help"]
