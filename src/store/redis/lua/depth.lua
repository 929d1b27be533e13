--[[
How much waits in the lanes of one shard, of which only the first pages are read.

KEYS     officers, due
Result   how many entries wait; when the oldest first entry of a lane was made, or nothing
]]
-- include lanes
local page = 500
local pending, oldest = 0, nil
local from = 0
while true do
  local lanes = call('ZRANGE', KEYS[2], from, from + page - 1)
  if #lanes == 0 then
    break
  end
  for n, lane in ipairs(lanes) do
    lanes[n] = lane .. ':l'
  end
  for _, lane in ipairs(call('HMGET', KEYS[1], unpack(lanes))) do
    local list, pages = match(lane, '^%d+|([^|]*)|[^|]*|?%d*|?(.*)$')
    local _, commas = string.gsub(list, ',', '')
    pending = pending + commas + 1
    local first, last, count = match(pages, '^(%d+)-(%d+)-(%d+)$')
    if first then
      pending = pending + (last - first) * pageSize + count
    end
    local created = match(list, '^(%d+):')
    if not oldest or tonumber(created) < tonumber(oldest) then
      oldest = created
    end
  end
  from = from + page
end
return { pending, oldest or '' }
