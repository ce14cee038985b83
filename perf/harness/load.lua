-- What wrk sends, and its counts as one line of JSON. Arguments after "--" are key=value:
-- method, body (bytes), close (1), gzip (1: it is accepted), routes (how many), browser (1), clients
-- (how many), raw (the name of what is sent as it stands, well-formed or not).

local BROWSER = {
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    .. "Chrome/140.0.0.0 Safari/537.36",
  ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  ["Accept-Language"] = "en-GB,en;q=0.9,de;q=0.8",
  ["Accept-Encoding"] = "gzip, deflate, br, zstd",
  ["Cache-Control"] = "max-age=0",
  ["Sec-Fetch-Dest"] = "document",
  ["Sec-Fetch-Mode"] = "navigate",
  ["Sec-Fetch-Site"] = "same-origin",
  ["Upgrade-Insecure-Requests"] = "1",
  ["Referer"] = "http://shop.example.com/catalogue/garden?page=3",
  ["Cookie"] = "session=3f9d2c0a7b6e4d118c25a0f4e9b17d63; theme=dark; consent=1",
}

local RAW = {
  folded = "GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
  huge = "GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " .. string.rep("h", 12000) .. "\r\n\r\n",
}

function init(args)
  local option = {}
  for _, arg in ipairs(args) do
    local key, value = arg:match("^(%w+)=(.*)$")
    if key then option[key] = value end
  end
  wrk.method = option.method or "GET"
  if option.body then wrk.body = string.rep("p", tonumber(option.body)) end
  if option.close then wrk.headers["Connection"] = "close" end
  if option.gzip then wrk.headers["Accept-Encoding"] = "gzip" end
  if option.browser then
    for name, value in pairs(BROWSER) do wrk.headers[name] = value end
  end
  if option.raw then
    local octets = RAW[option.raw]
    request = function() return octets end
  end
  if option.routes then spread(tonumber(option.routes)) end
  if option.clients then pretend(tonumber(option.clients)) end
end

-- Each request is another client's, by address and by key, in an order without neighbours. The
-- numbers are those of a generator that leaves none out (Hull and Dobell), for powers of two.
function pretend(clients)
  local at = 0
  request = function()
    at = (at * 1664525 + 1013904223) % clients
    wrk.headers["X-Forwarded-For"] = string.format(
      "10.%d.%d.%d", math.floor(at / 65536), math.floor(at / 256) % 256, at % 256)
    wrk.headers["X-Key"] = string.format("key-%07d", at)
    return wrk.format()
  end
end

-- 7919 is prime to both 10 and 10,000: every route is asked for equally often, far from its
-- neighbours, and no request is built while the clock runs.
function spread(routes)
  local requests, at = {}, 0
  for i = 0, routes - 1 do
    requests[i] = wrk.format(nil, string.format("/r%05d/item", i))
  end
  request = function()
    at = (at + 7919) % routes
    return requests[at]
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"micros":%d,"bytes":%d,"p50":%d,"p99":%d,'
      .. '"connect":%d,"read":%d,"write":%d,"timeout":%d,"status":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.timeout, errors.status))
end
