--[[
What turns are decided on, for several officers at once: one answer instead of four.

KEYS     for each shard: officers, event, requests
ARGV[1]  most requests of one officer that are loaded
ARGV[n]  for each shard: how many officers, how many event ids, the officers, the event ids
Result   for each shard: for each officer their conversation or false, how many requests, and the requests, every
         open one and then the newest, in no order; then for each event id 1 where it was consumed before, else 0
]]
local call = redis.call
local most = tonumber(ARGV[1])

-- `REF:CREATED:OPEN,…`: the references to load.
local function chosen(list)
  local all = {}
  for ref, created, open in string.gmatch(list, '(%d+):(%d+):(%d)') do
    all[#all + 1] = { ref = ref, created = tonumber(created), open = open }
  end
  if #all > most then
    table.sort(all, function(a, b)
      if a.open ~= b.open then
        return a.open > b.open
      end
      return a.created > b.created
    end)
  end
  local refs = {}
  for n = 1, math.min(#all, most) do
    refs[n] = all[n].ref
  end
  return refs
end

local results = {}
local count = 0
local function say(value)
  count = count + 1
  results[count] = value
end

local place, at = 1, 2
while ARGV[at] do
  local officers, events = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local fields = {}
  for n = at + 2, at + 1 + officers do
    fields[#fields + 1] = ARGV[n]
    fields[#fields + 1] = ARGV[n] .. ':r'
  end
  local held = call('HMGET', KEYS[place], unpack(fields))
  for n = 1, #fields, 2 do
    say(held[n])
    local requests = held[n + 1] and call('HMGET', KEYS[place + 2], unpack(chosen(held[n + 1]))) or {}
    say(#requests)
    for _, request in ipairs(requests) do
      say(request)
    end
  end
  at = at + 2 + officers
  if events > 0 then
    local scores = call('ZMSCORE', KEYS[place + 1], unpack(ARGV, at, at + events - 1))
    for n = 1, events do
      say(scores[n] and 1 or 0)
    end
  end
  at = at + events
  place = place + 3
end
return results
