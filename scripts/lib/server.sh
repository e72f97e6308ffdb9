# shellcheck shell=bash
#
# A server with demo content of its own, for scripts that ask it over HTTP. After steps.sh:
#
#   server_start                  # sets SERVER_URL and SERVER_PID; at the end it is gone
#   server_start --release        # the same, built as for production
#   server_account LOGIN ROLE PASSWORD

SERVER_URL=
SERVER_PID=
server_folder=
server_program=

# server_start [FLAG OF CARGO…]: on a free port, with a database that is gone at the end.
server_start() {
    local address
    server_program=${CARGO_TARGET_DIR:-$PWD/target}/debug/congtin
    [[ " $* " != *' --release '* ]] || server_program=${server_program/debug/release}
    command -v cargo >/dev/null || fail 'cargo is missing: install Rust from https://rustup.rs'
    package_install cc build-essential 'the C compiler is missing'
    step 'build' cargo build --locked --quiet --package api "$@"

    server_folder=$(mktemp -d "${TMPDIR:-/tmp}/congtin-server.XXXXXX")
    at_end server_stop
    # What the surroundings set is no part of what is measured.
    unset "${!CONGTIN_@}"
    # From its own folder, where no settings file lies.
    env -C "$server_folder" CONGTIN_METRICS_BIND=off CONGTIN_LOG=warn "$server_program" serve --demo \
        --bind 127.0.0.1:0 --database-url sqlite://congtin.db \
        >"$server_folder/out" 2>"$server_folder/log" </dev/null &
    SERVER_PID=$!
    for _ in {1..300}; do
        address=$(sed -n 's/^Congtin listens on //p' "$server_folder/out")
        [[ -z $address ]] || break
        kill -0 "$SERVER_PID" 2>/dev/null || break
        sleep 0.1
    done
    if [[ -z $address ]]; then
        tail -n 20 "$server_folder/log" >&2
        fail 'the server did not start'
    fi
    SERVER_URL=http://$address/graphql
}

# server_account LOGIN ROLE PASSWORD: somebody who may sign in.
server_account() {
    printf %s "$3" | env -C "$server_folder" CONGTIN_LOG=warn "$server_program" account create \
        --database-url sqlite://congtin.db --login "$1" --name "$1" --role "$2" \
        --password-file - >/dev/null
}

server_stop() {
    if [[ -n $SERVER_PID ]]; then
        kill "$SERVER_PID" 2>/dev/null && wait "$SERVER_PID" 2>/dev/null
    fi
    [[ -z $server_folder ]] || rm -rf "$server_folder"
    SERVER_PID=
    server_folder=
}
