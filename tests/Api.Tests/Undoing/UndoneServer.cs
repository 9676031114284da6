using System.Text;
using System.Text.Json;
using KaosNet.Projections;
using KaosNet.Store;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Api.Tests.Undoing;

/// <summary>A server with a module that does all sorts of things to players in one call.</summary>
public sealed class UndoneServer : IAsyncLifetime
{
    public GameServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "mischief.lua"), """
            local nk = require('nakama')
            nk.register_rpc(function(context, payload)
              local input = nk.json_decode(payload)
              for i, id in ipairs(input.users) do
                nk.account_update_id(id, { fooled = true }, input.prefix .. i, 'Fool ' .. i)
                nk.storage_write({{ collection = 'saves', key = 'slot', user_id = id, value = { fool = i } }})
                nk.wallet_update(id, { coins = 30 }, { why = 'fooled' }, true)
              end
              nk.users_ban_id({ input.users[1] })
              nk.notification_send(input.users[2], 'You are a fool', { a = 1 }, 7, '', true)
              return 'done'
            end, 'mischief')
            """);
        Server = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1, LuaMaxCount = 1 } });
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>An operator asks.</summary>
    public Task<HttpResponseMessage> Ask(string method, string path, string? body = null) =>
        Server.SendWith("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("defaulthttpkey:")), method, "/v2/kaos/undo" + path, body);

    public Task<JsonElement> Json(string method, string path, string? body = null) => Answers.Json(Ask(method, path, body));

    /// <summary>Players whose states are told as JSON, so that they can be compared.</summary>
    public async Task<string> Shown(params TestPlayer[] players)
    {
        var shown = new StringBuilder();
        var database = Server.Get<Database>();
        foreach (var player in players)
        {
            await using var command = database.General.CreateCommand($"""
                select jsonb_build_object('name', username, 'display', display_name, 'metadata', accounts.metadata, 'banned', banned_at is not null,
                  'wallet', wallet::jsonb, 'saves', (select jsonb_agg(value::jsonb order by collection, key) from {database.Schema}.storage_objects o where o.owner_id = a.user_id))::text
                from {database.Schema}.accounts left join {database.Schema}.wallets using (user_id)
                cross join lateral (select accounts.user_id) a where accounts.user_id = $1
                """);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(player.UserId) });
            shown.AppendLine((string?)await command.ExecuteScalarAsync() ?? "nobody");
        }

        return shown.ToString();
    }

    public async Task<List<string>> Rows(string statement)
    {
        var database = Server.Get<Database>();
        await using var command = database.General.CreateCommand(statement.Replace("{s}", database.Schema, StringComparison.Ordinal));
        List<string> rows = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    /// <summary>Every table is what the events say.</summary>
    public async Task Verified()
    {
        foreach (var table in await Server.Get<TableRebuilder>().Verify(ReadModels.All)) table.Differences.ShouldBeEmpty(table.Table);
    }
}
