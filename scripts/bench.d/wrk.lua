-- For wrk: sends the body in the file $BODY, if one is named.

local name = os.getenv("BODY")
if name and name ~= "" then
    local file = assert(io.open(name))
    wrk.method = "POST"
    wrk.body = file:read("*a")
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["Accept"] = "application/graphql-response+json"
    file:close()
end

dofile("scripts/bench.d/figures.lua")
