# shellcheck shell=bash
#
# What scripts that run several steps share. For scripts with `set -euo pipefail`:
#
#   source scripts/lib/steps.sh
#   steps_begin                   # from here on a failure names its step, and the end cleans up
#   at_end 'rm -rf "$folder"'     # last thing first
#   package_install cc build-essential 'the C compiler is missing'
#   step 'lints' cargo clippy

steps_current=
steps_job=
steps_at_end=()

# Ends the script with one line.
fail() {
    echo "${0##*/}: $1" >&2
    exit 1
}

# at_end COMMAND: to be run when the script ends, however it ends.
at_end() {
    steps_at_end+=("$1")
}

# step NAME COMMAND…
step() {
    local started=$SECONDS
    steps_current=$1
    shift
    echo "== $steps_current"
    # A process group of its own, so that a signal ends the command with all that it started.
    set -m
    "$@" </dev/null &
    steps_job=$!
    set +m
    wait "$steps_job"
    steps_job=
    echo "== $steps_current: passed in $((SECONDS - started)) s"
    steps_current=
}

steps_end() {
    local status=$? last
    set +e
    trap '' HUP INT TERM
    if [[ -n $steps_job ]]; then
        kill -- "-$steps_job" 2>/dev/null && wait "$steps_job" 2>/dev/null
    fi
    for ((last = ${#steps_at_end[@]} - 1; last >= 0; last--)); do
        eval "${steps_at_end[last]}"
    done
    [[ -z $steps_current ]] || echo "== $steps_current: FAILED" >&2
    exit "$status"
}

steps_begin() {
    trap steps_end EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# as_root COMMAND…: as root, or by a sudo that asks nothing.
as_root() {
    local settings=(env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1)
    if ((EUID == 0)); then
        "${settings[@]}" "$@"
    else
        sudo -n "${settings[@]}" "$@"
    fi
}

# package_install PROGRAM PACKAGE WHY: from the distribution, if the program is not there.
package_install() {
    command -v "$1" >/dev/null && return
    if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null; then
        fail "$3: install the package \"$2\" and run this again"
    fi
    echo "== installing the package $2"
    if ! as_root apt-get update -qq </dev/null ||
        ! as_root apt-get install -y -qq --no-install-recommends "$2" </dev/null >/dev/null; then
        fail "$3, and the package \"$2\" could not be installed"
    fi
}
