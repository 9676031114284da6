using System.Globalization;
using JasperFx.Events;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Feed;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Brackets;

/// <summary>Something that a game may have a function for.</summary>
public sealed record BracketFed(IEvent Stored) : FedEvent(Stored);

/// <summary>
/// Calls the game's functions when pairings become ready and when brackets end, on one server at a time. What a function does and the mark that it was called are
/// one transaction, so it counts once, however often servers die on the way.
/// </summary>
public sealed class BracketFeedHandler : FeedHandler<BracketFed>
{
    /// <summary>How often a function that fails is called for one event.</summary>
    public const int AttemptsMax = 3;

    IServiceProvider? _services;

    public override string Name => "bracket_functions";

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(BracketPairingsReady), typeof(BracketFinished)];

    public override void Connect(IServiceProvider services) => _services = services;

    protected override BracketFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        var callback = stored.Data is BracketFinished ? BracketCallback.End : BracketCallback.Ready;
        // The services are asked late, since modules load after the feed is connected.
        if (_services?.GetService<IBracketFunctions>() is not { } functions || !functions.Has(callback)) return;
        if (_services.GetService<TransactionRunner>() is not { } transactions) return;
        var id = Bracket.Kind.IdOf(stored.StreamKey!);
        var cause = string.Create(CultureInfo.InvariantCulture, $"bracket {id}@{stored.Version}");
        var numbers = stored.Data is BracketPairingsReady ready ? ready.Pairings.Select(pairing => pairing.Pairing).ToArray() : [];
        var journal = _services.GetRequiredService<IJournal>();

        for (var attempt = 1; ; attempt++)
        {
            var answer = await transactions.Run<Done>(
                async stopping =>
                {
                    var marked = await journal.Execute(new MarkBracketCall(id, stored.Version), functions.CallerOf(callback, cause), stopping);
                    if (!marked.IsGranted(out var bracket, out var refused)) return refused;
                    return await functions.Call(callback, bracket, numbers, cause, stopping);
                },
                cancel);
            if (answer.Fault is not { } fault || fault == MarkBracketCall.IsMarked) return;
            if (fault.Code is FaultCode.Aborted or FaultCode.Unavailable or FaultCode.ResourceExhausted or FaultCode.Canceled)
            {
                // Not the function's fault: thrown, so that the feed comes back to it.
                throw new InvalidOperationException($"The function for {cause} could not be called: {fault.Message}");
            }

            if (attempt < AttemptsMax) continue;
            Log.LogError("The function for {Cause} is given up after {Attempts} attempts: {Reason}", cause, attempt, fault.Message);
            var given = await journal.Execute(new MarkBracketCall(id, stored.Version) { Failure = fault.Message }, functions.CallerOf(callback, cause), cancel);
            if (given.Fault is { } unmarked && unmarked != MarkBracketCall.IsMarked)
                throw new InvalidOperationException($"That the function for {cause} was given up could not be marked: {unmarked.Message}");
            return;
        }
    }

    ILogger Log => _services?.GetService<ILogger<BracketFeedHandler>>() ?? NullLogger<BracketFeedHandler>.Instance;
}
