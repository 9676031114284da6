-- Scripts out of texts, and the environments of functions.
local host, _ENV = ...
local G, compile, charge, concat, debug, loaded, piece = G, host.compile, host.charge, concat, debug, loaded, piece
local type, select, error, tointeger = type, select, error, tointeger

local function loadstring(text, name)
  if type(text) ~= "string" then error("bad argument #1 to loadstring (string expected, got " .. type(text) .. ")", 2) end
  return compile(text, name or text)
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
  if level > 256 then charge(level < 200000 and level or 200000) end
  local info = debug.getinfo(level + 2, "f")
  if not info then error("bad argument #1 to " .. name .. " (invalid level)", 3) end
  return info.func
end

local function getfenv(f)
  if f == 0 then return G end
  local _, environment = environment_of(function_at(f or 1, "getfenv"))
  return environment or G
end

local function setfenv(f, environment)
  local target = function_at(f, "setfenv")
  local at = environment_of(target)
  if not at then error("'setfenv' cannot change environment of given object", 2) end
  debug.upvaluejoin(target, at, function() return environment end, 1)
  return target
end

local function load(source, name, _, environment)
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

local function module(name, ...)
  local made = loaded[name]
  if type(made) ~= "table" then made = {} end
  loaded[name], G[name] = made, made
  made._M, made._NAME, made._PACKAGE = made, name, piece("texts").gsub(name, "[^.]*$", "")
  for i = 1, select("#", ...) do (select(i, ...))(made) end
  setfenv(2, made)
end

return { loadstring = loadstring, load = load, getfenv = getfenv, setfenv = setfenv, module = module }
