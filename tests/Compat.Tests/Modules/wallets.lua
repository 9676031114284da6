-- Server code that pays players and takes from them.
local nk = require("nakama")

nk.register_rpc(function(context, payload)
  local ok, updated = pcall(nk.wallet_update, context.user_id, nk.json_decode(payload), { by = "earn" }, true)
  -- Not what the server could not do, which clients would try again, but what it does not want to.
  if not ok then error({ updated, 9 }) end
  return nk.json_encode(updated)
end, "earn")

-- The changesets of the caller's ledger, page by page.
nk.register_rpc(function(context)
  local pages, cursor = {}, ""
  repeat
    local items
    items, cursor = nk.wallet_ledger_list(context.user_id, 2, cursor)
    local page = {}
    for _, item in ipairs(items) do page[#page + 1] = item.changeset.coins end
    pages[#pages + 1] = page
  until cursor == ""
  return nk.json_encode(pages)
end, "ledger")
