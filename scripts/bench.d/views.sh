# shellcheck shell=bash
#
# Row H of scripts/bench: how many views are taken, and what readers lose meanwhile. What it calls and
# names otherwise is that of scripts/bench.

# Requests that 16 connections send in a second if each waits so many milliseconds: 1,000, of 50 views.
readonly VIEW_PAUSE=16 PER_REQUEST=50

# ask QUERY: an answer of the server.
ask() {
    curl --silent --fail --header 'Content-Type: application/json' \
        --data "{\"query\": \"$1\"}" "http://$SERVER/graphql"
}

# found NAME: the values of a field in what is read, one a line.
found() {
    grep --only-matching "\"$1\":\"\?[^\",}]*" | sed "s/.*:\"\?//"
}

# prepare_views: 3,000 devices, and some hundred articles.
prepare_views() {
    local one field direction fields='' number
    for number in {1..20}; do
        fields+=" t$number: voterTokenIssue { voterToken { token } }"
    done
    for one in {1..150}; do
        ask "mutation {$fields }" | found token
    done >"$FOLDER/tokens"
    for field in PUBLISHED_AT TITLE VIEW_COUNT; do
        for direction in ASC DESC; do
            ask "{ articles(first: 100, order: {field: $field, direction: $direction}) { nodes { id } } }" |
                found id
        done
    done | sort --unique >"$FOLDER/articles"
    begin=0
    echo "views are of $(wc --lines <"$FOLDER/articles") articles by $(wc --lines <"$FOLDER/tokens") devices" >&2
}

# tell PAUSE SECONDS: "requests/s p50 p99 requests failed".
tell() {
    TOKENS=$FOLDER/tokens ARTICLES=$FOLDER/articles PAUSE=$1 BEGIN=$begin \
        wrk --threads 1 --connections 16 --duration "$2s" --latency \
        --script scripts/bench.d/views.lua "http://$SERVER/v1/views" | sed -n 's/^figures //p'
}

# counted: how often the articles were read, as far as it is written.
counted() {
    local id ids=() sum=0 views
    mapfile -t ids <"$FOLDER/articles"
    for id in "${ids[@]}"; do
        views=$(ask "{ article(by: {id: \\\"$id\\\"}) { viewCount } }" | found viewCount)
        sum=$((sum + views))
    done
    echo "$sum"
}

# bench_views PID: one table.
bench_views() {
    local server=$1 alone meanwhile paced most before after cpu_before cpu_after
    prepare_views
    before=$(counted)
    cpu_before=$(used "$server")
    most=$(tell 0 "$seconds")
    cpu_after=$(used "$server")
    read -r most _ p99 requests failed <<<"$most"
    ((failed == 0)) || fail "$failed of $requests lists of views were refused"
    begin=$((requests * PER_REQUEST))
    sleep 3
    after=$(counted)
    # The last request of each connection is cut off, and may have been counted.
    ((after - before >= begin && after - before <= begin + 16 * PER_REQUEST)) ||
        fail "$begin views were told and $((after - before)) counted"
    alone=$(measure "$server" "http://$SERVER/graphql" 16 "$FOLDER/B.json")
    tell "$VIEW_PAUSE" $((seconds + 2)) >"$FOLDER/paced" &
    sleep 1
    meanwhile=$(measure "$server" "http://$SERVER/graphql" 16 "$FOLDER/B.json")
    wait "$!"
    paced=$(cat "$FOLDER/paced")
    read -r paced _ _ requests failed <<<"$paced"
    ((failed == 0)) || fail "$failed of $requests lists of views were refused"
    printf '\n| | views/s alone | p99 ms of 50 | CPU µs a view | B alone: requests/s | views/s meanwhile | B meanwhile | ratio |\n'
    echo '|---|--:|--:|--:|--:|--:|--:|--:|'
    awk -v most="$most" -v p99="$p99" -v cpu="$(((cpu_after - cpu_before) * 100 / begin))" \
        -v alone="${alone%% *}" -v paced="$paced" -v meanwhile="${meanwhile%% *}" 'BEGIN {
        printf "| H | %d | %.2f | %.2f | %d | %d | %d | %.2f |\n", most * 50, p99, cpu / 100,
            alone, paced * 50, meanwhile, meanwhile / alone
    }'
}
