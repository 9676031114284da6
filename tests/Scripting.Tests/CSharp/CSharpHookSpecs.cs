using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Storage;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp;
using Leaderboard = KaosNet.Domain.Leaderboards.Leaderboard;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>C# functions around operations and messages, for boards and storage indexes.</summary>
public sealed class CSharpHookSpecs
{
    private static readonly Caller Ann = new() { Source = Source.Client, UserId = "00000000-0000-4000-8000-000000000001", Username = "ann" };

    [Fact]
    public async Task a_function_before_an_operation_changes_refuses_or_disables_it()
    {
        using var bench = await CSharpBench.Of("""
            setup.Before(Operations.UpdateAccount, (context, request) =>
            {
                if (request.DisplayName == "nobody") return new((UpdateAccountRequest?)null);
                if (request.DisplayName == "bad") throw new RefusedException(KaosNet.Modules.StatusCode.FailedPrecondition, "no");
                return new(new UpdateAccountRequest { DisplayName = request.DisplayName + " of " + context.Username + " " + context.Mode });
            });
            setup.After(Operations.UpdateAccount, (context, response, request) => { context.Logger.LogInformation("after {Name} {Mode}", request.DisplayName, context.Mode); return default; });
            setup.Before(Operations.GetAccount, (context, request) => new((Empty?)null));
            """);
        var hooks = new CSharpHooks(bench.Modules, null!);
        hooks.Before.Order().ShouldBe(["GetAccount", "UpdateAccount"]);
        hooks.After.ShouldBe(["UpdateAccount"]);
        var changed = await hooks.RunBefore("UpdateAccount", new UpdateAccountRequest { DisplayName = "A" }, Ann, CancellationToken.None);
        ((UpdateAccountRequest)changed.Value.Request!).DisplayName.ShouldBe("A of ann before");
        (await hooks.RunBefore("UpdateAccount", new UpdateAccountRequest { DisplayName = "nobody" }, Ann, CancellationToken.None)).Value.Request.ShouldBeNull();
        (await hooks.RunBefore("UpdateAccount", new UpdateAccountRequest { DisplayName = "bad" }, Ann, CancellationToken.None)).Fault.ShouldBe(Fault.FailedPrecondition("no"));
        (await hooks.RunAfter("UpdateAccount", new UpdateAccountRequest { DisplayName = "B" }, new Empty(), Ann, CancellationToken.None)).ShouldBeTrue();
        bench.Log.Lines.ShouldContain("Information: after B after");
        var empty = new Empty();
        (await hooks.RunBefore("GetAccount", empty, Ann, CancellationToken.None)).Value.Request.ShouldBe(empty, "a request without fields cannot be taken away");
        (await hooks.RunBefore("ListFriends", empty, Ann, CancellationToken.None)).Value.Request.ShouldBe(empty);
    }

    [Fact]
    public async Task a_function_around_a_message_gets_the_envelope()
    {
        using var bench = await CSharpBench.Of("""
            setup.BeforeMessage<ChannelJoin>((context, envelope) =>
            {
                if (envelope.ChannelJoin!.Target == "closed") return new((Envelope?)null);
                envelope.ChannelJoin.Target += "!";
                return new(envelope);
            });
            setup.AfterMessage<ChannelJoin>((context, response, request) => throw new InvalidOperationException("broken"));
            """);
        IScriptHooks hooks = new CSharpHooks(bench.Modules, null!);
        hooks.HasBefore("ChannelJoin").ShouldBeTrue();
        hooks.HasBefore("ChannelLeave").ShouldBeFalse();
        hooks.HasAfter("ChannelJoin").ShouldBeTrue();
        var envelope = new Envelope { Cid = "1", ChannelJoin = new ChannelJoin { Target = "room" } };
        var changed = await hooks.Before("ChannelJoin", envelope, Ann, CancellationToken.None);
        ((Envelope)changed.Value.Request!).ChannelJoin!.Target.ShouldBe("room!");
        (await hooks.Before("ChannelJoin", new Envelope { ChannelJoin = new ChannelJoin { Target = "closed" } }, Ann, CancellationToken.None)).Value.Request.ShouldBeNull();
        await hooks.After("ChannelJoin", envelope, new Envelope(), Ann, CancellationToken.None);
        bench.Log.Lines.ShouldContain("Error: Function after ChannelJoin of main failed: broken; request ");
    }

    [Fact]
    public async Task a_board_that_is_reset_is_told_as_it_was()
    {
        using var bench = await CSharpBench.Of("""
            setup.OnLeaderboardReset((context, board) =>
            {
                context.Logger.LogInformation("{Mode} {Id} {Reset} {Operator} {Metadata}", context.Mode, board.Id, board.Reset.ToUnixTimeSeconds(), board.Operator, board.Metadata.Text);
                return board.Id == "bad" ? throw new RefusedException("no winner") : default;
            });
            """);
        var boards = new CSharpBoardFunctions(bench.Modules);
        boards.Has(BoardCallback.LeaderboardReset).ShouldBeTrue();
        boards.Has(BoardCallback.TournamentEnd).ShouldBeFalse();
        var board = new Leaderboard { Id = "cup", Exists = true, Metadata = """{"prize":5}""" };
        var reset = new BoardOccurrence(BoardCallback.LeaderboardReset, 86400, 0, 86400);
        boards.CallerOf(board, reset).ShouldBe(new Caller { Source = Source.Script, Actor = "main", Operation = "leaderboard_reset", Cause = "reset:cup:86400" });
        (await boards.Call(board, reset, CancellationToken.None)).Fault.ShouldBeNull();
        bench.Log.Lines.ShouldContain("Information: leaderboard_reset cup 86400 best {\"prize\":5}");
        (await boards.Call(board with { Id = "bad" }, reset, CancellationToken.None)).Fault.ShouldBe(Fault.Internal("no winner"));
    }

    [Fact]
    public async Task a_storage_index_holds_what_its_filter_says()
    {
        using var bench = await CSharpBench.Of("""
            setup.FilterIndex("rich", (context, stored) => new(stored.Value.Read()["gold"]!.GetValue<int>() > 5));
            """);
        var filters = new CSharpIndexFilters(bench.Modules);
        filters.Has("rich").ShouldBeTrue();
        filters.Has("poor").ShouldBeFalse();
        (await filters.Keeps("rich", Stored("""{"gold": 6}"""), CancellationToken.None)).ShouldBe(true);
        (await filters.Keeps("rich", Stored("""{"gold": 5}"""), CancellationToken.None)).ShouldBe(false);
        (await filters.Keeps("rich", Stored("{}"), CancellationToken.None)).ShouldBeNull();
    }

    private static StoredObjectRow Stored(string value) =>
        new("saves", "k", Guid.Empty, value, "v", 1, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1);
}
