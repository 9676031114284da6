-- The world a script sees: Lua 5.4 dressed as 5.1, with everything taken away that reaches outside or runs unbounded.
-- Everything here is local: a script that replaces a global changes its own world, never this code.
local host, debug = ...
local G = _G
local marker, raise, ended, charge, charge_open_calls = host.marker, host.raise, host.ended, host.charge, host.charge_open_calls
local type, select, error, next, rawget, rawset, rawlen = type, select, error, next, rawget, rawset, rawlen
local native_tostring, native_pcall, native_xpcall, native_setmetatable = tostring, pcall, xpcall, setmetatable
local native_collect, metatable_of = collectgarbage, debug.getmetatable
local string, table, math = string, table, math
local unpack, set_metatable = table.unpack, debug.setmetatable
local math_type, tointeger, floor = math.type, math.tointeger, math.floor
local format = string.format

-- What pieces (see below) see instead of the globals, which are the script's to change.
local own = {
  G = G, type = type, select = select, error = error, next = next, rawget = rawget, rawlen = rawlen, setmetatable = setmetatable, math_type = math_type,
  tointeger = tointeger, floor = floor, exp = math.exp, log = math.log, huge = math.huge, native_fmod = math.fmod, unpack = unpack, sub = string.sub,
  native_find = string.find, native_rep = string.rep, native_sort = table.sort, format = format, native_tostring = tostring, debug = debug,
}

-- A host function returns its results, or the marker and an error, which is raised here, on Lua's side.
local function finish(first, ...)
  if first == marker then raise(...) end
  return first, ...
end

local function bind(raw)
  return function(...) return finish(raw(...)) end
end

local concat = bind(host.concat)

-- There are thousands of matches, which live long and make little garbage a tick: to walk all that a state has for it would cost more than the ticks, and to wait for as much
-- again would cost memory. So what is new is looked at with every tenth more, and everything once a quarter more has stayed.
if host.deterministic then
  -- Before the other, as it also says how long a state waits that grows with everything it does.
  native_collect("incremental", 115, 200)
  native_collect("generational", 10, 24)
end

-- Pieces ------------------------------------------------------------------------------------------------------------

-- What most scripts never use is loaded when one does, since a match has all of this for itself.
local pieces, find_piece = {}, host.piece
local function piece(name)
  local found = pieces[name]
  if not found then
    found = find_piece(name)(host, own)
    pieces[name] = found
  end
  return found
end

-- A global that is in a piece. The tail call leaves no trace, so levels count as if the function had been there.
local function later(name, piece_name)
  G[name] = function(...) return piece(piece_name)[name](...) end
end

-- Libraries whose rest comes with the first look for something that they lack.
local pending = { [string] = "texts", [table] = host.deterministic and "ordered" or "tables", [math] = "mathematics" }
local function complete(library)
  local name = pending[library]
  if not name then return end
  pending[library] = nil
  set_metatable(library, nil)
  for key, value in next, piece(name) do
    if rawget(library, key) == nil then library[key] = value end
  end
end

local incomplete = {
  __metatable = false,
  __index = function(library, key)
    complete(library)
    return library[key]
  end,
}

-- Errors ------------------------------------------------------------------------------------------------------------

-- To catch an error in deep recursion is work.
local function caught(ok, ...)
  if not ok then charge_open_calls() end
  return ok, ...
end

function pcall(...) return caught(native_pcall(...)) end

-- Hooks sleep while an error handler runs for an ended script, so its own handler must not run at all.
function xpcall(f, handler, ...)
  return caught(native_xpcall(f, function(problem)
    if ended() then return problem end
    return handler(problem)
  end, ...))
end

-- Finalizers would run at times of the collector's choosing, inside whatever call happens to be going on.
function setmetatable(value, meta)
  if type(value) ~= "table" then error("bad argument #1 to 'setmetatable' (table expected, got " .. type(value) .. ")", 2) end
  if type(meta) == "table" and rawget(meta, "__gc") ~= nil then error("__gc is not supported", 2) end
  if pending[value] then complete(value) end
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

function string.format(pattern, ...)
  local count = select("#", ...)
  if count == 0 then return format(pattern) end
  local a, b, c = ...
  if count <= 3 and plain(a) and plain(b) and plain(c) then return format(pattern, ...) end
  return piece("texts").show_format(pattern, count, ...)
end

-- Strings -----------------------------------------------------------------------------------------------------------

string.dump, string.find, string.match, string.gmatch, string.gsub, string.rep = nil

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

local insert, remove = table.insert, table.remove
own.length_of = length_of
table.sort, table.move = nil

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

table.concat, G.unpack = concat, unpack

-- Mathematics -------------------------------------------------------------------------------------------------------

local random = math.random
math.fmod, math.pow, math.log10, math.cosh, math.sinh, math.tanh, math.ldexp, math.frexp = nil
function math.random(low, high)
  if low == nil then return random() end
  if math_type(low) == "float" then low = floor(low) end
  if high == nil then return random(low) end
  if math_type(high) == "float" then high = floor(high) end
  return random(low, high)
end

bit32 = {}
pending[bit32] = "bits"

-- Loading -----------------------------------------------------------------------------------------------------------

dofile, loadfile, warn = nil, nil, nil
for _, name in next, { "loadstring", "load", "getfenv", "setfenv", "module" } do later(name, "chunks") end

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

os = { clock = bind(host.clock), date = bind(host.date), time = bind(host.time),
  difftime = function(later, earlier) return later - (earlier or 0) end }
loaded.os = os
coroutine, io, utf8 = nil, nil, nil
_VERSION = "Lua 5.1"

own.require, own.metatable_of, own.name_by = require, metatable_of, function(namer) name_of = namer end
own.show, own.bind, own.concat, own.loaded, own.piece, own.later = show, bind, concat, loaded, piece, later
own.incomplete, own.complete = incomplete, complete

for library in next, pending do set_metatable(library, incomplete) end
if not host.deterministic then
  for _, library in next, { string, table, math, bit32 } do complete(library) end
end
return own
