--[[
Which events were consumed, said in a way that replicas can be waited for: an event found may itself not have
reached them yet, but they have it when they have what is written here.

KEYS     event, confirmed
ARGV     ids
Result   those that were consumed
]]
local consumed = {}
for _, id in ipairs(ARGV) do
  if redis.call('ZSCORE', KEYS[1], id) then
    consumed[#consumed + 1] = id
  end
end
redis.call('SET', KEYS[2], '1')
return consumed
