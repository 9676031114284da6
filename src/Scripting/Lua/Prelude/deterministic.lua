-- For matches: whatever could differ between two runs of the same calls is replaced by something that cannot.
local host, prelude, seed = ...
local type, rawget, rawlen, error, find, native_format = type, rawget, rawlen, error, string.find, string.format
local native_next, native_seed = next, math.randomseed
local metatable_of = prelude.metatable_of

-- Order of keys: numbers, then strings by their bytes, then false and true. Tables and functions have no order of their own, so
-- more than one of them as keys cannot be walked in the same way twice.
local marker, raise, sorted_keys = host.marker, host.raise, host.keys
local function ordered_keys(t)
  local keys, count = sorted_keys(t)
  if keys == marker then raise(count) end
  return keys, count
end

local rank = { number = 1, string = 2, boolean = 3 }
local function comes_before(one, other)
  local first, second = rank[type(one)] or 4, rank[type(other)] or 4
  if first ~= second then return first < second end
  if first == 3 then return not one and other end
  return first < 3 and one < other
end

function pairs(t)
  if type(t) ~= "table" then error("bad argument #1 to 'pairs' (table expected, got " .. type(t) .. ")", 2) end
  local count, meta = 0, metatable_of(t)
  for key in native_next, t do
    count = count + 1
    if key ~= count then count = nil break end
  end
  if count then
    return function(_, at)
      for i = at + 1, count do
        local value
        if meta then value = rawget(t, i) else value = t[i] end
        if value ~= nil then return i, value end
      end
    end, t, 0
  end
  local keys, at = nil, 0
  keys, count = ordered_keys(t)
  return function()
    while at < count do
      at = at + 1
      local key, value = keys[at], nil
      if meta then value = rawget(t, key) else value = t[key] end
      if value ~= nil then return key, value end
    end
  end, t, nil
end

local cursors = setmetatable({}, { __mode = "k" })

local function smallest(t, best)
  for key in native_next, t, best do
    if comes_before(key, best) then best = key end
  end
  return best
end

function next(t, key)
  if type(t) ~= "table" then error("bad argument #1 to 'next' (table expected, got " .. type(t) .. ")", 2) end
  if key == nil then
    local first = native_next(t)
    if first == nil then return nil end
    first = smallest(t, first)
    return first, rawget(t, first)
  end
  local cursor = cursors[t]
  if not cursor or cursor.keys[cursor.at] ~= key then
    local keys, count = ordered_keys(t)
    cursor = { keys = keys, count = count, at = 0 }
    while cursor.at < count and comes_before(keys[cursor.at + 1], key) do cursor.at = cursor.at + 1 end
    if keys[cursor.at + 1] == key then cursor.at = cursor.at + 1 end
    cursors[t] = cursor
  end
  while cursor.at < cursor.count do
    cursor.at = cursor.at + 1
    local found = cursor.keys[cursor.at]
    local value = rawget(t, found)
    if value ~= nil then return found, value end
  end
  cursors[t] = nil
  return nil
end

-- The native sort picks pivots by the clock now and then, which shows where elements are equal. This one is stable.
local function less(one, other) return one < other end

function table.sort(list, before)
  if type(list) ~= "table" then error("bad argument #1 to 'sort' (table expected, got " .. type(list) .. ")", 2) end
  local meta = metatable_of(list)
  if meta and rawget(meta, "__len") ~= nil then error("sort does not work on a table with __len", 2) end
  before = before or less
  local count = rawlen(list)
  local run = 8
  for first = 1, count, run do
    for i = first + 1, first + run - 1 <= count and first + run - 1 or count do
      local value, at = list[i], i - 1
      while at >= first and before(value, list[at]) do
        list[at + 1] = list[at]
        at = at - 1
      end
      list[at + 1] = value
    end
  end
  local from, to = list, {}
  while run < count do
    for first = 1, count, 2 * run do
      local left, middle, right = first, first + run, first + run
      local last = first + 2 * run - 1
      if last > count then last = count end
      for at = first, last do
        if left < middle and (right > last or not before(from[right], from[left])) then
          to[at] = from[left]
          left = left + 1
        else
          to[at] = from[right]
          right = right + 1
        end
      end
    end
    from, to = to, from
    run = run * 2
  end
  if from ~= list then
    for i = 1, count do list[i] = from[i] end
  end
end

-- Addresses differ from run to run; things are numbered in the order in which the script first prints them instead.
local numbers, last = setmetatable({}, { __mode = "k" }), 0
prelude.name_by(function(value)
  local number = numbers[value]
  if not number then
    last = last + 1
    number = last
    numbers[value] = number
  end
  return native_format("%s: 0x%08x", type(value), number)
end)

local format = string.format
function string.format(pattern, ...)
  if find(pattern, "p", 1, true) and find(pattern, "%%[%-%d]*p") then error("invalid conversion '%p' to 'format'", 2) end
  return format(pattern, ...)
end

function math.randomseed(value, more) native_seed(value or seed, more or 0) end
native_seed(seed, 0)
