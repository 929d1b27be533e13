--[[
What turns are decided on, for several officers at once: one answer instead of four.

KEYS     for each shard: officers, event, requests
ARGV[1]  most requests of one officer that are loaded
ARGV[n]  for each shard: how many officers, how many event ids, the officers, the event ids
Result   first a text of numbers, parted by spaces, for each shard: for each officer 1 or 0 conversations and how many
         requests; for each event id 1 where it was consumed before, else 0. Then what was counted: conversations
         and requests, every open one and then the newest, in no order.
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

local counts, results = {}, { '' }
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
    local conversation, requests = held[n], held[n + 1]
    counts[#counts + 1] = conversation and '1' or '0'
    if conversation then
      results[#results + 1] = conversation
    end
    if requests then
      requests = call('HMGET', KEYS[place + 2], unpack(chosen(requests)))
      for _, request in ipairs(requests) do
        results[#results + 1] = request
      end
    end
    counts[#counts + 1] = requests and #requests or '0'
  end
  at = at + 2 + officers
  if events > 0 then
    local scores = call('ZMSCORE', KEYS[place + 1], unpack(ARGV, at, at + events - 1))
    for n = 1, events do
      counts[#counts + 1] = scores[n] and '1' or '0'
    end
  end
  at = at + events
  place = place + 3
end
results[1] = table.concat(counts, ' ')
return results
