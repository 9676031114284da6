using System.Net;
using System.Text.Json;
using KaosNet.Tests.Support;
using Nakama;
using Npgsql;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>All specs of the auditors' command line look at one server, one after the other, since they tamper with its rows.</summary>
[CollectionDefinition(Name)]
public sealed class AuditedServerCollection : ICollectionFixture<AuditedServer>
{
    public const string Name = "audited server";
}

/// <summary>A server on which everything that has a read model has happened, and a match was played to its end.</summary>
public sealed class AuditedServer : IAsyncLifetime
{
    readonly StandInApple apple = new();
    GameServer? server;
    NpgsqlDataSource? source;

    public string Connection { get; private set; } = "";

    public string Modules { get; } = TestFolder.Create("modules");

    public ISession Ann { get; private set; } = null!;

    public ISession Bob { get; private set; } = null!;

    /// <summary>A match that ended by itself after some messages and a score.</summary>
    public string FinishedMatch { get; private set; } = "";

    public Client Client => new("http", "127.0.0.1", server!.Port, "defaultkey") { Timeout = 60 };

    /// <summary>For what the official client does not know of.</summary>
    public HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var module in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Modules"))) File.Copy(module, Path.Combine(Modules, Path.GetFileName(module)));
        Connection = await TestPostgres.CreateDatabaseAsync();
        source = NpgsqlDataSource.Create(Connection);
        await File.WriteAllTextAsync(Path.Combine(Modules, "clock.lua"), """
            local nk = require("nakama")
            nk.register_tournament_end(function(context, tournament, ends, reset)
              nk.storage_write({{collection = "ends", key = tournament.id, value = {at = ends}}})
            end)
            -- Its one window closes in a moment; nothing comes after that.
            nk.register_rpc(function() nk.tournament_create("once", true, "desc", "best", 2) end, "start_clock")
            """);
        server = await GameServer.Start(Modules, Connection, "--logger.level", "info", "--runtime.record_calls", "100", "--session.token_expiry_sec", "600",
            "--iap.apple.root_certificate_file", apple.RootFile, "--iap.apple.shared_password", "secret");
        Http.BaseAddress = server.Address;
        Ann = await Client.AuthenticateDeviceAsync("ann-of-the-audit", "audited_ann");
        Bob = await Client.AuthenticateEmailAsync("bob@example.com", "correct horse", "audited_bob");
        await Client.RpcAsync(Ann, "start_clock");
        await Client.UpdateAccountAsync(Ann, "audited_ann", "Ann [the] Auditor");
        await Client.WriteLeaderboardRecordAsync(Ann, "open", 100, 1);
        await Client.WriteLeaderboardRecordAsync(Ann, "open", 250, 2);
        await Client.WriteLeaderboardRecordAsync(Bob, "open", 70);
        await Client.WriteLeaderboardRecordAsync(Bob, "daily", 7);
        await Client.WriteLeaderboardRecordAsync(Bob, "total", 7);
        await Client.DeleteLeaderboardRecordAsync(Bob, "total");
        await Client.WriteTournamentRecordAsync(Ann, "small_net", 5);
        await Client.SessionLogoutAsync(await Client.AuthenticateDeviceAsync("ann-of-the-audit"));
        await Client.AddFriendsAsync(Ann, [Bob.UserId]);
        var bought = DateTimeOffset.UtcNow.AddDays(-1);
        await Client.ValidatePurchaseAppleAsync(Ann, apple.Sign(StandInApple.Purchase("t-1", "sword", bought)));
        await Client.ValidateSubscriptionAppleAsync(Ann, apple.Sign(StandInApple.Subscription("s-1", "gold", bought, bought.AddDays(30))));
        var group = await Client.CreateGroupAsync(Ann, "Auditors", open: true);
        await Client.JoinGroupAsync(Bob, group.Id);
        await Client.WriteStorageObjectsAsync(Ann, [new WriteStorageObject { Collection = "saves", Key = "slot", Value = """{"turn":1}""" }]);
        var bracket = await Ask("bracket", $$$"""{"rules":{"format":"single_elimination"},"user_ids":["{{{Ann.UserId}}}","{{{Bob.UserId}}}"]}""");
        await Ask($"bracket/{bracket.GetProperty("id").GetString()}/start", "{}");
        await Ask("disqualification", $$$"""{"author":"auditor","reason":"a second account","leaderboard_id":"daily","owner_id":"{{{Bob.UserId}}}"}""");
        await Pay($$$"""{"updates":[{"user_id":"{{{Ann.UserId}}}","changeset":{"coins":5}}],"update_ledger":true}""");
        await Ask("subscription", """{"name":"archive","url":"http://127.0.0.1:9/","from":"now","slices":["league"]}""");
        await Ask("subscription/archive/pause", "");
        var slip = DateTime.UtcNow;
        await Client.WriteStorageObjectsAsync(Bob, [new WriteStorageObject { Collection = "saves", Key = "once", Value = "{}" }]);
        await Ask("undo", $$$"""{"author":"auditor","reason":"a slip","actor":"{{{Bob.UserId}}}","since":"{{{slip:O}}}"}""");
        var gone = await Client.AuthenticateCustomAsync("soon-gone");
        await Client.WriteLeaderboardRecordAsync(gone, "open", 999);
        await Client.WriteTournamentRecordAsync(gone, "small_net", 9);
        await Client.DeleteAccountAsync(gone);
        FinishedMatch = await PlayMatch(Client, Ann, 4);
        // One goes on.
        await Client.RpcAsync(Ann, "create_referee", "{}");
        await PlaySeason();
        await Eventually.Is(async () => await Scalar<long>("select count(*) from kaos.leaderboard_marks") == 1, "the end of a tournament");
    }

    /// <summary>Ann plays a season of a league to its end.</summary>
    async Task PlaySeason()
    {
        using var http = new HttpClient { BaseAddress = server!.Address };
        async Task<string> Ask(string method, string path, string? body, string authorization)
        {
            using var request = new HttpRequestMessage(new(method), "/v2/kaos/league" + path);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue(text);
            return text;
        }

        const string AsServer = "Basic ZGVmYXVsdGh0dHBrZXk6";
        var asAnn = "Bearer " + Ann.AuthToken;
        await Ask("POST", "", """{"id":"ladder","rules":{"divisions":[{"name":"Only","group_size":10}]}}""", AsServer);
        await Ask("POST", "/ladder/join", "{}", asAnn);
        await Ask("POST", "/ladder/score", """{"score":"5"}""", asAnn);
        await Ask("POST", "/ladder/season/end", "{}", AsServer);
        await Eventually.Holds(async () => (await Ask("GET", "/ladder/season?limit=1", null, asAnn)).ShouldContain("\"number\":2,\"phase\":2"));
    }

    /// <summary>All that the server has logged.</summary>
    public string Said => server!.Said;

    /// <summary>Asks somebody to be a friend, with a note that only the asking one sees.</summary>
    public async Task Befriend(ISession player, ISession other, string metadata)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"http://127.0.0.1:{server!.Port}/v2/friend?ids={other.UserId}&metadata={Uri.EscapeDataString(metadata)}"));
        request.Headers.Authorization = new("Bearer", player.AuthToken);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Changes wallets as a server of the game's does.</summary>
    Task<JsonElement> Pay(string updates) => Ask("wallet", updates);

    /// <summary>Asks for one of the operations of ours as a server of the game's does.</summary>
    /// <param name="path">Below <c>/v2/kaos</c>.</param>
    /// <param name="body">Of a POST; null for a GET.</param>
    public async Task<JsonElement> Ask(string path, string? body = null)
    {
        var (status, text) = await Hear(path, body);
        if (status is not HttpStatusCode.OK) status.ShouldBe(HttpStatusCode.OK, $"{text}\n{Said}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks so and takes any answer.</summary>
    public async Task<(HttpStatusCode Status, string Text)> Hear(string path, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body);
        var address = new Uri($"/v2/kaos/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}http_key=defaulthttpkey", UriKind.Relative);
        using var response = content is null ? await Http.GetAsync(address) : await Http.PostAsync(address, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Joins a new referee's match, has a score written and says more; answers its id.</summary>
    /// <param name="client">Of any server.</param>
    /// <param name="player">Who plays.</param>
    /// <param name="lastOperation">4 ends the match, 1 is only answered.</param>
    public static async Task<string> PlayMatch(Client client, ISession player, long lastOperation)
    {
        await using var table = await RefereeTable.Open(client, player);
        foreach (var operation in new[] { 6, 2, lastOperation }) await table.Say(operation, "said");
        return table.Match;
    }

    /// <summary>Runs the command against this server's database.</summary>
    internal Task<ReplayRun> Replay(params string[] arguments) => ReplayTool.Run([.. arguments, "--database.address", Connection]);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = source!.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = source!.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        apple.Dispose();
        if (server is not null) await server.DisposeAsync();
        if (source is not null) await source.DisposeAsync();
    }
}
