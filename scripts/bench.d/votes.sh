# shellcheck shell=bash
#
# Row G of scripts/bench: how many votes in one poll are acknowledged, and what readers lose meanwhile.
# What it calls and names otherwise is that of scripts/bench and of views.sh.

# Milliseconds that each of 64 connections waits ahead of a vote: some 5,000 votes a second.
readonly VOTE_PAUSE=12

# prepare_votes: tokens of enough devices, and a poll that takes votes.
prepare_votes() {
    local answer
    TOKENS=$FOLDER/voters wrk --threads 1 --connections 4 --duration 6s --latency \
        --script scripts/bench.d/tokens.lua "http://$SERVER/graphql" >/dev/null
    answer=$(ask '{ featuredPoll { id options { id } } }')
    poll=$(grep --only-matching 'pol_[0-9a-f]*' <<<"$answer")
    options=$(grep --only-matching 'opt_[0-9a-f]*' <<<"$answer" | tr '\n' ' ')
    voted=0
    echo "votes are of $(wc --lines <"$FOLDER/voters") devices in $poll" >&2
}

# vote PAUSE SECONDS CONNECTIONS: "requests/s p50 p99 requests failed".
vote() {
    TOKENS=$FOLDER/voters POLL=$poll OPTIONS=$options PAUSE=$1 BEGIN=$voted \
        wrk --threads 1 --connections "$3" --duration "$2s" --latency \
        --script scripts/bench.d/votes.lua "http://$SERVER/graphql" | sed -n 's/^figures //p'
}

# count_votes FIGURES CONNECTIONS: notes which devices have voted, those cut off at the end included.
count_votes() {
    local requests failed
    read -r _ _ _ requests failed <<<"$1"
    ((failed == 0)) || fail "$failed of $requests votes were not answered"
    voted=$((voted + requests + $2))
}

# bench_votes PID URL: one table, and the recount of the poll.
bench_votes() {
    local server=$1 connections figures alone meanwhile paced cpu_before cpu_after p50 p99 requests
    prepare_votes
    printf '\n| | connections | votes/s | p50 ms | p99 ms | CPU µs a vote |\n|---|--:|--:|--:|--:|--:|\n'
    for connections in 16 64; do
        cpu_before=$(used "$server")
        figures=$(vote 0 "$seconds" "$connections")
        cpu_after=$(used "$server")
        count_votes "$figures" "$connections"
        read -r rate p50 p99 requests _ <<<"$figures"
        echo "| G | $connections | $rate | $p50 | $p99 | $(((cpu_after - cpu_before) / requests)) |"
    done
    alone=$(measure "$server" "http://$SERVER/graphql" 16 "$FOLDER/B.json")
    vote "$VOTE_PAUSE" $((seconds + 2)) 64 >"$FOLDER/paced" &
    sleep 1
    meanwhile=$(measure "$server" "http://$SERVER/graphql" 16 "$FOLDER/B.json")
    wait "$!"
    paced=$(cat "$FOLDER/paced")
    count_votes "$paced" 64
    printf '\n| | B alone: requests/s | votes/s meanwhile | B meanwhile | ratio |\n|---|--:|--:|--:|--:|\n'
    awk -v alone="${alone%% *}" -v paced="${paced%% *}" -v meanwhile="${meanwhile%% *}" 'BEGIN {
        printf "| G | %d | %d | %d | %.2f |\n", alone, paced, meanwhile, meanwhile / alone
    }'
    printf '\n'
    "$CONGTIN" poll verify --poll "$poll" --database-url "$2"
}
