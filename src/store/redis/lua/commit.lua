--[[
Commits a batch: settlements first, then turns, each turn accepted or refused by itself. Nothing of a refused
turn is written. All keys of one call lie in one slot where Redis is a Cluster.

KEYS     groups of names, as `ShardKeys` in keys.ts lists them, and single names; a turn and a settlement say
         where their groups begin.
           turn:     event, conversation, lane, due, outbox, age, confirmed
           request:  requests, ofOfficer, created, changes, terms, then the queue of each status
           dead:     letter, deadAt, deadOf
           learning: unclear, tally
ARGV[1]  the batch as JSON; see `commands.ts`. A number that stands for a value is its place in ARGV.
ARGV[n]  values, as codec.ts writes them.
Result   for each turn: `ok`, `leased`, `leased ID` behind the entry ID; `duplicate ID ID…`, `stale`, `ref-taken`.
]]
local batch = cjson.decode(ARGV[1])
local worker = batch.worker
local call = redis.call

local function whole(number)
  return string.format('%.0f', number)
end

-- A lane: `LEASED|ID,ID,…|WORKER`. The first LEASED entries belong to the worker's lease.
local function readLane(base, lane)
  local raw = call('HGET', KEYS[base + 2], lane)
  if not raw then
    return nil
  end
  local leased, list, holder = string.match(raw, '^(%d+)|([^|]*)|(.*)$')
  local ids = {}
  for id in string.gmatch(list, '[^,]+') do
    ids[#ids + 1] = id
  end
  return { leased = tonumber(leased), ids = ids, worker = holder }
end

local function saveLane(base, lane, state)
  call('HSET', KEYS[base + 2], lane, state.leased .. '|' .. table.concat(state.ids, ',') .. '|' .. state.worker)
end

local function notBefore(base, id)
  local entry = call('HGET', KEYS[base + 4], id)
  return string.match(entry, '^%d+|(%d+)|')
end

-- After an entry went, or the lane was given back: empty, free, or still leased as it was.
local function tidy(base, lane, state)
  if #state.ids == 0 then
    call('HDEL', KEYS[base + 2], lane)
    call('ZREM', KEYS[base + 3], lane)
    return
  end
  if state.leased == 0 then
    state.worker = ''
    call('ZADD', KEYS[base + 3], notBefore(base, state.ids[1]), lane)
  end
  saveLane(base, lane, state)
end

local function dropEntry(base, lane, state, id)
  call('HDEL', KEYS[base + 4], id)
  call('ZREM', KEYS[base + 5], id)
  for at, known in ipairs(state.ids) do
    if known == id then
      table.remove(state.ids, at)
      if at <= state.leased then
        state.leased = state.leased - 1
      end
      break
    end
  end
  tidy(base, lane, state)
end

local function isLeased(state, id)
  for at = 1, state.leased do
    if state.ids[at] == id then
      return true
    end
  end
  return false
end

local function settle(one)
  local base, lane, id = one.keys, one.lane, one.id
  local state = readLane(base, lane)
  if not state then
    return
  end
  if one.outcome == 'sent' then
    dropEntry(base, lane, state, id)
    return
  end
  if not worker or state.worker ~= worker or not isLeased(state, id) then
    return
  end
  if one.outcome == 'hold' then
    call('ZADD', KEYS[base + 3], 'GT', whole(one['until']), lane)
    return
  end
  local entry = call('HGET', KEYS[base + 4], id)
  local created, due, attempts, interrupted, rest = string.match(entry, '^(%d+)|(%d+)|(%d+)|(%d)|(.*)$')
  if one.outcome == 'dead' then
    local ref, sealed = string.match(rest, '^[^|]*|([^|]*)|(.*)$')
    local at = whole(one.at)
    local letter = { lane, ref, created, at, attempts + 1, one.cause, sealed }
    call('HSETNX', KEYS[one.dead], id, table.concat(letter, '|'))
    call('ZADD', KEYS[one.dead + 1], at, id)
    if ref ~= '' then
      call('ZADD', KEYS[one.dead + 2], 0, ref .. ':' .. string.format('%016.0f', one.at) .. ':' .. id)
    end
    dropEntry(base, lane, state, id)
    return
  end
  if one.outcome == 'retry' then
    if one.uncertain then
      interrupted = '1'
    end
    local again = { created, whole(one.notBefore), attempts + 1, interrupted, rest }
    call('HSET', KEYS[base + 4], id, table.concat(again, '|'))
  end
  -- A retry and a release give back the whole lane.
  state.leased = 0
  tidy(base, lane, state)
end

local function refusal(turn)
  local consumed = {}
  for _, id in ipairs(turn.events) do
    if call('ZSCORE', KEYS[turn.keys], id) then
      consumed[#consumed + 1] = id
    end
  end
  if #consumed > 0 then
    return 'duplicate ' .. table.concat(consumed, ' ')
  end
  if turn.conversation then
    local present = call('HGET', KEYS[turn.keys + 1], turn.officer)
    local version = present and tonumber(string.match(present, '^%d+')) or 0
    if version ~= turn.conversation.expected then
      return 'stale'
    end
  end
  -- A turn may write a request several times, each write on the one before.
  local versions = {}
  for _, write in ipairs(turn.requests) do
    local present = versions[write.ref]
    if not present then
      local old = call('HGET', KEYS[write.keys], write.ref)
      present = old and tonumber(string.match(old, '^%d+')) or 0
    end
    if present ~= write.expected then
      return write.expected == 0 and 'ref-taken' or 'stale'
    end
    versions[write.ref] = write.expected + 1
  end
  return nil
end

-- Entries of threads and histories keep the order in which they came: `AT|NUMBER|…`.
local function keepNumbered(key, entries, replace)
  for _, entry in ipairs(entries) do
    local old = call('HGET', key, entry.id)
    if replace or not old then
      local number = old and string.match(old, '^%d+|(%d+)|') or call('HLEN', key)
      call('HSET', key, entry.id, whole(entry.at) .. '|' .. number .. '|' .. ARGV[entry.value])
    end
  end
end

local function keepOfOfficer(key, officer, ref, created, isOpen)
  local kept = call('HGET', key, officer)
  local line = ref .. ':' .. whole(created) .. ':' .. (isOpen and '1' or '0')
  local list = {}
  for one in string.gmatch(kept or '', '[^,]+') do
    if string.match(one, '^%d+') ~= ref then
      list[#list + 1] = one
    end
  end
  list[#list + 1] = line
  call('HSET', key, officer, table.concat(list, ','))
end

-- The requests that have a word: `REF,REF,…`.
local function saveTerm(key, term, refs)
  if refs == '' then
    call('HDEL', key, term)
  else
    call('HSET', key, term, refs)
  end
end

local function reindex(key, ref, before, after)
  local stays = {}
  for _, term in ipairs(after) do
    stays[term] = true
  end
  for term in string.gmatch(before, '[^,]+') do
    if stays[term] then
      stays[term] = nil
    else
      local refs = string.gsub(call('HGET', key, term) .. ',', ref .. ',', '', 1)
      saveTerm(key, term, string.sub(refs, 1, -2))
    end
  end
  for term in pairs(stays) do
    local refs = call('HGET', key, term)
    saveTerm(key, term, refs and refs .. ',' .. ref or ref)
  end
end

local function writeRequest(write)
  local base, ref = write.keys, write.ref
  local old = call('HGET', KEYS[base], ref)
  local before = ''
  if old then
    local status, terms, member = string.match(old, '^%d+|([^|]*)|[^|]*|[^|]*|([^|]*)|([^|]*)|')
    call('ZREM', KEYS[base + 4 + batch.statuses[status]], member)
    before = terms
  end
  call('HSET', KEYS[base], ref, ARGV[write.value])
  call('ZADD', KEYS[base + 4 + batch.statuses[write.status]], whole(write.due), write.member)
  call('ZADD', KEYS[base + 2], whole(write.created), ref)
  keepOfOfficer(KEYS[base + 1], write.officer, ref, write.created, write.status ~= 'resolved')
  reindex(KEYS[base + 4], ref, before, write.terms)
  keepNumbered(KEYS[write.thread.key], write.thread.entries, true)
  keepNumbered(KEYS[write.audit.key], write.audit.entries, false)
  local id = call('XADD', KEYS[base + 3], 'MAXLEN', '~', 100, '*', 'change', write.change)
  call('PUBLISH', batch.channel, write.shard .. ' ' .. id .. ' ' .. write.change)
end

-- Tells whether the entries are leased to the worker of the batch, and behind which one.
local function append(turn)
  if #turn.outbox == 0 then
    return 'ok'
  end
  local base, lane = turn.keys, turn.officer
  local state = readLane(base, lane)
  local grant = worker and (not state or (state.worker == worker and state.leased == #state.ids))
  local isNew = not state
  state = state or { leased = 0, ids = {}, worker = '' }
  local last = state.ids[#state.ids]
  for _, entry in ipairs(turn.outbox) do
    call('HSET', KEYS[base + 4], entry.id, ARGV[entry.value])
    call('ZADD', KEYS[base + 5], whole(turn.at), entry.id)
    state.ids[#state.ids + 1] = entry.id
  end
  if grant then
    state.leased = #state.ids
    state.worker = worker
    call('ZADD', KEYS[base + 3], 'GT', whole(batch.untilTime), lane)
  elseif isNew then
    call('ZADD', KEYS[base + 3], whole(turn.at), lane)
  end
  saveLane(base, lane, state)
  return not grant and 'ok' or last and 'leased ' .. last or 'leased'
end

-- The officer's dead letters: found by looking through those of the shard, which are few.
local function forgetLetters(letter, officer)
  local all = call('HGETALL', KEYS[letter])
  for at = 1, #all, 2 do
    local id = all[at]
    local lane, ref, dead = string.match(all[at + 1], '^([^|]*)|([^|]*)|%d+|(%d+)|')
    if lane == officer then
      call('HDEL', KEYS[letter], id)
      call('ZREM', KEYS[letter + 1], id)
      call('ZREM', KEYS[letter + 2], ref .. ':' .. string.format('%016.0f', dead) .. ':' .. id)
    end
  end
end

local function apply(turn)
  local base = turn.keys
  for _, id in ipairs(turn.events) do
    call('ZADD', KEYS[base], whole(turn.at), id)
  end
  if turn.conversation then
    call('HSET', KEYS[base + 1], turn.officer, ARGV[turn.conversation.value])
  end
  for _, write in ipairs(turn.requests) do
    writeRequest(write)
  end
  for _, consent in ipairs(turn.consents.values) do
    call('RPUSH', KEYS[turn.consents.key], ARGV[consent])
  end
  for _, id in ipairs(turn.unclearGone) do
    call('HDEL', KEYS[turn.learning], id)
  end
  for _, text in ipairs(turn.unclear) do
    call('HSET', KEYS[turn.learning], text.id, ARGV[text.value])
  end
  for _, tally in ipairs(turn.tallies) do
    call('HINCRBY', KEYS[turn.learning + 1], tally, 1)
  end
  if turn.lettersGone then
    forgetLetters(turn.lettersGone, turn.officer)
  end
  return append(turn)
end

for _, settlement in ipairs(batch.settlements) do
  settle(settlement)
end
local results = {}
for at, turn in ipairs(batch.turns) do
  local refused = refusal(turn)
  if refused and batch.confirm then
    -- What it was refused for may not have reached the replicas yet. They have it when they have this.
    call('SET', KEYS[turn.keys + 6], '1')
  end
  results[at] = refused or apply(turn)
end
return results
