-- The rest of the library for tables.
local host, _ENV = ...
local length_of, native_sort, charge, next, rawlen, math_type = length_of, native_sort, host.charge, next, rawlen, math_type

local function sort(list, before)
  local count = length_of(list, "sort")
  if count > 256 then charge(count) end
  return native_sort(list, before)
end

local function move(from, first, last, to, target)
  target = target or from
  if to > last or to <= first or target ~= from then
    for i = 0, last - first do target[to + i] = from[first + i] end
  else
    for i = last - first, 0, -1 do target[to + i] = from[first + i] end
  end
  return target
end

local function getn(list) return rawlen(list) end

local function maxn(list)
  local largest = 0
  for key in next, list do
    if math_type(key) and key > largest then largest = key end
  end
  return largest
end

return { sort = sort, move = move, getn = getn, maxn = maxn }
