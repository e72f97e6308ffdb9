# One static binary in an empty image, with nothing beside it that could be attacked or updated.
#
#   docker build -t congtin .
#   docker run --rm -p 127.0.0.1:8000:8000 congtin serve --demo

FROM rust:1.95.0-slim-bookworm AS build
WORKDIR /src

# What the image has, instead of the toolchain file, which would fetch clippy and rustfmt.
ENV RUSTUP_TOOLCHAIN=1.95.0
# Without --target the flag would also reach procedural macros, which cannot be static.
ENV RUSTFLAGS="-C target-feature=+crt-static"

# Dependencies are built from the manifests and empty sources, in a layer of their own: it is made
# anew only when a manifest changes. cargo-chef would spare the list of manifests, and costs a tool
# that has to be built or trusted first; a cache mount stays on one builder, whereas a layer can be
# pushed, pulled and pruned like any other.
COPY Cargo.toml Cargo.lock ./
COPY api/Cargo.toml api/
COPY entity/Cargo.toml entity/
COPY migration/Cargo.toml migration/
COPY tests/Cargo.toml tests/
RUN mkdir -p api/src entity/src migration/src \
    && touch api/src/lib.rs entity/src/lib.rs migration/src/lib.rs tests/main.rs \
    && echo 'fn main() {}' >api/src/main.rs \
    && target=$(rustc -vV | sed -n 's/^host: //p') \
    && cargo build --release --locked --package api --target "$target"

# Sources as old as their checkout would look older than the empty ones that were built.
COPY . .
RUN find api entity migration -name '*.rs' -exec touch {} + \
    && target=$(rustc -vV | sed -n 's/^host: //p') \
    && cargo build --release --locked --package api --target "$target" \
    && mkdir -p /image/root/tmp /image/home/data \
    && chmod 1777 /image/root/tmp \
    && chmod 0700 /image/home/data \
    && strip -o /image/root/congtin "target/$target/release/congtin"

FROM scratch
COPY --from=build /image/root/ /
# The account has no name, because there is no file of names; volumes take over who owns /data.
COPY --from=build --chown=65532:65532 /image/home/ /
USER 65532:65532
WORKDIR /data
VOLUME /data

# A container is reached from outside of itself; who may reach it is decided by what is published.
ENV CONGTIN_BIND=0.0.0.0:8000 \
    CONGTIN_DATABASE_URL=sqlite:///data/congtin.db
EXPOSE 8000
# Roots of certificates are a part of the binary, and so is the question that this asks.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/congtin", "health"]
ENTRYPOINT ["/congtin"]
CMD ["serve"]
