-- For wrk: tells of views, 50 in a request, each by another device, no device twice of one article.
--
-- $TOKENS and $ARTICLES name files with one of each in a line. With $PAUSE a connection waits so many
-- milliseconds ahead of each request, so that the pace is given and not sought.

local function lines(name)
    local found = {}
    for line in io.lines(assert(os.getenv(name))) do
        found[#found + 1] = line
    end
    return found
end

local tokens, articles = lines("TOKENS"), lines("ARTICLES")
local pause = tonumber(os.getenv("PAUSE") or "0")
-- A run begins where the last one ended: what was counted once does not count again.
local number = tonumber(os.getenv("BEGIN") or "0")

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function request()
    local views = {}
    for place = 1, 50 do
        local token = tokens[number % #tokens + 1]
        local article = articles[(math.floor(number / #tokens) + number) % #articles + 1]
        views[place] = '{"articleId":"' .. article .. '","readerToken":"' .. token .. '"}'
        number = number + 1
    end
    return wrk.format(nil, nil, nil, "[" .. table.concat(views, ",") .. "]")
end

if pause > 0 then
    function delay()
        return pause
    end
end

dofile("scripts/bench.d/figures.lua")
