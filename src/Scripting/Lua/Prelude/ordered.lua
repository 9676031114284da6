-- For matches: the rest of the library for tables, and next.
local _, _ENV = ...
local type, rawget, rawlen, error, native_next = type, rawget, rawlen, error, next
local metatable_of, ordered_keys, incomplete, complete = metatable_of, ordered_keys, incomplete, complete

local rank = { number = 1, string = 2, boolean = 3 }
local function comes_before(one, other)
  local first, second = rank[type(one)] or 4, rank[type(other)] or 4
  if first ~= second then return first < second end
  if first == 3 then return not one and other end
  return first < 3 and one < other
end

local cursors = setmetatable({}, { __mode = "k" })

local function smallest(t, best)
  for key in native_next, t, best do
    if comes_before(key, best) then best = key end
  end
  return best
end

local function ordered_next(t, key)
  if type(t) ~= "table" then error("bad argument #1 to 'next' (table expected, got " .. type(t) .. ")", 2) end
  if metatable_of(t) == incomplete then complete(t) end
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

local function sort(list, before)
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

local rest = piece("tables")
return { next = ordered_next, sort = sort, move = rest.move, getn = rest.getn, maxn = rest.maxn }
