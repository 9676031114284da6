using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.Purchases;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Protocol;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.BadInput;

/// <summary>
/// Sends every operation what no good client sends, one fault at a time, over HTTP. What is answered to each is approved in <c>answers.tsv</c>, by running
/// the tests with <c>KAOS_APPROVE=1</c>: a line for each field, with the code of each fault (0 is success). Whatever it is, it is never an internal error,
/// and the log holds no stack trace.
/// </summary>
public sealed class BadInputSpecs(BadInputSpecs.World world) : IClassFixture<BadInputSpecs.World>
{
    /// <summary>Codes that a request may earn by itself: none is our failure. What Samsung does not know is answered with code 2, as clients know it (parity, providers 8).</summary>
    static readonly HashSet<int> Allowed = [0, 3, 5, 6, 7, 9, 16];

    static readonly Lazy<Dictionary<string, string>> Approved = new(() => File.Exists(FileOfAnswers())
        ? File.ReadLines(FileOfAnswers()).Select(line => line.Split('\t')).GroupBy(cells => cells[0])
            .ToDictionary(rows => rows.Key, rows => string.Join('\n', rows.Select(cells => string.Join('\t', cells))))
        : []);

    static readonly ConcurrentDictionary<string, string> Answered = new();

    public static TheoryData<string> Names => [.. World.Registry.All.Select(operation => operation.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task bad_input_is_refused_with_a_code_that_clients_expect(string name)
    {
        var operation = World.Registry.Find(name)!;
        var player = await world.SignUp();
        var group = await world.Found(player, name);
        var lines = new List<(string Field, string Case, int Code)>();
        var wrong = new List<string>();
        foreach (var bad in new BadRequests(operation, field => world.Sample(field, name, group), new(name.ToLowerInvariant(), world.ForeignCursor)).All())
        {
            var (code, text) = await world.Ask(operation, player, bad.Send());
            lines.Add((bad.Field, bad.Name, code));
            if (!Allowed.Contains(code) && !(code == 2 && operation.Name == "ValidatePurchaseSamsung")) wrong.Add($"{bad.Field} with {bad.Name}: {code} {text}");
        }

        wrong.ShouldBeEmpty();
        Approve(name, lines);
        world.Troubles().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task nobody_gets_in_without_the_right_credentials(string name)
    {
        var operation = World.Registry.Find(name)!;
        if (operation.Access is Access.Anyone) return;
        var requests = new BadRequests(operation, field => world.Sample(field, name, Guid.Empty.ToString()), new(name.ToLowerInvariant(), world.ForeignCursor));
        string?[] credentials = operation.Access is Access.ServerKey or Access.HttpKey
            ? [null, "Basic", "Basic bm90dGhlc2VydmVya2V5Og==", "Basic ???", "Bearer " + world.Player.Token]
            : [null, "Bearer ", "Bearer nonsense", "Bearer " + world.Expired, "Bearer " + world.Player.Token[..^4] + "AAAA", "bearer " + world.Player.Token,
                "Basic ZGVmYXVsdGtleTo="];
        foreach (var credential in credentials)
        {
            var (code, text) = await world.Ask(credential, requests.Request());
            code.ShouldBe(16, $"{credential}: {text}");
        }
    }

    static void Approve(string operation, List<(string Field, string Case, int Code)> lines)
    {
        var answers = string.Join('\n', lines.GroupBy(line => line.Field).Select(field =>
            $"{operation}\t{field.Key}\t{string.Join(", ", field.GroupBy(line => line.Code).OrderBy(code => code.Key).Select(code => $"{code.Key}: {string.Join(" | ", code.Select(line => line.Case))}"))}"));
        if (Environment.GetEnvironmentVariable("KAOS_APPROVE") == "1")
        {
            Answered[operation] = answers;
            lock (Answered)
            {
                File.WriteAllText(FileOfAnswers(), string.Join('\n', Approved.Value.Where(entry => Names.Any(row => row.Data == entry.Key) && !Answered.ContainsKey(entry.Key))
                    .Concat(Answered).Where(entry => entry.Value.Length > 0).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)) + "\n");
            }

            return;
        }

        answers.ShouldBe(Approved.Value.GetValueOrDefault(operation, ""), $"Look at what {operation} answers now; then run the tests with KAOS_APPROVE=1.");
    }

    static string FileOfAnswers([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "answers.tsv");

    /// <summary>A game with something in it to ask for wrongly.</summary>
    public sealed class World : IAsyncLifetime
    {
        readonly string _log = Path.Combine(TestFolder.Create("bad-input"), "server.log");
        readonly StandInStores _stores = new();
        GameServer _server = null!;
        TestPlayer _other = null!;
        string _bracket = "";

        public static OperationRegistry Registry { get; } = OperationRegistry.Of(Features.All);

        public TestPlayer Player { get; private set; } = null!;

        public string Expired { get; private set; } = "";

        public string ForeignCursor { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _server = await GameServer.Start(settings => settings.With(_stores) with
            {
                Logger = settings.Logger with { File = _log },
                Session = settings.Session with { TokenExpirySec = 3600, RefreshTokenExpirySec = 7200 },
            });
            Expired = (await _server.SignUp()).Token;
            _server.Time.Advance(TimeSpan.FromHours(2));
            Player = await _server.SignUp();
            _other = await _server.SignUp();
            var script = new Caller { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };
            (await _server.Get<IJournal>().Execute(new CreateLeaderboard("cup"), script)).Fault.ShouldBeNull();
            var tournament = new CreateTournament("weekend", Duration: 86_400) { Authoritative = false };
            (await _server.Get<IJournal>().Execute(tournament, script)).Fault.ShouldBeNull();
            _bracket = (await _server.Get<IJournal>().Execute(
                new CreateBracket(Guid.CreateVersion7().ToString(), new(BracketFormat.RoundRobin) { OpenEntry = true, SelfReport = true, CheckInSeconds = 60 }), script)).Value.Id;
            foreach (var player in new[] { Player, _other })
                (await _server.Send("POST", "/v2/leaderboard/cup", player.Token, """{"score":"1"}""")).EnsureSuccessStatusCode();
            using (var made = await _server.SendWith("Basic ZGVmYXVsdGh0dHBrZXk6", "POST", "/v2/kaos/league", """{"id":"ladder","rules":{"divisions":[{"name":"Only","group_size":100}]}}"""))
                made.EnsureSuccessStatusCode();
            (await _server.Send("POST", "/v2/kaos/league/ladder/join", _other.Token)).EnsureSuccessStatusCode();
            var coins = $$$"""{"updates":[{"user_id":"{{{_other.UserId}}}","changeset":{"coins":"1"}}]}""";
            using (var paid = await _server.SendWith("Basic ZGVmYXVsdGh0dHBrZXk6", "POST", "/v2/kaos/wallet", coins)) paid.EnsureSuccessStatusCode();
            ForeignCursor = (await GameServer.Json(await _server.Send("GET", "/v2/leaderboard/cup?limit=1", Player.Token))).GetProperty("next_cursor").GetString()!;
        }

        public async Task<TestPlayer> SignUp()
        {
            var player = await _server.SignUp();
            (await _server.Send("POST", "/v2/kaos/league/ladder/join", player.Token)).EnsureSuccessStatusCode();
            return player;
        }

        /// <summary>A group of the player's, for the operations that want one.</summary>
        public async Task<string> Found(TestPlayer player, string operation) =>
            (await GameServer.Json(await _server.Send("POST", "/v2/group", player.Token, $$"""{"name":"{{operation}}"}"""))).GetProperty("id").GetString()!;

        /// <summary>A good value of a field, as JSON; null to leave it out.</summary>
        public string? Sample(MessageField field, string operation, string group) => field.Name switch
        {
            "user_id" or "owner_id" => $"\"{_other.UserId}\"",
            "ids" or "user_ids" or "owner_ids" => $"[\"{_other.UserId}\"]",
            "item_id" => $"\"{Guid.Empty}\"",
            "leaderboard_id" => "\"cup\"",
            "tournament_id" => "\"weekend\"",
            "league_id" => "\"ladder\"",
            "divisions" => """[{"name":"Only","group_size":100}]""",
            "bracket_id" => $"\"{_bracket}\"",
            "format" => "\"round_robin\"",
            "pairing" => "1",
            "group_id" => $"\"{group}\"",
            "channel_id" => "\"2...lobby\"",
            "collection" => "\"saves\"",
            "key" => "\"slot\"",
            "value" when field.Kind is FieldKind.String => "\"{}\"",
            "id" => $"\"{operation}-000001\"",
            "email" => $"\"{operation}@example.com\"",
            "password" => "\"password\"",
            "token" or "receipt" or "name" => $"\"something {operation}\"",
            "limit" => "10",
            _ => null,
        };

        /// <summary>The code and text of the answer to a request with the right credentials.</summary>
        public async Task<(int Code, string Text)> Ask(Operation operation, TestPlayer player, HttpRequestMessage request)
        {
            // What ends the account or its sessions is asked by somebody new each time.
            if (operation.Name is "DeleteAccount" or "SessionLogout") player = await _server.SignUp();
            return await Ask(CredentialFor(operation.Access, player), request);
        }

        static string CredentialFor(Access access, TestPlayer player) => access switch
        {
            Access.ServerKey => "Basic ZGVmYXVsdGtleTo=",
            Access.HttpKey => "Basic ZGVmYXVsdGh0dHBrZXk6",
            _ => "Bearer " + player.Token,
        };

        /// <summary>The code and text of the answer to a request with these credentials.</summary>
        public async Task<(int Code, string Text)> Ask(string? authorization, HttpRequestMessage request)
        {
            using var sent = request;
            if (authorization is not null) sent.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await _server.Client.SendAsync(sent);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode) return (0, text);
            try
            {
                return (JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetInt32(), text);
            }
            catch (Exception)
            {
                // What is no HTTP at all, such as a NUL in a path, is refused before there is a request to answer.
                return ((int)response.StatusCode == 400 && text.Length == 0 ? 3 : -1, $"HTTP {(int)response.StatusCode}: {text}");
            }
        }

        /// <summary>Lines of the log that tell of something broken.</summary>
        public List<string> Troubles()
        {
            using var reader = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
            return [.. reader.ReadToEnd().Split('\n').Where(line =>
                line.Contains("\"level\":\"error\"", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal)).Take(3)];
        }

        public ValueTask DisposeAsync()
        {
            _stores.Dispose();
            return _server.DisposeAsync();
        }
    }
}
