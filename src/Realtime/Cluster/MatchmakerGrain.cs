using KaosNet.Realtime.Matchmaking;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace KaosNet.Realtime.Cluster;

/// <summary>The one matchmaker of a cluster: there is one, with the key 0.</summary>
public interface IMatchmakerGrain : IGrainWithIntegerKey
{
    /// <summary>A server holds these tickets and no others; told again whenever servers come and go.</summary>
    Task Enter(string server, IMatchmakerObserver observer, TicketPaper[] tickets);

    /// <summary>A ticket of a server.</summary>
    Task Add(string server, TicketPaper ticket);

    /// <summary>A ticket ended.</summary>
    Task End(string ticket);

    /// <summary>Turns a pass.</summary>
    Task Pass();
}

/// <summary>A server's ear for the matchmaker; see <see cref="IMatchmakerServer"/>.</summary>
public interface IMatchmakerObserver : IGrainObserver
{
    Task<string[]> Take(string[] tickets);

    Task Release(string[] tickets);

    Task Found(FoundPaper match);

    Task Figures(FiguresPaper figures);
}

/// <summary>Keeps tickets in memory only: every server enters its own again when it hears nothing. Tickets come and go while a pass waits for others.</summary>
[Reentrant]
sealed class MatchmakerGrain(IServiceProvider services) : Grain, IMatchmakerGrain
{
    readonly MatchmakerPasses _passes = ActivatorUtilities.CreateInstance<MatchmakerPasses>(services);

    public Task Enter(string server, IMatchmakerObserver observer, TicketPaper[] tickets)
    {
        _passes.Hold(server, new Remote(observer), [.. tickets.Select(ticket => ticket.Read())]);
        DelayDeactivation(TimeSpan.FromDays(1));
        return Task.CompletedTask;
    }

    public Task Add(string server, TicketPaper ticket)
    {
        _passes.Add(server, ticket.Read());
        return Task.CompletedTask;
    }

    public Task End(string ticket)
    {
        _passes.End(ticket);
        return Task.CompletedTask;
    }

    public Task Pass() => _passes.Pass();

    sealed class Remote(IMatchmakerObserver observer) : IMatchmakerServer
    {
        public async Task<IReadOnlyCollection<string>> Take(IReadOnlyList<string> tickets) => await observer.Take([.. tickets]);

        public Task Release(IReadOnlyList<string> tickets) => observer.Release([.. tickets]);

        public Task Tell(FoundMatch match) => observer.Found(FoundPaper.Of(match));

        public Task Tell(MatchmakerFigures figures) => observer.Figures(FiguresPaper.Of(figures));
    }
}
