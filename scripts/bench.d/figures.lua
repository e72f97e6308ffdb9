-- For wrk: prints one line of figures: requests/s, p50 and p99 in milliseconds, requests, answers that
-- were no success.

function done(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("figures %.0f %.2f %.2f %d %d\n",
        summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        summary.requests, failed))
end
