--[[
Leases the lanes named that are due and free, or whose lease ran out.

KEYS     officers, due of one shard
ARGV     worker, now, until, from when on a lane is due because a clock ran ahead, then the lanes
Result   for each lane that was leased: the lane, then id and entry of all that is in it, in order
]]
local worker, now, untilTime = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local far = tonumber(ARGV[4])
local leased = {}
for at = 5, #ARGV do
  local lane = ARGV[at]
  local due = redis.call('ZSCORE', KEYS[2], lane)
  local isDue = due and (tonumber(due) <= now or tonumber(due) > far)
  local raw = isDue and redis.call('HGET', KEYS[1], lane .. ':l')
  if raw then
    local count, list, holder = string.match(raw, '^(%d+)|([^|]*)|(.*)$')
    local result = { lane }
    local number = 0
    for id in string.gmatch(list, ':([^,]+)') do
      number = number + 1
      local entry = redis.call('HGET', KEYS[1], ':' .. id)
      if holder ~= '' and number <= tonumber(count) then
        -- The worker that had it may have sent it and died.
        local times, attempts, rest = string.match(entry, '^(%d+|%d+|)(%d+)|%d(|.*)$')
        entry = times .. (attempts + 1) .. '|1' .. rest
        redis.call('HSET', KEYS[1], ':' .. id, entry)
      end
      result[#result + 1] = id
      result[#result + 1] = entry
    end
    redis.call('HSET', KEYS[1], lane .. ':l', number .. '|' .. list .. '|' .. worker)
    redis.call('ZADD', KEYS[2], untilTime, lane)
    leased[#leased + 1] = result
  end
end
return leased
