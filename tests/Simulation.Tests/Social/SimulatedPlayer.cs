using System.Text.Json;

namespace KaosNet.Simulation.Tests.Social;

/// <summary>
/// Somebody who does one random thing after the other, on whichever server, without looking at what others do meanwhile. What they do and to whom comes
/// of the seed; when it happens among the others' deeds does not.
/// </summary>
public sealed class SimulatedPlayer(SimulatedWorld world, int number, int seed)
{
    readonly Random _chance = new(seed);
    readonly Dictionary<string, string> _versions = [];
    readonly List<string> _founded = [];
    int _lives;

    public string Device => $"simulated-{number:0000}-{_lives}";

    public string UserId { get; private set; } = "";

    public string Token { get; private set; } = "";

    public bool IsIn => Token.Length > 0;

    /// <summary>Signs in, for the first time or into the account there is.</summary>
    public async Task Enter()
    {
        var answer = await world.Enter(Server(), $"/v2/account/authenticate/device?username=player-{number}-{_lives}", $$"""{"id":"{{Device}}"}""");
        answer.Code.ShouldBe(0, answer.Body.ToString());
        Token = answer.Text("token");
        UserId = JsonSerializer.Deserialize<JsonElement>(System.Buffers.Text.Base64Url.DecodeFromChars(Token.Split('.')[1])).GetProperty("uid").GetString()!;
        world.Players[UserId] = Token;
        world.Entered(number, UserId);
    }

    /// <summary>Does that many things.</summary>
    public async Task Live(int deeds)
    {
        if (number % 2 == 0) await Found();
        for (var i = 0; i < deeds; i++) await Do();
    }

    Task Do() => _chance.Next(100) switch
    {
        < 14 => Friends("POST", "/v2/friend"),
        < 20 => Friends("DELETE", "/v2/friend"),
        < 24 => Friends("POST", "/v2/friend/block"),
        < 25 => Found(),
        < 37 => Group("POST", "join"),
        < 42 => Group("POST", "leave"),
        < 50 => Members("add"),
        < 54 => Members("kick"),
        < 57 => Members("ban"),
        < 62 => Members("promote"),
        < 66 => Members("demote"),
        < 68 => Ask("PUT", $"/v2/group/{AnyGroup()}", $$"""{"name":"group {{_chance.Next(10_000)}}","open":{{(_chance.Next(2) == 0 ? "true" : "false")}}}"""),
        < 69 => Ask("DELETE", $"/v2/group/{AnyGroup()}"),
        < 81 => Write(),
        < 85 => Delete(),
        < 88 => Ask("GET", "/v2/storage/saves?limit=10"),
        < 90 => Ask("GET", "/v2/friend?limit=10"),
        < 92 => Ask("GET", $"/v2/group/{AnyGroup()}/user?limit=10"),
        < 94 => Ask("GET", "/v2/notification?limit=10"),
        < 97 => Ask("PUT", "/v2/account", $$"""{"display_name":"Name {{_chance.Next(1_000)}}"}"""),
        < 99 => Ask("GET", "/v2/account"),
        _ => Vanish(),
    };

    int Server() => _chance.Next(world.ServerCount);

    Task<Answer> Ask(string method, string path, string? body = null) => world.Ask(Server(), Token, method, path, body);

    /// <summary>One of twenty, who meet again and again; now and then somebody from further off, or the player alone.</summary>
    string AnyPlayer() => world.IdOf(_chance.Next(20) == 0 ? _chance.Next(world.PlayerCount) : (number / 20 * 20) + _chance.Next(20));

    /// <summary>Mostly a group of the player's own, where there is something to decide.</summary>
    string AnyGroup()
    {
        if (_founded.Count > 0 && _chance.Next(3) > 0) return _founded[_chance.Next(_founded.Count)];
        var ids = world.Groups.ToArray();
        return ids.Length == 0 ? Guid.Empty.ToString() : ids[_chance.Next(ids.Length)];
    }

    string Some(string parameter) => string.Join('&', Enumerable.Range(0, _chance.Next(1, 4)).Select(_ => $"{parameter}={AnyPlayer()}"));

    Task<Answer> Friends(string method, string path) => Ask(method, $"{path}?{Some("ids")}");

    async Task Found()
    {
        var answer = await Ask("POST", "/v2/group", $$"""{"name":"group {{_chance.Next(10_000)}}","open":{{(_chance.Next(2) == 0 ? "true" : "false")}},"max_count":{{_chance.Next(2, 12)}}}""");
        if (answer.Code != 0) return;
        world.Groups.Add(answer.Text("id"));
        _founded.Add(answer.Text("id"));
    }

    Task<Answer> Group(string method, string deed) => Ask(method, $"/v2/group/{AnyGroup()}/{deed}");

    Task<Answer> Members(string deed) => Ask("POST", $"/v2/group/{AnyGroup()}/{deed}?{Some("user_ids")}");

    /// <summary>Some objects at once; now and then with a version, right or out of date.</summary>
    async Task Write()
    {
        var keys = Enumerable.Range(0, _chance.Next(1, 4)).Select(_ => $"slot-{_chance.Next(4)}").Distinct().ToList();
        var objects = keys.Select(key =>
        {
            var version = _chance.Next(3) switch { 0 => _versions.GetValueOrDefault(key, ""), 1 => "*", _ => "" };
            return $$$"""{"collection":"saves","key":"{{{key}}}","value":"{\"turn\":{{{_chance.Next(1_000)}}}}","version":"{{{version}}}","permission_read":{{{_chance.Next(1, 3)}}}}""";
        });
        var answer = await Ask("PUT", "/v2/storage", $$"""{"objects":[{{string.Join(',', objects)}}]}""");
        foreach (var ack in answer.List("acks")) _versions[ack.GetProperty("key").GetString()!] = ack.GetProperty("version").GetString()!;
    }

    Task<Answer> Delete() => Ask("PUT", "/v2/storage/delete", $$"""{"object_ids":[{"collection":"saves","key":"slot-{{_chance.Next(4)}}"}]}""");

    /// <summary>Deletes the account and comes back as somebody new.</summary>
    async Task Vanish()
    {
        world.Players.TryRemove(UserId, out _);
        (await Ask("DELETE", "/v2/account")).Code.ShouldBe(0);
        _versions.Clear();
        _founded.Clear();
        _lives++;
        await Enter();
    }
}
