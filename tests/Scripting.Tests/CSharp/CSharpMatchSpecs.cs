using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Scripting.CSharp.Asking;
using static KaosNet.Scripting.Tests.CSharp.CSharpMatchTable;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>Match handlers in C#: their callbacks, what they do, and that they go the same way when they are run again.</summary>
public sealed class CSharpMatchSpecs
{
    private const string Game = """
        public sealed class Game : MatchHandler<Table>
        {
            public override MatchBeginning<Table> Init(MatchContext context, JsonText parameters)
            {
                if (parameters.Text.Contains("no")) throw new RefusedException(KaosNet.Modules.StatusCode.InvalidArgument, "no such game");
                return new(new Table(), 10, "new" + parameters.Text);
            }

            public override JoinAnswer<Table> JoinAttempt(MatchContext context, Table state, Presence presence, JoinRequest request) =>
                presence.Username == "bob" ? new(state, false, "no bobs") : new(state, request.Metadata["team"] == "red" && request.ClientIp == "10.0.0.9");

            public override Table? Join(MatchContext context, Table state, IReadOnlyList<Presence> presences)
            {
                foreach (var one in presences) state.Players[one.SessionId] = one.Username;
                context.UpdateLabel(state.Players.Count + " players");
                return state;
            }

            public override Table? Leave(MatchContext context, Table state, IReadOnlyList<Presence> presences)
            {
                foreach (var one in presences) state.Players.Remove(one.SessionId);
                context.Broadcast(9, Encoding.UTF8.GetBytes("left " + presences[0].Reason));
                return state.Players.Count == 0 ? null : state;
            }

            public override Table? Loop(MatchContext context, Table state, IReadOnlyList<MatchMessage> messages)
            {
                foreach (var message in messages)
                {
                    switch (message.OpCode)
                    {
                        case 1: context.BroadcastDeferred(1, message.Data.Span, sender: message.Sender); context.Broadcast(2, "first"u8, reliable: false); break;
                        case 2: state.Rolls.Add(context.Dice.Next(6)); break;
                        case 3: state.Id = context.NewId(); state.At = context.Now; break;
                        case 4: context.Kick(new[] { message.Sender }); break;
                        case 5: throw new InvalidOperationException("broken rule");
                        case 6: state.Known = context.Ask(nk => nk.Storage.Read(new[] { new KaosNet.Modules.Storage.StorageRead { Collection = "c", Key = "k" } }))[0].Value.Text; break;
                        case 7: context.Ask(async nk => await Task.Delay(1)); break;
                        case 8: state.Known = context.Nk.Codecs.Base16Encode("a"u8); break;
                        case 9: for (var n = 0; n < 3; n++) context.BroadcastDeferred(1, "x"u8); break;
                    }
                }

                return state;
            }

            public override Table? Terminate(MatchContext context, Table state, int graceSeconds)
            {
                context.Broadcast(3, Encoding.UTF8.GetBytes("end in " + graceSeconds));
                return null;
            }

            public override SignalAnswer<Table> Signal(MatchContext context, Table state, string data) => new(state, $"{data} {context.Label} {context.Tick} {context.TickRate} {context.Node} {context.Env["season"]}");
        }

        public sealed class Table
        {
            public Dictionary<Guid, string> Players { get; } = new();
            public List<int> Rolls = new();
            public Guid Id;
            public DateTimeOffset At;
            public string Known { get; set; } = "";
        }
        """;

    private const string Registers = """setup.Match("game", () => new Game());""";

    [Fact]
    public async Task a_match_begins_and_goes_on_by_its_callbacks()
    {
        using var bench = await CSharpBench.Of(Registers, Game);
        using var table = new CSharpMatchTable(bench);
        table.Init().ShouldBe("10 new{}");
        table.Script.ModuleVersion.Length.ShouldBe(64);
        table.Attempt(Bob).ShouldBe("Continues refused: no bobs");
        table.Attempt(Ann).ShouldBe("Continues accepted");
        table.Join(Ann, Bob).ShouldBe("Continues");
        table.Core.Label.ShouldBe("2 players");
        table.Loop((Ann, 1, "hi")).ShouldBe("Continues");
        table.Loop((Bob, 4, "")).ShouldBe("Continues");
        table.Signal("ping").ShouldBe("Continues 'ping 2 players 2 10 node1 3'");
        table.Leave(Bob).ShouldBe("Continues");
        table.Terminate(5).ShouldBe("Stops");
        table.Seen.ShouldBe("2 first from - to 1,2 unreliable; 1 hi from ann to 1,2; kick 2; 9 left Leave from - to 1; 3 end in 5 from - to 1");
    }

    [Fact]
    public async Task a_match_that_has_no_state_is_over_and_one_that_fails_says_why()
    {
        using var bench = await CSharpBench.Of(Registers, Game);
        using (var refused = new CSharpMatchTable(bench)) refused.Init("""{"no":1}""").ShouldBe("3: no such game");
        using (var empty = new CSharpMatchTable(bench))
        {
            empty.Init();
            empty.Join(Ann);
            empty.Leave(Ann).ShouldBe("Stops");
        }

        using var table = new CSharpMatchTable(bench);
        table.Init();
        table.Loop((Ann, 5, "")).ShouldBe("Fails: Match loop failed: InvalidOperationException: broken rule");
        bench.Log.Lines.ShouldContain("Error: Match loop of game in main failed in m-1.node1: broken rule");
        table.Loop((Ann, 7, "")).ShouldBe("Fails: Match loop failed: InvalidOperationException: a match may wait for the server's functions and for nothing else");
        table.Join(Ann);
        table.Loop((Ann, 9, "")).ShouldBe("Fails: Match loop failed: RefusedException: error deferring message broadcast: too many deferred message broadcasts per tick");
    }

    [Fact]
    public async Task a_name_of_no_handler_opens_nothing()
    {
        using var bench = await CSharpBench.Of(Registers, Game);
        new KaosNet.Scripting.CSharp.CSharpMatchScripts(bench.Modules).Open("Game", null!).Value.Script.ShouldBeNull();
    }

    [Fact]
    public async Task a_match_that_is_run_again_has_the_same_hashes_and_another_one_has_not()
    {
        using var bench = await CSharpBench.Of(Registers, Game);
        var first = Hashes(bench, 7, 2);
        Hashes(bench, 7, 2).ShouldBe(first);
        Hashes(bench, 8, 2)[8].ShouldNotBe(first[8], "other dice make another state");
        Hashes(bench, 7, 3)[8].ShouldNotBe(first[8]);
    }

    [Fact]
    public async Task answers_of_the_server_are_recorded_and_given_again()
    {
        using var bench = await CSharpBench.Of(Registers, Game);
        using var table = new CSharpMatchTable(bench);
        table.Init();
        table.Answers.Enqueue("""[{"Key":"k","Collection":"c","UserId":"00000000-0000-0000-0000-000000000000","Version":"v","PermissionRead":1,"PermissionWrite":1,"CreateTime":"2026-01-01T00:00:00+00:00","UpdateTime":"2026-01-01T00:00:00+00:00","Value":{"n":1}}]"""u8.ToArray());
        table.Loop((Ann, 6, "")).ShouldBe("Continues");
        table.Seen.ShouldBe("""storage_read[[{"Collection":"c","Key":"k","UserId":null}]]""");

        table.Answers.Enqueue(Fault.Unavailable("database unavailable"));
        table.Loop((Ann, 6, "")).ShouldBe("Fails: Match loop failed: RefusedException: database unavailable");
        table.Loop((Ann, 8, "")).ShouldBe("Continues");
        table.Asked.Count.ShouldBe(2, "what only computes is not recorded");
    }

    /// <summary>A family with spans cannot be recorded by a proxy: it only computes, or has a class of its own as secrets have.</summary>
    [Fact]
    public void every_family_of_the_api_is_recorded_or_only_computes()
    {
        foreach (var family in typeof(INk).GetProperties().Where(family => family.PropertyType != typeof(KaosNet.Modules.Utilities.ISecretFunctions)))
        {
            var hasSpans = family.PropertyType.GetMethods().Any(method => method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));
            (hasSpans && RecordedApi.IsRecorded(family.PropertyType)).ShouldBeFalse(family.Name);
        }
    }

    [Fact]
    public async Task a_running_match_keeps_its_code_and_goes_with_it()
    {
        using var bench = new CSharpBench().With("arena", Registers, Game);
        await bench.Modules.Load(CancellationToken.None);
        var context = CSharpLoadingSpecs.ContextOf("arena");
        var table = new CSharpMatchTable(bench);
        table.Init();
        table.Loop((Ann, 2, ""));
        table.Core.TakeHash();

        bench.With("arena", Registers, Game.Replace("\"end in \"", "\"over in \"", StringComparison.Ordinal));
        await bench.Modules.Reload(CancellationToken.None);
        table.Join(Ann);
        table.Terminate(5).ShouldBe("Stops");
        table.Seen.ShouldBe("3 end in 5 from - to 1");
        using (var next = new CSharpMatchTable(bench))
        {
            next.Init();
            next.Join(Ann);
            next.Terminate(5);
            next.Seen.ShouldBe("3 over in 5 from - to 1");
        }

        table.Dispose();
        table = null;
        await CSharpLoadingSpecs.Gone(context);
    }

    [Fact]
    public async Task a_state_that_cannot_be_written_is_told_once()
    {
        using var bench = await CSharpBench.Of(
            """setup.Match("game", () => new Odd());""",
            """
            public sealed class Odd : MatchHandler<Bad>
            {
                public override MatchBeginning<Bad> Init(MatchContext context, JsonText parameters) => new(new Bad(), 1);
                public override Bad? Loop(MatchContext context, Bad state, IReadOnlyList<MatchMessage> messages) => state;
            }

            public sealed class Bad { public int N => throw new InvalidOperationException("no"); }
            """);
        using var table = new CSharpMatchTable(bench);
        table.Init();
        for (var tick = 0; tick < 20; tick++)
        {
            table.Loop();
            table.Core.TakeHash();
        }

        bench.Log.Lines.Count(line => line.StartsWith("Warning: The state of game cannot be written as JSON")).ShouldBe(1);
    }

    private static List<ulong> Hashes(CSharpBench bench, ulong seed, long opCode)
    {
        using var table = new CSharpMatchTable(bench, seed: seed);
        table.Init();
        table.Join(Ann, Bob);
        var hashes = new List<ulong>();
        for (var tick = 0; tick < 20; tick++)
        {
            table.Loop((Ann, opCode, ""), (Bob, 3, ""));
            hashes.Add(table.Core.TakeHash());
        }

        return hashes;
    }
}
