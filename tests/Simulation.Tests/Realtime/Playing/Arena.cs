namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <summary>The server's module: what a message to an authoritative match means, and the functions that players call.</summary>
static class Arena
{
    /// <summary>Is told to all.</summary>
    public const long Said = 1;

    /// <summary>Puts its sender out.</summary>
    public const long PutsOut = 2;

    /// <summary>Ends the match.</summary>
    public const long Ends = 3;

    /// <summary>Makes the handler fail.</summary>
    public const long Fails = 4;

    /// <summary>The text of the handler's failure, to be found in the log.</summary>
    public const string Failure = "the arena falls down";

    public const string Module = """
        local nk = require('nakama')
        local arena = {}

        function arena.match_init(context, params)
          return { members = 0, heard = 0 }, 10, nk.json_encode({ mode = 'arena', members = 0 })
        end

        function arena.match_join_attempt(context, dispatcher, tick, state, presence, metadata)
          return state, state.members < 12, 'the arena is full'
        end

        function arena.match_join(context, dispatcher, tick, state, presences)
          state.members = state.members + #presences
          dispatcher.match_label_update(nk.json_encode({ mode = 'arena', members = state.members }))
          return state
        end

        function arena.match_leave(context, dispatcher, tick, state, presences)
          state.members = state.members - #presences
          dispatcher.match_label_update(nk.json_encode({ mode = 'arena', members = state.members }))
          return state
        end

        function arena.match_loop(context, dispatcher, tick, state, messages)
          for _, message in ipairs(messages) do
            state.heard = state.heard + 1
            if message.op_code == 1 then dispatcher.broadcast_message(1, message.data, nil, message.sender)
            elseif message.op_code == 2 then dispatcher.match_kick({ message.sender })
            elseif message.op_code == 3 then return nil
            elseif message.op_code == 4 then error('the arena falls down') end
          end
          return state
        end

        function arena.match_terminate(context, dispatcher, tick, state, grace_seconds) return state end

        function arena.match_signal(context, dispatcher, tick, state, data)
          if data == 'end' then return nil, '' end
          return state, tostring(state.members)
        end

        return arena
        """;

    public const string Functions = """
        local nk = require('nakama')
        nk.leaderboard_create('open', false, 'desc', 'best', nil, {}, true)
        nk.register_rpc(function(context) return nk.json_encode({ session_id = context.session_id }) end, 'who')
        nk.register_rpc(function() return nk.match_create('arena', {}) end, 'open_arena')
        nk.register_rpc(function(context, payload) return tostring(pcall(nk.match_signal, payload, 'end')) end, 'end')
        nk.register_rpc(function() return tostring(#(nk.party_list(100, nil, true))) end, 'parties')
        nk.register_rpc(function(context, payload) return nk.match_signal(payload, '') end, 'signal')
        """;
}
