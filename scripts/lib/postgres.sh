# shellcheck shell=bash
#
# A throw-away PostgreSQL cluster on a free loopback port. For scripts with `set -euo pipefail`:
#
#   source scripts/lib/steps.sh
#   source scripts/lib/postgres.sh
#   steps_begin
#   at_end postgres_stop
#   postgres_install              # the server, if the machine has none
#   postgres_start                # sets POSTGRES_URL
#   postgres_query 'SELECT 1'
#
# It is made for speed and for this machine only: nothing is synced to disk, and whoever reaches the
# port on 127.0.0.1 is the superuser. No data that matters belongs in it.

POSTGRES_URL=
POSTGRES_LOG=
postgres_folder=

# The folder of the newest server, which Debian and Ubuntu keep out of PATH.
postgres_programs() {
    local initdb
    initdb=$(command -v initdb || printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [[ -x $initdb ]] && dirname "$(readlink -f "$initdb")"
}

postgres_install() {
    postgres_programs >/dev/null && return
    if command -v apt-get >/dev/null && as_root mkdir -p /etc/postgresql-common 2>/dev/null; then
        # Otherwise the distribution creates a cluster of its own and starts it at every boot.
        echo 'create_main_cluster = false' |
            as_root tee -a /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    package_install initdb postgresql 'the PostgreSQL server is missing'
    postgres_programs >/dev/null || fail 'initdb is not where PostgreSQL was installed'
}

# The server refuses to run as root, so root hands it to an account without rights.
postgres_account() {
    if ((EUID != 0)); then
        id -un
    elif id -u postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}

# postgres_run PROGRAM ARGUMENT…: one of the server's programs, as the server's account.
postgres_run() {
    local program account as_account=()
    program=$(postgres_programs)/$1
    shift
    if ((EUID == 0)); then
        account=$(postgres_account)
        as_account=(setpriv --reuid "$(id -u "$account")" --regid "$(id -g "$account")" --clear-groups)
    fi
    # From its own folder: the account may not enter ours.
    env -C "$postgres_folder" LC_ALL=C "${as_account[@]}" "$program" "$@"
}

postgres_start() {
    local port options=(
        -c listen_addresses=127.0.0.1
        -c unix_socket_directories="''"
        -c max_connections=400
        -c fsync=off
        -c full_page_writes=off
        -c synchronous_commit=off
        -c log_statement=ddl
    )
    postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/congtin-postgres.XXXXXX")
    POSTGRES_LOG=$postgres_folder/log
    chown "$(postgres_account)" "$postgres_folder"
    postgres_run initdb --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --locale=C \
        --no-sync >"$postgres_folder/initdb" 2>&1 || postgres_gave_up "$postgres_folder/initdb"

    # A port that is free now may be taken a moment later, so the server itself finds out. Ports from
    # 32768 up are lent to outgoing connections.
    for _ in {1..10}; do
        port=$((20000 + RANDOM % 12000))
        if postgres_run pg_ctl start --pgdata=data --log=log --wait --silent \
            --options="-p $port ${options[*]}" >/dev/null 2>&1; then
            POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres
            return
        fi
    done
    postgres_gave_up "$POSTGRES_LOG"
}

# postgres_gave_up FILE: the end of what the server wrote, then one line.
postgres_gave_up() {
    tail -n 20 "$1" >&2
    fail 'PostgreSQL did not start'
}

postgres_query() {
    postgres_run psql --no-psqlrc --tuples-only --no-align --quiet --set=ON_ERROR_STOP=1 \
        --dbname="$POSTGRES_URL" --command="$1"
}

# Safe to call at any time, also when nothing was started.
postgres_stop() {
    [[ -n $postgres_folder ]] || return 0
    if [[ -e $postgres_folder/data/postmaster.pid ]]; then
        postgres_run pg_ctl stop --pgdata=data --mode=immediate --wait --silent >/dev/null 2>&1 || true
    fi
    rm -rf "$postgres_folder"
    postgres_folder=
}
