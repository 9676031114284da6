using KaosNet.Domain.Kernel;
using KaosNet.Modules.Matchmaking;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp.Calling;
using KaosNet.Scripting.CSharp.Matches;

namespace KaosNet.Scripting.CSharp;

/// <summary>Functions of C# modules for the matchmaker (parity matches 2.6).</summary>
public sealed class CSharpMatchmakerFunctions(CSharpModules modules) : IMatchmakerFunctions
{
    private const string InvalidId = "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.";

    public bool HasMatched => modules.Functions.Matched is not null;

    public MatchmakerPart Part => modules.Functions switch
    {
        { Processor: not null } => MatchmakerPart.Processor,
        { Override: not null } => MatchmakerPart.Override,
        _ => MatchmakerPart.None,
    };

    public async ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel)
    {
        IReadOnlyList<MatchmakerEntry> entries = [.. players.Select(player => EntryOf(player, null))];
        var answer = await modules.Call(
            static (functions, _) => functions.Matched, entries, FrameOf("matchmaker", cancel), static (function, context, entries) => function(context, entries));
        if (answer is not { } given) return (string?)null;
        if (!given.IsGranted(out var id, out var fault) && fault is not null) return fault;
        if (id is null) return (string?)null;
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Guid.TryParseExact(id.AsSpan(0, dot), "D", out _) ? id : Fault.Internal(InvalidId);
    }

    public async ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Override(IReadOnlyList<IReadOnlyList<HeldTicket>> candidates, CancellationToken cancel)
    {
        // A ticket is in many of the matches that are possible.
        var known = new Dictionary<string, MatchmakerEntry[]>(StringComparer.Ordinal);
        IReadOnlyList<IReadOnlyList<MatchmakerEntry>> matches = [.. candidates.Select(match => match.SelectMany(Entries).ToList())];
        var answer = await modules.Call(
            static (functions, _) => functions.Override, matches, FrameOf("matchmaker_override", cancel),
            static (function, context, matches) => function(context, matches));
        return TicketsOf(answer);

        MatchmakerEntry[] Entries(HeldTicket held)
        {
            if (!known.TryGetValue(held.Ticket.Id, out var entries)) known.Add(held.Ticket.Id, entries = EntriesOf(held));
            return entries;
        }
    }

    public async ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Process(IReadOnlyList<HeldTicket> tickets, CancellationToken cancel)
    {
        IReadOnlyList<MatchmakerEntry> entries = [.. tickets.SelectMany(EntriesOf)];
        return TicketsOf(await modules.Call(
            static (functions, _) => functions.Processor, entries, FrameOf("matchmaker_processor", cancel),
            static (function, context, entries) => function(context, entries)));
    }

    private static Answer<IReadOnlyList<IReadOnlyList<string>>> TicketsOf(Answer<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>? answer)
    {
        if (answer is not { } given) return Fault.Internal("The function for the matchmaker is gone.");
        return given.As<IReadOnlyList<IReadOnlyList<string>>>(static matches => [.. matches.Select(match => match.Select(entry => entry.Ticket).ToList())]);
    }

    private static CallFrame FrameOf(string mode, CancellationToken cancel) =>
        new(mode, "matchmaker " + mode, mode, new Caller { Source = Source.Script, Operation = mode }, cancel);

    private static MatchmakerEntry[] EntriesOf(HeldTicket held) => [.. held.Players.Select(player => EntryOf(player, held.Ticket.CreatedAt))];

    private static MatchmakerEntry EntryOf(MatchedPlayer player, DateTimeOffset? createdAt) => new()
    {
        Ticket = player.Ticket,
        Presence = Presences.Of(player.Presence),
        PartyId = player.PartyId,
        StringProperties = player.Search.StringProperties,
        NumericProperties = player.Search.NumericProperties,
        CreateTime = createdAt,
        MinCount = player.Search.MinCount,
        MaxCount = player.Search.MaxCount,
        CountMultiple = player.Search.CountMultiple,
        Query = player.Search.Query,
    };
}
