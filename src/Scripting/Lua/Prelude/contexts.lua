-- Contexts of calls, whose lists (the request's headers and parameters) are made when somebody first looks. Whatever could tell such a table from an ordinary one makes them first.
local host, own = ...
local key, fill, type, error, metatable_of = host.lists, host.fill_context, own.type, own.error, own.metatable_of
local native_next, native_rawget, native_rawset, native_getmetatable, outer_setmetatable = next, rawget, rawset, getmetatable, setmetatable
local set_metatable = own.debug.setmetatable

local lazy = {
  __index = function(context, name)
    if name ~= "headers" and name ~= "query_params" then return nil end
    fill(context)
    return native_rawget(context, name)
  end,
  __newindex = function(context, name, value)
    fill(context)
    context[name] = value
  end,
  __pairs = function(context)
    fill(context)
    return native_next, context, nil
  end,
}

local function expect_table(value, name)
  if type(value) ~= "table" then error("bad argument #1 to '" .. name .. "' (table expected, got " .. type(value) .. ")", 3) end
  if metatable_of(value) == lazy then fill(value) end
end

function next(list, at)
  expect_table(list, "next")
  return native_next(list, at)
end

function rawget(list, name)
  expect_table(list, "rawget")
  return native_rawget(list, name)
end

function rawset(list, name, value)
  expect_table(list, "rawset")
  return native_rawset(list, name, value)
end

function getmetatable(value)
  local meta = native_getmetatable(value)
  if meta == lazy then return nil end
  return meta
end

function setmetatable(value, meta)
  if metatable_of(value) == lazy then fill(value) end
  return outer_setmetatable(value, meta)
end

-- Calls a function with its context and what it is given, in one step from the host. The tail call leaves no trace.
local function entry(env, node, version)
  return function(f, payload, lists, user_id, username, vars, expiry, session_id, lang, client_ip, client_port, trace_id)
    local context = {
      env = env, execution_mode = "rpc", node = node, version = version, user_id = user_id, username = username, vars = vars, user_session_exp = expiry,
      session_id = session_id, lang = lang, client_ip = client_ip, client_port = client_port, trace_id = trace_id,
    }
    context[key] = lists
    return f(set_metatable(context, lazy), payload)
  end
end

return entry, lazy
