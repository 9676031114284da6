-- For matches: whatever could differ between two runs of the same calls is replaced by something that cannot.
local host, own, seed = ...
local type, rawget, error, find, native_format = type, rawget, error, own.native_find, own.format
local native_next, native_seed = next, math.randomseed
local metatable_of, incomplete, complete = own.metatable_of, own.incomplete, own.complete

-- Order of keys: numbers, then strings by their bytes, then false and true. Tables and functions have no order of their own, so
-- more than one of them as keys cannot be walked in the same way twice.
local marker, raise, sorted_keys = host.marker, host.raise, host.keys
local function ordered_keys(t)
  local keys, count = sorted_keys(t)
  if keys == marker then raise(count) end
  return keys, count
end

function pairs(t)
  if type(t) ~= "table" then error("bad argument #1 to 'pairs' (table expected, got " .. type(t) .. ")", 2) end
  local count, meta = 0, metatable_of(t)
  if meta == incomplete then
    complete(t)
    meta = nil
  end
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

own.ordered_keys = ordered_keys
own.later("next", "ordered")

-- Addresses differ from run to run; things are numbered in the order in which the script first prints them instead.
local numbers, last = setmetatable({}, { __mode = "k" }), 0
own.name_by(function(value)
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
