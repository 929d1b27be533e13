--[[
Leases the lanes named that are due and free, or whose lease ran out: the first page of each.

KEYS     officers, due of one shard
ARGV     worker, now, until, from when on a lane is due because a clock ran ahead, then the lanes
Result   for each lane that was leased: the lane, then id and entry of what was leased of it, in order
]]
-- include lanes
local worker, now, untilTime = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local far = tonumber(ARGV[4])
local leased = {}
for at = 5, #ARGV do
  local lane = ARGV[at]
  local due = call('ZSCORE', KEYS[2], lane)
  local isDue = due and (tonumber(due) <= now or tonumber(due) > far)
  local raw = isDue and call('HGET', KEYS[1], lane .. ':l')
  if raw then
    local state = readLane(KEYS[1], lane, raw)
    local result = { lane }
    for number, listed in ipairs(state.entries) do
      local id = idOf(listed)
      local entry = call('HGET', KEYS[1], ':' .. id)
      if number == 1 and state.begun ~= '' then
        -- The worker that began with it may have sent it and died.
        entry = failed(entry, nil, state.begun)
        call('HSET', KEYS[1], ':' .. id, entry)
      end
      result[#result + 1] = id
      result[#result + 1] = entry
    end
    state.leased, state.worker, state.begun = #state.entries, worker, ARGV[2]
    call('HSET', KEYS[1], lane .. ':l', laneValue(state))
    call('ZADD', KEYS[2], untilTime, lane)
    leased[#leased + 1] = result
  end
end
return leased
