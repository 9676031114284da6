using System.Text.Json;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>Functions around every operation in Lua.</summary>
public sealed class HookedByLua() : HookedServer("walk.lua", names => Module.Replace("NAMES", JsonSerializer.Serialize(names), StringComparison.Ordinal))
{
    // There is one state only, so what is told to it is known there.
    const string Module = """
        local nk = require('nakama')
        local plan, seen = {}, nil

        for at, name in ipairs(nk.json_decode([==[NAMES]==])) do
          local function before(context, request)
            if plan.name ~= name then return request end
            if plan.mode == 'refuse' then error({ nk.json_encode({ context = context, request = request }), 7 }) end
            if plan.mode == 'nothing' then return nil end
            if plan.mode == 'nonsense' then return { nonsense = 1 } end
            if plan.mode == 'loop' then while true do end end
            if plan.mode == 'odd' then error({ 'odd', 0 }) end
            return plan.request or request
          end
          -- The names of our own registration may be spelled as modules like it; it refuses those that take no functions.
          if at % 2 == 0 or name == 'Healthcheck' or name == 'RpcFunc' then nk.register_req_before(before, name:upper())
          else nk.register_before(name:gsub('(%u)', '_%1'):lower(), before) end
          nk.register_req_after(function(context, out, into)
            if plan.name ~= name then return end
            seen = { name = name, context = context, out = out, into = into }
            if plan.mode == 'gift' then nk.wallet_update(context.user_id, { coins = 5 }, {}, true) end
            if plan.mode == 'fall' then error('nobody hears of this') end
          end, name)
        end

        nk.register_rpc(function(context, payload) plan, seen = nk.json_decode(payload), nil end, 'plan')
        nk.register_rpc(function() return seen and nk.json_encode(seen) end, 'seen')
        """;
}
