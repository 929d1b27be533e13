--[[
Adds the next change of what was taught, unless another has its version.

KEYS     teaching
ARGV     version, value
Result   1 when it was added, else 0
]]
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) - 1 then
  return 0
end
redis.call('RPUSH', KEYS[1], ARGV[2])
return 1
