-- For wrk: votes in the poll $POLL for one of the $OPTIONS after the other, each vote by another device
-- of those in the file $TOKENS, from number $BEGIN on. With $PAUSE a connection waits so many milliseconds
-- ahead of each request. An answer that counts no ballot is a failure.

local tokens = {}
for token in io.lines(assert(os.getenv("TOKENS"))) do
    tokens[#tokens + 1] = token
end
local options = {}
for option in os.getenv("OPTIONS"):gmatch("%S+") do
    options[#options + 1] = option
end
local number = tonumber(os.getenv("BEGIN") or "0")
local pause = tonumber(os.getenv("PAUSE") or "0")
local refused = 0
local query = "mutation Vote($input: PollVoteInput!) { pollVote(input: $input) { "
    .. "poll { totalVotes options { id votes share } } receipt { number hash repeated } "
    .. "userErrors { code field message } } }"

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function request()
    number = number + 1
    local token = assert(tokens[number], "there are too few tokens")
    local option = options[number % #options + 1]
    return wrk.format(nil, nil, nil, '{"query":"' .. query .. '","variables":{"input":{"pollId":"'
        .. os.getenv("POLL") .. '","optionIds":["' .. option .. '"],"voterToken":"' .. token .. '"}}}')
end

function response(_, _, body)
    if not body:find('"repeated":false', 1, true) then
        refused = refused + 1
        io.stderr:write(body, "\n")
    end
end

if pause > 0 then
    function delay()
        return pause
    end
end

dofile("scripts/bench.d/figures.lua")
