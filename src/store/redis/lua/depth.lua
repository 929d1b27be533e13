--[[
How much waits in the lanes of one shard, of which only the heads are read.

KEYS     officers, due
Result   how many entries wait; when the oldest of them was made, or nothing
]]
local page = 500
local pending, oldest = 0, nil
local from = 0
while true do
  local lanes = redis.call('ZRANGE', KEYS[2], from, from + page - 1)
  if #lanes == 0 then
    break
  end
  for n, lane in ipairs(lanes) do
    lanes[n] = lane .. ':l'
  end
  for _, lane in ipairs(redis.call('HMGET', KEYS[1], unpack(lanes))) do
    -- `LEASED|CREATED:ID,…|WORKER`
    for created in string.gmatch(string.match(lane, '^%d+|([^|]*)|'), '(%d+):[^,]+') do
      pending = pending + 1
      if not oldest or tonumber(created) < tonumber(oldest) then
        oldest = created
      end
    end
  end
  from = from + page
end
return { pending, oldest or '' }
