-- The world a script sees: Lua 5.4 dressed as 5.1, with everything taken away that reaches outside or runs unbounded.
-- Everything here is local: a script that replaces a global changes its own world, never this code.
local host, debug = ...
local G = _G
local marker, raise, ended, charge = host.marker, host.raise, host.ended, host.charge
local type, select, error, next, rawget, rawset, rawlen = type, select, error, next, rawget, rawset, rawlen
local native_tostring, native_xpcall, native_setmetatable = tostring, xpcall, setmetatable
local native_collect, metatable_of = collectgarbage, debug.getmetatable
local string, table, math = string, table, math
local unpack = table.unpack
local math_type, tointeger, floor = math.type, math.tointeger, math.floor
local format, rep, sub = string.format, string.rep, string.sub

-- A host function returns its results, or the marker and an error, which is raised here, on Lua's side.
local function finish(first, ...)
  if first == marker then raise(...) end
  return first, ...
end

local function bind(raw)
  return function(...) return finish(raw(...)) end
end

local concat = bind(host.concat)

-- Patterns ----------------------------------------------------------------------------------------------------------

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

string.find, string.match, string.gmatch, string.gsub, string.gfind = find, match, gmatch, gsub, gmatch

-- Errors ------------------------------------------------------------------------------------------------------------

-- Hooks sleep while an error handler runs for an ended script, so its own handler must not run at all.
function xpcall(f, handler, ...)
  return native_xpcall(f, function(problem)
    if ended() then return problem end
    return handler(problem)
  end, ...)
end

-- Finalizers would run at times of the collector's choosing, inside whatever call happens to be going on.
function setmetatable(value, meta)
  if type(value) ~= "table" then error("bad argument #1 to 'setmetatable' (table expected, got " .. type(value) .. ")", 2) end
  if type(meta) == "table" and rawget(meta, "__gc") ~= nil then error("__gc is not supported", 2) end
  return native_setmetatable(value, meta)
end

function collectgarbage(what)
  if what == nil or what == "collect" or what == "step" then charge(1000) return 0 end
  if what == "count" then return host.deterministic and 0 or native_collect("count") end
  return 0
end

-- Numbers as text ---------------------------------------------------------------------------------------------------

local name_of

local function show(value)
  if math_type(value) == "float" then
    local whole = tointeger(value)
    return whole and native_tostring(whole) or host.number(value)
  end
  local kind = type(value)
  if name_of and (kind == "table" or kind == "function") then
    local meta = kind == "table" and metatable_of(value)
    if not (meta and (rawget(meta, "__tostring") or rawget(meta, "__name"))) then return name_of(value) end
  end
  return native_tostring(value)
end
tostring = show

local emit = host.print
function print(...)
  local count = select("#", ...)
  local parts = { ... }
  for i = 1, count do
    local text = show(parts[i])
    if type(text) ~= "string" then error("'tostring' must return a string to 'print'", 2) end
    parts[i] = text
  end
  emit(concat(parts, "\t", 1, count))
end

local function plain(value)
  local number = math_type(value)
  if number then return number == "integer" end
  local kind = type(value)
  return kind ~= "table" and kind ~= "function"
end

local whole_directives = { d = true, i = true, c = true, o = true, u = true, x = true, X = true }

function string.format(pattern, ...)
  local count = select("#", ...)
  if count == 0 then return format(pattern) end
  local a, b, c = ...
  if count <= 3 and plain(a) and plain(b) and plain(c) then return format(pattern, ...) end
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

-- Strings -----------------------------------------------------------------------------------------------------------

string.dump = nil

function string.rep(text, count, separator)
  if text == "" and (separator == nil or separator == "") then return "" end
  if math_type(count) == "float" then count = floor(count) end
  return rep(text, count, separator)
end

metatable_of("").__metatable = "locked"

-- Tables ------------------------------------------------------------------------------------------------------------

-- The native functions believe __len, and a lie there makes them loop without end; as in 5.1 it does not count for tables.
local function length_of(value, name)
  if type(value) ~= "table" then error("bad argument #1 to " .. name .. " (table expected, got " .. type(value) .. ")", 3) end
  local meta = metatable_of(value)
  if meta and rawget(meta, "__len") ~= nil then error(name .. " does not work on a table with __len", 3) end
  local count = rawlen(value)
  if count > 256 then charge(count // 16) end
  return count
end

local insert, remove, sort = table.insert, table.remove, table.sort

function table.insert(list, ...)
  if select("#", ...) == 1 then
    if type(list) == "table" and not metatable_of(list) then
      list[rawlen(list) + 1] = ...
      return
    end
  end
  length_of(list, "insert")
  return insert(list, ...)
end

function table.remove(list, at)
  local count = length_of(list, "remove")
  if count == 0 and at == nil then return nil end
  if at == nil then at = count end
  if math_type(at) == "float" then at = floor(at) end
  if count == 0 or at < 1 or at > count then return nil end
  return remove(list, at)
end

function table.sort(list, before)
  local count = length_of(list, "sort")
  if count > 256 then charge(count) end
  return sort(list, before)
end

function table.move(from, first, last, to, target)
  target = target or from
  if to > last or to <= first or target ~= from then
    for i = 0, last - first do target[to + i] = from[first + i] end
  else
    for i = last - first, 0, -1 do target[to + i] = from[first + i] end
  end
  return target
end

function table.getn(list) return rawlen(list) end

function table.maxn(list)
  local largest = 0
  for key in next, list do
    if math_type(key) and key > largest then largest = key end
  end
  return largest
end

table.concat, G.unpack = concat, unpack

-- Mathematics -------------------------------------------------------------------------------------------------------

local exp, fmod, random = math.exp, math.fmod, math.random
function math.pow(base, exponent) return base ^ exponent end
function math.log10(value) return math.log(value, 10) end
function math.fmod(value, by) return fmod(value + 0.0, by + 0.0) end
function math.cosh(value) return (exp(value) + exp(-value)) / 2 end
function math.sinh(value) return (exp(value) - exp(-value)) / 2 end
function math.tanh(value)
  if value > 20 then return 1.0 elseif value < -20 then return -1.0 end
  local twice = exp(2 * value)
  return (twice - 1) / (twice + 1)
end
function math.ldexp(mantissa, exponent) return mantissa * 2.0 ^ exponent end
function math.frexp(value)
  if value == 0 or value ~= value or value == math.huge or value == -math.huge then return value, 0 end
  local size, exponent = value < 0 and -value or value, 0
  while size >= 1 do size = size / 2 exponent = exponent + 1 end
  while size < 0.5 do size = size * 2 exponent = exponent - 1 end
  return value < 0 and -size or size, exponent
end
math.mod = math.fmod
function math.random(low, high)
  if low == nil then return random() end
  if math_type(low) == "float" then low = floor(low) end
  if high == nil then return random(low) end
  if math_type(high) == "float" then high = floor(high) end
  return random(low, high)
end

local function bits(value)
  local whole = tointeger(value)
  if not whole then whole = tointeger(floor((value + 0.0) % 4294967296.0)) or 0 end
  return whole & 0xFFFFFFFF
end

local function shift(value, by)
  if by <= -32 or by >= 32 then return 0 end
  if by >= 0 then return (value << by) & 0xFFFFFFFF end
  return value >> -by
end

local function rotate(value, by)
  by = by % 32
  return ((value << by) | (value >> (32 - by))) & 0xFFFFFFFF
end

local function mask_of(field, width)
  width = width or 1
  if field < 0 or width < 1 or field + width > 32 then error("trying to access non-existent bits", 3) end
  return (1 << width) - 1
end

bit32 = {
  band = function(...)
    local result = 0xFFFFFFFF
    for i = 1, select("#", ...) do result = result & bits((select(i, ...))) end
    return result
  end,
  bor = function(...)
    local result = 0
    for i = 1, select("#", ...) do result = result | bits((select(i, ...))) end
    return result
  end,
  bxor = function(...)
    local result = 0
    for i = 1, select("#", ...) do result = result ~ bits((select(i, ...))) end
    return result
  end,
  bnot = function(value) return ~bits(value) & 0xFFFFFFFF end,
  lshift = function(value, by) return shift(bits(value), by) end,
  rshift = function(value, by) return shift(bits(value), -by) end,
  arshift = function(value, by)
    value = bits(value)
    if by <= 0 or value < 0x80000000 then return shift(value, -by) end
    if by >= 31 then return 0xFFFFFFFF end
    return (value >> by) | (0xFFFFFFFF << (32 - by)) & 0xFFFFFFFF
  end,
  lrotate = function(value, by) return rotate(bits(value), by) end,
  rrotate = function(value, by) return rotate(bits(value), -by) end,
  extract = function(value, field, width) return (bits(value) >> field) & mask_of(field, width) end,
  replace = function(value, with, field, width)
    local mask = mask_of(field, width)
    return (bits(value) & ~(mask << field) | (bits(with) & mask) << field) & 0xFFFFFFFF
  end,
}
function bit32.btest(...) return bit32.band(...) ~= 0 end

-- Loading -----------------------------------------------------------------------------------------------------------

local compile = host.compile
dofile, loadfile, warn = nil, nil, nil

function loadstring(text, name)
  if type(text) ~= "string" then error("bad argument #1 to loadstring (string expected, got " .. type(text) .. ")", 2) end
  return compile(text, name or text)
end

function load(source, name, _, environment)
  if type(source) == "function" then
    local parts = {}
    while true do
      local part = source()
      if part == nil or part == "" then break end
      parts[#parts + 1] = part
    end
    source, name = concat(parts), name or "=(load)"
  end
  local chunk, problem = loadstring(source, name)
  if chunk and environment ~= nil then setfenv(chunk, environment) end
  return chunk, problem
end

local function environment_of(f)
  for i = 1, 255 do
    local name, value = debug.getupvalue(f, i)
    if name == nil then return nil end
    if name == "_ENV" then return i, value end
  end
end

local function function_at(f, name)
  if type(f) == "function" then return f end
  local level = tointeger(f) or 1
  if level < 0 then error("bad argument #1 to " .. name .. " (level must be non-negative)", 3) end
  local info = debug.getinfo(level + 2, "f")
  if not info then error("bad argument #1 to " .. name .. " (invalid level)", 3) end
  return info.func
end

function getfenv(f)
  if f == 0 then return G end
  local _, environment = environment_of(function_at(f or 1, "getfenv"))
  return environment or G
end

function setfenv(f, environment)
  local target = function_at(f, "setfenv")
  local at = environment_of(target)
  if not at then error("'setfenv' cannot change environment of given object", 2) end
  debug.upvaluejoin(target, at, function() return environment end, 1)
  return target
end

local loaded, preload = {}, {}
package = {
  loaded = loaded,
  preload = preload,
  path = "",
  cpath = "",
  seeall = function(module) setmetatable(module, { __index = G }) end,
  loadlib = function() error("loadlib is not supported", 2) end,
}
for _, name in next, { "string", "table", "math", "os", "bit32", "package" } do loaded[name] = G[name] end
loaded._G = G

local find_module, find_library, find_function = host.module, host.library, host.find

-- A library of the host gets its functions when they are first used.
local function library(name)
  return native_setmetatable({}, {
    __index = function(self, key)
      local raw, is_script
      if type(key) == "string" then raw, is_script = find_function(name, key) end
      if not raw then return nil end
      local bound
      if is_script then bound = raw(self) else bound = bind(raw) end
      rawset(self, key, bound)
      return bound
    end,
  })
end

local libraries = {}
package.loaders = {
  function(name)
    local opener = preload[name]
    return opener or "\n\tno field package.preload['" .. name .. "']"
  end,
  function(name)
    local known = find_library(name)
    if not known then return "\n\tno library '" .. name .. "'" end
    libraries[known] = libraries[known] or library(known)
    return function() return libraries[known] end
  end,
  function(name)
    return find_module(name) or "\n\tno module '" .. name .. "'"
  end,
}

local loading = {}
local function open(name, opener)
  loaded[name] = loading
  local result = opener(name)
  if result ~= nil then loaded[name] = result
  elseif loaded[name] == loading then loaded[name] = true end
  return loaded[name]
end

function require(name)
  if type(name) ~= "string" then error("bad argument #1 to require (string expected, got " .. type(name) .. ")", 2) end
  local known = loaded[name]
  if known == loading then error("loop or previous error loading module: " .. name, 2) end
  if known ~= nil then return known end
  local tried = ""
  for _, searcher in next, package.loaders do
    local opener = searcher(name)
    if type(opener) == "function" then return open(name, opener) end
    if type(opener) == "string" then tried = tried .. opener end
  end
  error("module " .. name .. " not found:" .. tried, 2)
end

function module(name, ...)
  local made = loaded[name]
  if type(made) ~= "table" then made = {} end
  loaded[name], G[name] = made, made
  made._M, made._NAME, made._PACKAGE = made, name, gsub(name, "[^.]*$", "")
  for i = 1, select("#", ...) do (select(i, ...))(made) end
  setfenv(2, made)
end

os = { clock = bind(host.clock), date = bind(host.date), time = bind(host.time),
  difftime = function(later, earlier) return later - (earlier or 0) end }
loaded.os = os
coroutine, io, utf8 = nil, nil, nil
_VERSION = "Lua 5.1"

return { require = require, metatable_of = metatable_of, name_by = function(namer) name_of = namer end }
