-- What the other modules share: reading payloads, refusing calls, and trying again where two calls met at one object. No RPCs.
--
-- A refusal's code is that of gRPC, as clients see it: 3 a bad payload, 5 not there, 7 not allowed, 9 not now, 10 try again.
local nk = require("nakama")

local M = { INVALID = 3, NOT_FOUND = 5, DENIED = 7, NOT_NOW = 9, TRY_AGAIN = 10 }

local ATTEMPTS = 25

function M.refuse(text, code)
  error({ text, code })
end

-- The payload of a call as a table.
function M.read(payload)
  if payload == nil or payload == "" then return {} end
  local is_json, sent = pcall(nk.json_decode, payload)
  if not is_json or type(sent) ~= "table" then M.refuse("The payload is not a JSON object.", M.INVALID) end
  return sent
end

-- The payload of a player's call; servers, which come with the HTTP key, are sent away.
function M.read_of_player(context, payload)
  if not context.user_id then M.refuse("This is for players.", M.DENIED) end
  return M.read(payload)
end

function M.whole(number, least, most, name)
  if type(number) ~= "number" or number ~= math.floor(number) or number < least or number > most then
    M.refuse(name .. " must be a whole number from " .. least .. " to " .. most .. ".", M.INVALID)
  end
  return math.floor(number)
end

function M.player(id)
  -- An id that is none is an error.
  local is_id, users = pcall(nk.users_get_id, { id or "" })
  if not is_id or not users[1] then M.refuse("There is no such player.", M.NOT_FOUND) end
  return users[1]
end

-- The object and its version; a new one with the version that only a first write has.
function M.stored(collection, key, user_id, new)
  local object = nk.storage_read({ { collection = collection, key = key, user_id = user_id } })[1]
  if object then return object.value, object.version end
  return new, "*"
end

-- What only the server writes, and everybody may read.
function M.write(collection, key, user_id, value, version)
  return {
    collection = collection, key = key, user_id = user_id, value = value, version = version,
    permission_read = 2, permission_write = 0
  }
end

-- Runs a function that reads objects and writes them back with their versions, anew as long as others were faster.
function M.commit(attempt)
  for _ = 1, ATTEMPTS do
    local is_done, result = pcall(attempt)
    if is_done then return result end
    local text = type(result) == "table" and "" or tostring(result)
    if text:find("negative value", 1, true) then M.refuse("Not enough gold.", M.NOT_NOW) end
    if not text:find("version check failed", 1, true) then error(result, 0) end
  end
  M.refuse("Too many calls at once; try again.", M.TRY_AGAIN)
end

return M
