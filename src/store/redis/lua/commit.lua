--[[
Commits a batch: settlements first, then turns, each turn accepted or refused by itself. Nothing of a refused
turn is written. All keys of one call lie in one slot where Redis is a Cluster.

KEYS     groups of names, as `ShardKeys` in keys.ts lists them, and single names; whatever uses one says its PLACE.
           turn:     officers, event, due and, where what is refused is to be confirmed, confirmed
           request:  requests, created, changes, terms, then the queue of each status
           dead:     letter, deadAt, deadOf
           and by themselves: unclear, tally, a thread, a history, consents
ARGV[1]  the worker that settles and leases, or nothing
ARGV[2]  until when its lease lasts
ARGV[3]  channel that changes of requests are told on
ARGV[4]  1 where what a turn is refused for is to be confirmed, else 0
ARGV[n]  what happens in one shard after the other, each in this order:
           `PLACE TALLY OFFICER OFFICER…`: TALLY is the place of that name, or 0; an officer for each turn
           settlements, a line each: `LANE ID`, then nothing for `sent` or ` told PLACE ENTRY LINEID` with the thread
             and its entry, else one of ` begin AT`, ` hold UNTIL`, ` retry NOTBEFORE DOUBT`, ` dead AT PLACE CAUSE`
             and ` release`. DOUBT is since when, or 0. Of sent and dead ` next AT` may follow
           the turns, each of them:
             `AT EXPECTED EVENTS ENTRIES TALLIES MORE BEGINS LIST`: EXPECTED is the version of the conversation that the
               turn replaces, `-` where it leaves it, `+` where it only moves its version; EVENTS, ENTRIES and
               TALLIES how many of them follow; MORE is 1 where there is more to write; BEGINS
               is 1 where the worker begins at once with the first entry of a lane that the turn opens; LIST names the entries as a
               lane does
             the event ids, the conversation, the entries, the tallies, as codec.ts writes them
             more, as JSON: see `More` in batch.ts. A value that it has is said as its place among those behind it.
Result   a line for each turn: `ok`, `leased N` for its first N entries, `begun N` where the
         worker begins with the first of them, `leased N ID` behind the entry ID, `duplicate N N…` for the Nth of its
         events, `stale`, `ref-taken`
]]
-- include lanes
local worker, untilTime, channel = ARGV[1], ARGV[2], ARGV[3]
local confirms = ARGV[4] == '1'

-- Numbers are given as text wherever they are only written: as numbers they would lose digits.

-- Of the shard that is at work: where its names stand, and what is known of the fields of its officers. Everything is
-- read at once before, and what most turns write is written at once behind them.
local place, tally, known
local fields, leases = {}, {}
-- Lanes that were read, by lane; false where there is none.
local lanes = {}

-- More are written at once: unpack takes no more than a few thousand.
local mostFields = 2000

local function keep(field, value)
  known[field] = value
  fields[#fields + 1] = field
  fields[#fields + 1] = value
  if #fields >= mostFields then
    call('HSET', KEYS[place], unpack(fields))
    fields = {}
  end
end

local function laneOf(lane)
  if lanes[lane] == nil then
    local raw = known[lane .. ':l']
    lanes[lane] = raw and readLane(KEYS[place], lane, raw)
  end
  return lanes[lane]
end

local function keepLane(state)
  saveTail(KEYS[place], state)
  keep(state.lane .. ':l', laneValue(state))
end

local function flush()
  if fields[1] then
    call('HSET', KEYS[place], unpack(fields))
    fields = {}
  end
  if leases[1] then
    call('ZADD', KEYS[place + 2], unpack(leases))
    leases = {}
  end
end

-- Fields and lanes of which nothing is left, and lanes of which something is after settlements.
local gone, emptied, changed = {}, {}, {}

local function forgetLane(lane)
  known[lane .. ':l'] = false
  lanes[lane] = false
  changed[lane] = nil
  gone[#gone + 1] = lane .. ':l'
  emptied[#emptied + 1] = lane
end

-- After the settlements of a shard.
local function saveSettled()
  for _, state in pairs(changed) do
    if state.leased == 0 then
      freeLane(KEYS[place], KEYS[place + 2], state)
    end
    keepLane(state)
  end
  if gone[1] then
    call('HDEL', KEYS[place], unpack(gone))
  end
  if emptied[1] then
    call('ZREM', KEYS[place + 2], unpack(emptied))
  end
  gone, emptied, changed = {}, {}, {}
end

local function settleGone(lane, raw, id, next)
  local entry = ':' .. id
  if match(raw, '^%d+|%d+(:[^|,]*)|[^|]*|?%d*|?$') == entry then
    -- The only one, as nearly always.
    gone[#gone + 1] = entry
    forgetLane(lane)
    return
  end
  local state = laneOf(lane)
  local isFirst = idOf(state.entries[1]) == id
  if dropEntry(KEYS[place], state, id) then
    gone[#gone + 1] = entry
    if next and isFirst and state.leased > 0 and worker ~= '' and state.worker == worker then
      state.begun = next
    end
    if state.entries[1] then
      changed[lane] = state
    else
      forgetLane(lane)
    end
  end
end

local function bury(letter, lane, id, entry, at, cause)
  local created, attempts, ref, sealed = match(entry, '^(%d+)|%d+|(%d+)|%d+|([^|]*)|(.*)$')
  local value = { lane, ref, created, at, attempts + 1, cause, sealed }
  call('HSETNX', KEYS[letter], id, table.concat(value, '|'))
  call('ZADD', KEYS[letter + 1], at, id)
  if ref ~= '' then
    call('ZADD', KEYS[letter + 2], 0, ref .. ':' .. string.format('%016.0f', at) .. ':' .. id)
  end
end

-- LINE's id of what was sent goes behind the value of the thread's entry, where that is still there.
local function noteTold(thread, entry, lineId)
  local old = call('HGET', thread, entry)
  if old then
    call('HSET', thread, entry, match(old, '^%d+|%d+|[^|]*') .. '|' .. lineId)
  end
end

local function settle(lane, id, what)
  local before, next = match(what, '^(.*) next (%d+)$')
  what = before or what
  local thread, told, lineId = match(what, '^ told (%d+) (%S+) (%S+)$')
  if thread then
    noteTold(KEYS[tonumber(thread)], told, lineId)
    what = ''
  end
  local raw = known[lane .. ':l']
  if not raw then
    return
  end
  if what == '' then
    settleGone(lane, raw, id, next)
    return
  end
  local state = laneOf(lane)
  if worker == '' or state.worker ~= worker or not isLeased(state, id) then
    return
  end
  local outcome, first, rest = match(what, '^ (%a+) ?(%S*) ?(.*)$')
  if outcome == 'begin' then
    if idOf(state.entries[1]) == id then
      state.begun = first
      changed[lane] = state
    end
    return
  end
  if outcome == 'hold' then
    call('ZADD', KEYS[place + 2], 'GT', first, lane)
    return
  end
  if outcome == 'dead' then
    local letter, cause = match(rest, '^(%d+) (.*)$')
    bury(tonumber(letter), lane, id, call('HGET', KEYS[place], ':' .. id), first, cause)
    settleGone(lane, raw, id, next)
    return
  end
  if outcome == 'retry' then
    call('HSET', KEYS[place], ':' .. id, failed(call('HGET', KEYS[place], ':' .. id), first, rest))
  end
  -- A retry and a release give back the whole lane.
  state.leased = 0
  changed[lane] = state
end

local function isRepeated(first, n)
  for before = first, n - 1 do
    if ARGV[before] == ARGV[n] then
      return true
    end
  end
  return false
end

-- Which of the events were consumed before, by their number among them; nothing where none was.
local function consumedOf(key, first, from, last)
  local consumed = {}
  for n = from, last do
    if not isRepeated(first, n) and call('ZSCORE', key, ARGV[n]) then
      consumed[#consumed + 1] = n - first + 1
    end
  end
  return #consumed > 0 and 'duplicate ' .. table.concat(consumed, ' ') or nil
end

-- Consumes all of the events or, where one was consumed before, none.
local function consume(key, time, first, last)
  for n = first, last do
    if call('ZADD', key, 'NX', time, ARGV[n]) == 0 and not isRepeated(first, n) then
      for added = first, n - 1 do
        call('ZREM', key, ARGV[added])
      end
      return consumedOf(key, first, n, last)
    end
  end
  return nil
end

-- A turn may write a request several times, each write on the one before.
local function outdated(writes)
  local versions = {}
  for _, write in ipairs(writes) do
    local present = versions[write.ref]
    if not present then
      local old = call('HGET', KEYS[write.place], write.ref)
      present = old and tonumber(match(old, '^%d+')) or 0
    end
    if present ~= write.expected then
      return write.expected == 0 and 'ref-taken' or 'stale'
    end
    versions[write.ref] = write.expected + 1
  end
  return nil
end

-- Entries of threads and histories keep the order in which they came: `AT|NUMBER|…`. One of a thread that is written
-- again keeps LINE's id, too.
local function keepNumbered(key, entries, values, replace)
  for _, entry in ipairs(entries) do
    local old = call('HGET', key, entry.id)
    if replace or not old then
      local number = old and match(old, '^%d+|(%d+)|') or call('HLEN', key)
      local value = ARGV[values + entry.value]
      local lineId = old and not match(value, '|') and match(old, '^%d+|%d+|[^|]*(|.*)$') or ''
      call('HSET', key, entry.id, entry.at .. '|' .. number .. '|' .. value .. lineId)
    end
  end
end

local function keepOfOfficer(officers, write)
  local field = write.officer .. ':r'
  local kept = call('HGET', officers, field)
  local list = {}
  for one in gmatch(kept or '', '[^,]+') do
    if match(one, '^%d+') ~= write.ref then
      list[#list + 1] = one
    end
  end
  list[#list + 1] = write.ref .. ':' .. write.created .. ':' .. (write.status ~= 'resolved' and '1' or '0')
  call('HSET', officers, field, table.concat(list, ','))
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
  for term in gmatch(before, '[^,]+') do
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

local function writeRequest(officers, write, statuses, values)
  local place, ref = write.place, write.ref
  local old = call('HGET', KEYS[place], ref)
  local before = ''
  if old then
    local status, terms, member = match(old, '^%d+|([^|]*)|[^|]*|[^|]*|([^|]*)|([^|]*)|')
    call('ZREM', KEYS[place + 3 + statuses[status]], member)
    before = terms
  end
  call('HSET', KEYS[place], ref, ARGV[values + write.value])
  call('ZADD', KEYS[place + 3 + statuses[write.status]], write.due, write.member)
  call('ZADD', KEYS[place + 1], write.created, ref)
  keepOfOfficer(officers, write)
  reindex(KEYS[place + 3], ref, before, write.terms)
  keepNumbered(KEYS[write.thread.place], write.thread.entries, values, true)
  keepNumbered(KEYS[write.audit.place], write.audit.entries, values, false)
  local id = call('XADD', KEYS[place + 2], 'MAXLEN', '~', 100, '*', 'change', write.change)
  call('PUBLISH', channel, write.shard .. ' ' .. id .. ' ' .. write.change)
end

local function forgetLetter(letter, id, value)
  local ref, dead = match(value, '^[^|]*|([^|]*)|%d+|(%d+)|')
  call('HDEL', KEYS[letter], id)
  call('ZREM', KEYS[letter + 1], id)
  call('ZREM', KEYS[letter + 2], ref .. ':' .. string.format('%016.0f', dead) .. ':' .. id)
end

-- The officer's dead letters: found by looking through those of the shard, which are few.
local function forgetLetters(letter, officer)
  local all = call('HGETALL', KEYS[letter])
  for n = 1, #all, 2 do
    if match(all[n + 1], '^[^|]*') == officer then
      forgetLetter(letter, all[n], all[n + 1])
    end
  end
end

-- What waits in the officer's lane and nobody holds a lease of.
local function forgetWaiting(officer, time)
  local state = known[officer .. ':l'] and laneOf(officer)
  if not state then
    return
  end
  local heldUntil = state.leased > 0 and call('ZSCORE', KEYS[place + 2], officer)
  local held = heldUntil and tonumber(heldUntil) > tonumber(time) and state.leased or 0
  local waiting = {}
  for n = #state.entries, held + 1, -1 do
    waiting[#waiting + 1] = ':' .. idOf(table.remove(state.entries, n))
  end
  for number = state.first or 1, state.last or 0 do
    local field = pageField(state, number)
    for _, entry in ipairs(number == state.last and state.tail or entriesOf(call('HGET', KEYS[place], field))) do
      waiting[#waiting + 1] = ':' .. idOf(entry)
    end
    waiting[#waiting + 1] = field
  end
  state.first, state.last, state.count, state.tail = nil, nil, nil, nil
  for from = 1, #waiting, mostFields do
    call('HDEL', KEYS[place], unpack(waiting, from, math.min(from + mostFields - 1, #waiting)))
  end
  if held > 0 then
    keepLane(state)
  else
    call('HDEL', KEYS[place], officer .. ':l')
    call('ZREM', KEYS[place + 2], officer)
    known[officer .. ':l'], lanes[officer] = false, false
  end
end

local function writeMore(officer, time, more, values)
  local officers = KEYS[place]
  for _, write in ipairs(more.requests) do
    writeRequest(officers, write, more.statuses, values)
  end
  for _, consent in ipairs(more.consents.values) do
    call('RPUSH', KEYS[more.consents.place], ARGV[values + consent])
  end
  for _, id in ipairs(more.unclearGone) do
    call('HDEL', KEYS[more.unclearPlace], id)
  end
  for _, text in ipairs(more.unclear) do
    call('HSET', KEYS[more.unclearPlace], text.id, ARGV[values + text.value])
  end
  if more.lettersGone then
    forgetLetters(more.lettersGone, officer)
    forgetWaiting(officer, time)
  end
  for _, id in ipairs(more.letters.ids) do
    local value = call('HGET', KEYS[more.letters.place], id)
    if value and match(value, '^[^|]*') == officer then
      forgetLetter(more.letters.place, id, value)
    end
  end
end

-- Appends to a lane. Tells how many of what is new, from the first on, are leased to the worker of the batch, and behind
-- which entry. Where `begins` is 1 the worker begins with the first, should the lane be new.
local function append(officer, time, list, count, begins)
  local mine = worker ~= ''
  if not known[officer .. ':l'] and tonumber(count) <= pageSize then
    -- Without a worker it is due at once.
    leases[#leases + 1] = mine and untilTime or time
    leases[#leases + 1] = officer
    lanes[officer] = nil
    local begun = mine and begins == '1'
    local own = { mine and count or 0, list, worker, begun and time or '', '' }
    keep(officer .. ':l', table.concat(own, '|'))
    return mine and (begun and 'begun ' or 'leased ') .. count or 'ok'
  end
  local state = laneOf(officer) or { lane = officer, leased = 0, entries = {}, worker = worker, begun = '' }
  lanes[officer] = state
  mine = mine and state.worker == worker and not state.last and state.leased == #state.entries
  local isNew, before = #state.entries == 0, state.entries[#state.entries]
  local granted = 0
  for entry in gmatch(list, '[^,]+') do
    if pushEntry(KEYS[place], state, entry) and mine then
      granted = granted + 1
    end
  end
  state.leased = state.leased + granted
  keepLane(state)
  if isNew or granted > 0 then
    call('ZADD', KEYS[place + 2], 'GT', mine and untilTime or time, officer)
  end
  if granted == 0 then
    return 'ok'
  end
  return 'leased ' .. granted .. (before and ' ' .. idOf(before) or '')
end

-- Does the turn of the officer that begins at this argument. Gives what became of it, and where the next begins.
local function takeTurn(officer, at)
  local time, expected, events, count, tallies, hasMore, begins, list =
    match(ARGV[at], '^(%d+) (%S+) (%d+) (%d+) (%d+) (%d) (%d) (.*)$')
  local firstEvent, conversation, more, values = at + 1, nil, nil, nil
  at = firstEvent + events
  local lastEvent = at - 1
  if expected ~= '-' and expected ~= '+' then
    conversation = ARGV[at]
    at = at + 1
  end
  local firstEntry = at
  local firstTally = at + count
  at = firstTally + tallies
  local lastTally = at - 1
  if hasMore == '1' then
    more, values = cjson.decode(ARGV[at]), at
    at = at + 1 + more.values
  end

  local before, late, refused = known[officer], nil, nil
  if conversation and (before and match(before, '^%d+') or '0') ~= expected then
    late = 'stale'
  elseif more then
    late = outdated(more.requests)
  end
  if late then
    refused = consumedOf(KEYS[place + 1], firstEvent, firstEvent, lastEvent) or late
  else
    refused = consume(KEYS[place + 1], time, firstEvent, lastEvent)
  end
  if refused then
    if confirms then
      -- What it was refused for may not have reached the replicas yet. They have it when they have this.
      call('SET', KEYS[place + 3], '1')
    end
    return refused, at
  end

  if conversation then
    keep(officer, conversation)
  elseif expected == '+' and before then
    local version, rest = match(before, '^(%d+)(.*)$')
    keep(officer, (version + 1) .. rest)
  end
  for n = firstTally, lastTally do
    call('HINCRBY', KEYS[tally], ARGV[n], 1)
  end
  if more then
    -- First what was accepted before: should this fail, it alone is lost.
    flush()
    writeMore(officer, time, more, values)
  end
  if count == '0' then
    return 'ok', at
  end
  for entry in gmatch(list, ':[^,]+') do
    fields[#fields + 1] = entry
    fields[#fields + 1] = ARGV[firstEntry]
    firstEntry = firstEntry + 1
  end
  return append(officer, time, list, count, begins), at
end

local results = {}
local at = 5
while ARGV[at] do
  local officers, asked = {}, {}
  for word in gmatch(ARGV[at], '%S+') do
    officers[#officers + 1] = word
  end
  place, tally = tonumber(table.remove(officers, 1)), tonumber(table.remove(officers, 1))
  for lane in gmatch(ARGV[at + 1], '(%S+)[^\n]*\n') do
    asked[#asked + 1] = lane .. ':l'
  end
  for _, officer in ipairs(officers) do
    asked[#asked + 1] = officer
    asked[#asked + 1] = officer .. ':l'
  end
  known, lanes = {}, {}
  for n, value in ipairs(call('HMGET', KEYS[place], unpack(asked))) do
    known[asked[n]] = value
  end
  for lane, id, what in gmatch(ARGV[at + 1], '(%S+) (%S+)([^\n]*)\n') do
    settle(lane, id, what)
  end
  saveSettled()
  at = at + 2
  for _, officer in ipairs(officers) do
    results[#results + 1], at = takeTurn(officer, at)
  end
  flush()
end
return table.concat(results, '\n')
