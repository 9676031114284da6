-- Patterns, and what else texts can do.
local host, _ENV = ...
local marker, raise, concat, format, native_tostring, show = host.marker, host.raise, concat, format, native_tostring, show
local type, error, unpack, sub, native_rep, math_type, tointeger, floor = type, error, unpack, sub, native_rep, math_type, tointeger, floor

-- The native matcher can be made to run for years inside one instruction, so the host searches and counts its steps.
local next_match = host.next_match
local find, match, replace = bind(host.find_text), bind(host.match), bind(host.gsub)

local function gmatch(text, pattern)
  local at, last = 1, -1
  local function found(from, to, ...)
    if from == marker then raise(to) end
    if from == nil then
      at = #text + 2
      return nil
    end
    at, last = to + 1, to
    return ...
  end
  text = type(text) == "number" and native_tostring(text) or text
  return function() return found(next_match(text, pattern, at, last)) end
end

local function value_of(by, from, to, ...)
  if from == marker then raise(to) end
  if from == nil then return nil end
  local first = ...
  if type(by) == "table" then return from, to, by[first] end
  return from, to, by(...)
end

local function gsub(text, pattern, by, most)
  local kind = type(by)
  if kind == "string" or kind == "number" then return replace(text, pattern, by, most) end
  if kind ~= "table" and kind ~= "function" then
    error("bad argument #3 to gsub (string/function/table expected, got " .. kind .. ")", 2)
  end
  if type(text) == "number" then text = native_tostring(text) end
  local parts, size, count, at, last, copied = {}, 0, 0, 1, -1, 1
  while most == nil or count < most do
    local from, to, value = value_of(by, next_match(text, pattern, at, last, true))
    if from == nil then break end
    count = count + 1
    if value then
      if type(value) ~= "string" and type(value) ~= "number" then error("invalid replacement value (a " .. type(value) .. ")", 2) end
      parts[size + 1], parts[size + 2] = sub(text, copied, from - 1), value
      size, copied = size + 2, to + 1
    end
    at, last = to + 1, to
    if sub(pattern, 1, 1) == "^" then break end
  end
  if size == 0 then return text, count end
  parts[size + 1] = sub(text, copied)
  return concat(parts), count
end

local whole_directives = { d = true, i = true, c = true, o = true, u = true, x = true, X = true }

-- Values among which some have to be shown as scripts expect it.
local function show_format(pattern, count, ...)
  local arguments, at = { ... }, 0
  for flags in gmatch(pattern, "%%([%-+ #0]*%d*%.?%d*.?)") do
    local directive = sub(flags, -1)
    if directive ~= "%" then
      at = at + 1
      local value = arguments[at]
      if directive == "s" then
        if at <= count then arguments[at] = show(value) end
      elseif whole_directives[directive] and math_type(value) == "float" then
        arguments[at] = tointeger(value) or tointeger(value < 0 and -floor(-value) or floor(value)) or value
      end
    end
  end
  return format(find(pattern, "u", 1, true) and gsub(pattern, "(%%[%-+ #0]*%d*%.?%d*)u", "%1d") or pattern, unpack(arguments, 1, count))
end

local function rep(text, count, separator)
  if text == "" and (separator == nil or separator == "") then return "" end
  if math_type(count) == "float" then count = floor(count) end
  return native_rep(text, count, separator)
end

return { find = find, match = match, gmatch = gmatch, gsub = gsub, gfind = gmatch, rep = rep, show_format = show_format }
