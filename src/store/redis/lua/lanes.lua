--[[
A lane of the outbox in pages of at most 32 entries, so that no step costs more than a page, however long the lane is.
Included by the scripts that change lanes.

Fields of the hash of its shard:
  LANE:l    `LEASED|ENTRIES|WORKER|BEGUN|PAGES`: the first page. Its first LEASED entries belong to the lease of WORKER,
            who began with the very first at the time BEGUN, or has not where that is empty
  LANE:p:N  `ENTRIES`: a later page
  :ID       an entry, as codec.ts writes it
ENTRIES is `CREATED:ID,…`. PAGES is `FIRST-LAST-COUNT`: the numbers of the later pages, which are full but for the last,
and how many entries the last one has; empty where there is no later page.

Earlier versions wrote `LEASED|ENTRIES|WORKER` with all entries; readLane divides it, and takes the first for begun.
]]
local call, match, gmatch = redis.call, string.match, string.gmatch

-- `leasedTogether` in port/outbox.ts: what is leased is a page at most.
local pageSize = 32

local function pageField(state, number)
  return state.lane .. ':p:' .. number
end

local function idOf(entry)
  return match(entry, ':(.+)$')
end

local function entriesOf(list)
  local entries = {}
  for entry in gmatch(list, '[^,]+') do
    entries[#entries + 1] = entry
  end
  return entries
end

-- Writes the last page, where it was changed.
local function saveTail(officers, state)
  if state.tail then
    call('HSET', officers, pageField(state, state.last), table.concat(state.tail, ','))
  end
end

-- The lane's own field. Its pages have to be written beside it, see saveTail.
local function laneValue(state)
  local pages = state.last and state.first .. '-' .. state.last .. '-' .. state.count or ''
  local own = { state.leased, table.concat(state.entries, ','), state.worker, state.begun, pages }
  return table.concat(own, '|')
end

-- Puts an entry behind all others. Returns whether it stands in the first page.
local function pushEntry(officers, state, entry)
  if not state.last and #state.entries < pageSize then
    state.entries[#state.entries + 1] = entry
    return true
  end
  if not state.last then
    state.first, state.last, state.count, state.tail = 1, 1, 0, {}
  elseif state.count == pageSize then
    saveTail(officers, state)
    state.last, state.count, state.tail = state.last + 1, 0, {}
  elseif not state.tail then
    state.tail = entriesOf(call('HGET', officers, pageField(state, state.last)))
  end
  state.tail[#state.tail + 1] = entry
  state.count = state.count + 1
  return false
end

-- The next page becomes the first, where there is one.
local function pullPage(officers, state)
  if not state.last then
    return
  end
  local field = pageField(state, state.first)
  local isLast = state.first == state.last
  state.entries = isLast and state.tail or entriesOf(call('HGET', officers, field))
  call('HDEL', officers, field)
  if isLast then
    state.first, state.last, state.count, state.tail = nil, nil, nil, nil
  else
    state.first = state.first + 1
  end
end

local function readLane(officers, lane, raw)
  local leased, list, holder, rest = match(raw, '^(%d+)|([^|]*)|([^|]*)(.*)$')
  local begun, pages = match(rest, '^|(%d*)|(.*)$')
  if not begun then
    begun, pages = holder ~= '' and '1' or '', ''
  end
  local state = { lane = lane, leased = tonumber(leased), entries = entriesOf(list), worker = holder, begun = begun }
  local first, last, count = match(pages, '^(%d+)-(%d+)-(%d+)$')
  if first then
    state.first, state.last, state.count = tonumber(first), tonumber(last), tonumber(count)
  end
  if #state.entries > pageSize then
    local all = state.entries
    state.entries = {}
    state.leased = math.min(state.leased, pageSize)
    for _, entry in ipairs(all) do
      pushEntry(officers, state, entry)
    end
    saveTail(officers, state)
    call('HSET', officers, lane .. ':l', laneValue(state))
  end
  return state
end

-- Takes an entry out of the first page, where all stand that ever were leased. Returns whether it was there.
local function dropEntry(officers, state, id)
  for n, entry in ipairs(state.entries) do
    if idOf(entry) == id then
      table.remove(state.entries, n)
      if n == 1 then
        state.begun = ''
      end
      if n <= state.leased then
        state.leased = state.leased - 1
      end
      if #state.entries == 0 then
        pullPage(officers, state)
      end
      return true
    end
  end
  return false
end

local function isLeased(state, id)
  for n = 1, state.leased do
    if idOf(state.entries[n]) == id then
      return true
    end
  end
  return false
end

-- A lane of which nothing is leased belongs to nobody, and is due with its first entry.
local function freeLane(officers, due, state)
  state.leased, state.worker, state.begun = 0, '', ''
  local head = call('HGET', officers, ':' .. idOf(state.entries[1]))
  call('ZADD', due, match(head, '^%d+|(%d+)|'), state.lane)
end

-- An entry after one more attempt that failed or is in doubt since that time (0: it is not). Not before: as it is, if nil.
local function failed(entry, notBefore, doubt)
  local created, due, attempts, before, rest = match(entry, '^(%d+)|(%d+)|(%d+)|(%d+)|(.*)$')
  local again = { created, notBefore or due, attempts + 1, before == '0' and doubt or before, rest }
  return table.concat(again, '|')
end
