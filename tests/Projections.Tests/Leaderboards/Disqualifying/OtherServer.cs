using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Tests.Leaderboards.Disqualifying;

/// <summary>Another server's Journal on the same game, with what it remembers by itself.</summary>
public sealed class OtherServer : IAsyncDisposable
{
    readonly LanedJournal _journal;

    public OtherServer(Database database)
    {
        _journal = new(database, EventCatalogue.Default, ReadModels.All, [], new(), TimeProvider.System, NullLogger<LanedJournal>.Instance);
        Disqualifications = new(
            database, new(database), new(database, EventCatalogue.Default), new(database), new(database, new Cursors(new byte[32])), _journal,
            TimeProvider.System);
    }

    public Disqualifications Disqualifications { get; }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();
}
