-- For wrk: sends the body in the file $BODY, if one is named, and prints one line of figures:
-- requests/s, p50 and p99 in milliseconds, requests, answers that were no success.

local name = os.getenv("BODY")
if name and name ~= "" then
    local file = assert(io.open(name))
    wrk.method = "POST"
    wrk.body = file:read("*a")
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["Accept"] = "application/graphql-response+json"
    file:close()
end

function done(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("figures %.0f %.2f %.2f %d %d\n",
        summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        summary.requests, failed))
end
