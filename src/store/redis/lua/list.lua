--[[
One shard's part of a page of the queue: what fits the filter, by due time and reference.

KEYS     requests, terms, then the queues of the statuses asked for
ARGV[1]  JSON: limit, after (due time, as text) and afterRef, statuses, terms, and filter with
         any of kind, issuers, agencyType, assignee; no issuer and no assignee are the empty text
Result   how many fit in all; then due time and reference of those after `after`, `limit` at most
]]
local ask = cjson.decode(ARGV[1])
local filter = ask.filter
local after = tonumber(ask.after)

local function has(list, value)
  for _, one in ipairs(list) do
    if one == value then
      return true
    end
  end
  return false
end

local isFiltered = next(filter) ~= nil
local chunk = isFiltered and 500 or ask.limit + 1

-- A member of a queue: `REF~KIND~ISSUER~AGENCYTYPE~ASSIGNEE`.
local function fits(member)
  if not isFiltered then
    return true
  end
  local kind, issuer, agencyType, assignee = string.match(member, '^%d+~([^~]*)~([^~]*)~([^~]*)~(.*)$')
  return (not filter.kind or filter.kind == kind)
    and (not filter.issuers or has(filter.issuers, issuer))
    and (not filter.agencyType or filter.agencyType == agencyType)
    and (not filter.assignee or filter.assignee == assignee)
end

local total = 0
local found = {}

-- Up to `most` are kept.
local function consider(member, due, most)
  local ref = string.match(member, '^%d+')
  if #found < most and (due > after or (due == after and ref > ask.afterRef)) then
    found[#found + 1] = { due, ref }
  end
end

if #ask.terms > 0 then
  -- The rarest word leads; whether a request has the others it says itself.
  local shortest
  for _, term in ipairs(ask.terms) do
    local refs = redis.call('HGET', KEYS[2], term) or ''
    if not shortest or #refs < #shortest then
      shortest = refs
    end
  end
  for ref in string.gmatch(shortest, '[^,]+') do
    local request = redis.call('HGET', KEYS[1], ref)
    local status, due, terms, member = string.match(request, '^%d+|([^|]*)|(%d+)|%d+|([^|]*)|([^|]*)|')
    local known = {}
    for term in string.gmatch(terms, '[^,]+') do
      known[term] = true
    end
    local hasAll = true
    for _, term in ipairs(ask.terms) do
      hasAll = hasAll and known[term]
    end
    if hasAll and has(ask.statuses, status) and fits(member) then
      total = total + 1
      consider(member, tonumber(due), math.huge)
    end
  end
else
  for at = 3, #KEYS do
    local from = isFiltered and '-inf' or ask.after
    if not isFiltered then
      total = total + redis.call('ZCARD', KEYS[at])
    end
    -- A queue is in order: more than a page of it is never needed, only counted.
    local offset, enough = 0, #found + ask.limit
    while true do
      local page = redis.call('ZRANGEBYSCORE', KEYS[at], from, '+inf', 'WITHSCORES', 'LIMIT', offset, chunk)
      for n = 1, #page, 2 do
        if fits(page[n]) then
          if isFiltered then
            total = total + 1
          end
          consider(page[n], tonumber(page[n + 1]), enough)
        end
      end
      if #page < 2 * chunk or (not isFiltered and #found >= enough) then
        break
      end
      offset = offset + chunk
    end
  end
end

table.sort(found, function(a, b)
  return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])
end)
local result = { total }
for at = 1, math.min(ask.limit, #found) do
  result[#result + 1] = string.format('%.0f', found[at][1])
  result[#result + 1] = found[at][2]
end
return result
