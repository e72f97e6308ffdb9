# shellcheck shell=bash
#
# Row F of scripts/bench: searches, lists with a text and suggestions, the first 20 with highlights. One
# reader alone shows how long an answer takes, 16 at once how many there are. What it calls and names
# otherwise is that of scripts/bench.

# body QUERY VARIABLE: a request in a file.
body() {
    printf '{"query": "%s", "variables": {"text": "%s"}}' "$1" "$2" >"$FOLDER/F.json"
}

# search_row WHAT QUERY TEXT
search_row() {
    local alone many total
    body "$2" "${3//\"/\\\"}"
    total=$(curl --silent --fail --header 'Content-Type: application/json' --data "@$FOLDER/F.json" \
        "http://$SERVER/graphql" | awk -F '"id":|"text":' '{ print NF - 1 }')
    alone=$(measure "$server" "http://$SERVER/graphql" 1 "$FOLDER/F.json")
    many=$(measure "$server" "http://$SERVER/graphql" 16 "$FOLDER/F.json")
    awk -v what="$1" -v total="$total" -v alone="$alone" -v many="$many" 'BEGIN {
        split(alone, a); split(many, m)
        printf "| F | %s | %d | %.2f | %.2f | %d | %.2f | %d |\n", what, total, a[2], a[3], m[1], m[3], m[4]
    }'
}

# bench_search PID: one table.
bench_search() {
    local server=$1 search list titles suggest
    search='query($text: String!) { search(query: $text, first: 20) { relaxed nodes { id slug title unit { name } } edges { score highlights { field fragments { text matched } } } } }'
    list='query($text: String!) { articles(first: 20, filter: {text: $text}) { nodes { id slug title unit { name } } } }'
    titles=${list/first: 20/first: 20, order: {field: TITLE\}}
    suggest='query($text: String!) { suggest(prefix: $text, first: 10) { text node { ... on Node { id } } } }'
    printf '\n| | | found | p50 ms, 1 reader | p99 ms | requests/s, 16 readers | p99 ms | CPU µs |\n'
    echo '|---|---|--:|--:|--:|--:|--:|--:|'
    search_row '`hội nghị`, in most articles' "$search" 'hội nghị'
    search_row '`hoi nghi`' "$search" 'hoi nghi'
    search_row '`"hội nghị"`' "$search" '"hội nghị"'
    search_row '`quế sơn`, in few' "$search" 'quế sơn'
    search_row '`nhân sự`, seldom side by side' "$search" 'nhân sự'
    search_row '`đãng bõ`, relaxed' "$search" 'đãng bõ'
    search_row '`hội nghị -đảng`' "$search" 'hội nghị -đảng'
    search_row 'the size of `hội nghị`' 'query($text: String!) { search(query: $text) { totalCount } }' 'hội nghị'
    search_row 'newest with `hội nghị`' "$list" 'hội nghị'
    search_row 'newest with `quế sơn`' "$list" 'quế sơn'
    search_row 'by title with `quế sơn`' "$titles" 'quế sơn'
    search_row 'by title with `hội nghị`' "$titles" 'hội nghị'
    search_row 'suggest `h`' "$suggest" 'h'
    search_row 'suggest `hội n`' "$suggest" 'hội n'
    search_row 'suggest `phu ninh`' "$suggest" 'phu ninh'
}
