--[[
What turns are decided on, for several officers at once: one answer instead of four.

KEYS     groups of names: event, conversation, ofOfficer, requests
ARGV[1]  most requests of one officer that are loaded
ARGV[n]  for each officer: officer, place of their group in KEYS, how many event ids, the event ids
Result   for each officer: conversation or false; the ids that were consumed before; values of requests, every open
         one and then the newest, in no order
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
  for at = 1, math.min(#all, most) do
    refs[at] = all[at].ref
  end
  return refs
end

local results = {}
local at = 2
while ARGV[at] do
  local officer, group, count = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local seen = {}
  for nth = at + 3, at + 2 + count do
    if call('ZSCORE', KEYS[group], ARGV[nth]) then
      seen[#seen + 1] = ARGV[nth]
    end
  end
  local list = call('HGET', KEYS[group + 2], officer)
  local requests = list and call('HMGET', KEYS[group + 3], unpack(chosen(list))) or {}
  results[#results + 1] = { call('HGET', KEYS[group + 1], officer), seen, requests }
  at = at + 3 + count
end
return results
