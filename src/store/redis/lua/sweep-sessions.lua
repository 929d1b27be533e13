--[[
Forgets the sessions that ended before a time.

KEYS     session, sessionEnd
ARGV     the time, epoch ms
]]
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[1])) do
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
end
