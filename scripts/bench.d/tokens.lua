-- For wrk: asks for tokens of devices, 20 in a request, and writes them to the file $TOKENS, one a line.

local file = assert(io.open(assert(os.getenv("TOKENS")), "w"))
local fields = {}
for place = 1, 20 do
    fields[place] = "t" .. place .. ": voterTokenIssue { voterToken { token } }"
end

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"query": "mutation { ' .. table.concat(fields, " ") .. ' }"}'

function response(_, _, body)
    for token in body:gmatch('"token":"([^"]+)"') do
        file:write(token, "\n")
    end
    file:flush()
end

dofile("scripts/bench.d/figures.lua")
