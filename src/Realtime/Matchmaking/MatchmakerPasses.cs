using System.Collections.Concurrent;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matchmaking.Passes;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>
/// The one place of a game where tickets meet: this server's own while it is alone, and one of the cluster's otherwise. Tickets come and go at any time, also
/// while a pass runs.
/// </summary>
public sealed class MatchmakerPasses(
    MatchmakerRules rules, IMatchTokens tokens, IMatchmakerFunctions functions, MatchmakerMetrics metrics, TimeProvider time, ILogger<MatchmakerPasses> log)
{
    /// <summary>How long the token of a match can be used.</summary>
    static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may take to answer; one that was killed does not hold up everybody's passes until that is known.</summary>
    static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, HeldTicket> _held = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<Ticket> _arrivals = new();
    readonly ConcurrentDictionary<string, IMatchmakerServer> _servers = new(StringComparer.Ordinal);
    readonly TicketPool _pool = new(rules);
    readonly ChosenMatches _chosen = new(functions, log);
    readonly Lock _gate = new();
    readonly Queue<(DateTimeOffset Began, DateTimeOffset Over)> _completions = [];

    Task _last = Task.CompletedTask;

    /// <summary>A server holds these tickets and no others.</summary>
    public void Hold(string name, IMatchmakerServer server, IReadOnlyCollection<Ticket> tickets)
    {
        _servers[name] = server;
        var kept = tickets.Select(ticket => ticket.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, held) in _held)
        {
            if (held.Home == name && !kept.Contains(id)) End(id);
        }

        foreach (var ticket in tickets) Add(name, ticket);
    }

    /// <summary>A server is gone, and its tickets with it.</summary>
    public void Lose(string name)
    {
        _servers.TryRemove(name, out _);
        foreach (var (id, held) in _held)
        {
            if (held.Home == name) End(id);
        }
    }

    /// <summary>A ticket of a server that is known. One that is there already stays as it is.</summary>
    public void Add(string home, Ticket ticket)
    {
        if (_held.TryAdd(ticket.Id, new(home, ticket))) _arrivals.Enqueue(ticket);
    }

    /// <summary>A ticket ended.</summary>
    public void End(string ticket)
    {
        if (_held.TryRemove(ticket, out var held)) held.Ticket.End();
    }

    /// <summary>One pass, from looking for matches to telling them. They come one after the other.</summary>
    public Task Pass(CancellationToken cancel = default)
    {
        lock (_gate) return _last = PassAfter(_last, cancel);
    }

    async Task PassAfter(Task before, CancellationToken cancel)
    {
        // How that one ended is told to whoever asked for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (_arrivals.TryDequeue(out var ticket)) _pool.Add(ticket);
        var matches = await Task.Run(() => FindMatches(cancel), cancel);
        await Task.WhenAll((await Taken(matches)).Select(match => Announce(match, cancel)));
        _pool.Sweep();
        var figures = new MatchmakerFigures(_pool.Count, _pool.Oldest?.CreatedAt, [.. _completions]);
        await Task.WhenAll(_servers.Select(entry => Try(entry.Key, server => server.Tell(figures))));
    }

    async Task<IReadOnlyList<IReadOnlyList<Ticket>>> FindMatches(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var matches = functions.Part is MatchmakerPart.None
            ? _pool.Pass(() => time.GetElapsedTime(began))
            : await _chosen.In(_pool, id => _held.GetValueOrDefault(id), () => time.GetElapsedTime(began), cancel);
        var matched = matches.Sum(match => match.Count);
        metrics.Count(_pool.Count - matched, _pool.ActiveCount, time.GetElapsedTime(began));
        return matches;
    }

    /// <summary>The matches all of whose tickets their servers gave; the others' tickets go back.</summary>
    async Task<List<List<HeldTicket>>> Taken(IReadOnlyList<IReadOnlyList<Ticket>> matches)
    {
        if (matches.Count == 0) return [];
        var found = new List<List<HeldTicket>>(matches.Count);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var match in matches)
        {
            var held = new List<HeldTicket>(match.Count);
            foreach (var ticket in match)
            {
                if (_held.TryGetValue(ticket.Id, out var known)) held.Add(known);
                else missing.Add(ticket.Id);
            }

            found.Add(held);
        }

        var byServer = found.SelectMany(match => match).GroupBy(held => held.Home, held => held.Ticket.Id, StringComparer.Ordinal).ToArray();
        foreach (var refused in await Task.WhenAll(byServer.Select(tickets => Take(tickets.Key, [.. tickets])))) missing.UnionWith(refused);
        var whole = new List<List<HeldTicket>>(found.Count);
        var back = new List<HeldTicket>();
        for (var at = 0; at < found.Count; at++)
        {
            if (matches[at].Any(ticket => missing.Contains(ticket.Id))) back.AddRange(found[at].Where(held => !missing.Contains(held.Ticket.Id)));
            else whole.Add(found[at]);
        }

        foreach (var id in missing) End(id);
        await Task.WhenAll(back.GroupBy(held => held.Home, held => held.Ticket.Id, StringComparer.Ordinal)
            .Select(tickets => Try(tickets.Key, server => server.Release([.. tickets]))));
        foreach (var held in whole.SelectMany(match => match)) Complete(held);
        return whole;
    }

    /// <summary>A matched ticket is of no more use here.</summary>
    void Complete(HeldTicket held)
    {
        held.Ticket.TryTake();
        _held.TryRemove(held.Ticket.Id, out _);
        foreach (var _ in held.Ticket.Members) _completions.Enqueue((held.Ticket.CreatedAt, time.GetUtcNow()));
        while (_completions.Count > MatchmakerFigures.CompletionsMax) _completions.Dequeue();
    }

    async Task<IReadOnlyCollection<string>> Take(string server, IReadOnlyList<string> tickets)
    {
        IReadOnlyCollection<string> refused = tickets;
        await Try(server, async known => refused = await known.Take(tickets));
        return refused;
    }

    async Task Announce(List<HeldTicket> tickets, CancellationToken cancel)
    {
        MatchedPlayer[] players = [.. tickets.SelectMany(held => held.Players)];
        var id = await MatchIdFor(players, cancel);
        var match = new FoundMatch(id ?? "", id is null ? tokens.Issue(FreshIds.NextText() + ".", TokenLifetime) : "", players);
        var servers = players.Select(player => player.Presence.Node).Concat(players.Select(player => player.Home)).Distinct(StringComparer.Ordinal);
        await Task.WhenAll(servers.Select(name => Try(name, server => server.Tell(match))));
    }

    async Task<string?> MatchIdFor(MatchedPlayer[] players, CancellationToken cancel)
    {
        if (!functions.HasMatched) return null;
        var error = "";
        try
        {
            var answer = await functions.Matched(players, cancel);
            if (answer.IsGranted(out var id, out var fault)) return id;
            error = fault.Message;
        }
        catch (Exception bug) when (bug is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            error = bug.ToString();
        }

        log.LogError("The function for found matches failed, so the players get a relayed match: {Error}", error);
        return null;
    }

    /// <summary>A server that cannot be reached has lost its players.</summary>
    async Task Try(string name, Func<IMatchmakerServer, Task> call)
    {
        if (!_servers.TryGetValue(name, out var server)) return;
        try
        {
            await call(server).WaitAsync(AnswerDeadline, time);
        }
        catch (Exception gone) when (gone is not OperationCanceledException)
        {
            if (server.IsElsewhere)
            {
                log.LogWarning(gone, "Server {Server} cannot be reached; its players are not matched", name);
                Lose(name);
                return;
            }

            // Here it is a bug, and nothing that would be over once the server entered its tickets again: nobody would have it do that.
            log.LogError(gone, "The matchmaker could not tell this server's players");
        }
    }
}
