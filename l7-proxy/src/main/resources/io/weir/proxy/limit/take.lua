-- Takes what requests cost from their buckets: of each request everything or nothing.
-- A bucket is one number, the time at which it will be full, in microseconds since 2026 by the
-- clock of Redis, so that the clocks of those who ask do not matter.
-- ARGV: for each request the number of its parts, then for each part the microseconds in which one
-- comes back, what a full bucket holds, what the request costs, and 1 if it must have it (0: it
-- only wants to know). KEYS: one for each part.
-- Returns for each part whether it was taken, and the microseconds until its bucket is full.
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1767225600) * 1000000 + tonumber(time[2])
local out = {}
local at, key = 1, 0
while at <= #ARGV do
  local parts = tonumber(ARGV[at])
  local passes = true
  local before, after, room = {}, {}, {}
  for i = 1, parts do
    local p = at + (i - 1) * 4
    local each, burst = tonumber(ARGV[p + 1]), tonumber(ARGV[p + 2])
    local full = tonumber(redis.call('GET', KEYS[key + i]) or now)
    full = math.min(math.max(full, now), now + each * burst)
    before[i] = full
    after[i] = full + each * tonumber(ARGV[p + 3])
    room[i] = after[i] <= now + each * burst + 0.01
    passes = passes and (room[i] or ARGV[p + 4] == '0')
  end
  for i = 1, parts do
    if passes and room[i] then
      local life = math.ceil((after[i] - now) / 1000) + 1000
      redis.call('SET', KEYS[key + i], string.format('%.3f', after[i]), 'PX', string.format('%.0f', life))
      out[#out + 1] = 1
      out[#out + 1] = math.floor(after[i] - now)
    else
      out[#out + 1] = 0
      out[#out + 1] = math.floor(before[i] - now)
    end
  end
  at = at + 1 + parts * 4
  key = key + parts
end
return out
