using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Projections.Undoing;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Replay;

/// <summary>A Journal for the commands that change something, beside that of a server which may be running, and what they change things with.</summary>
sealed class ReplayJournal(Database database, LanedJournal journal)
{
    // Nothing is paged here, so cursors need no key of the server's.
    readonly Cursors _cursors = new(new byte[32]);

    readonly SubmissionSearch _places = new(database);

    /// <summary>Takes scores back and gives them back.</summary>
    public Disqualifications Disqualifications => new(
        database, _places, new(database, EventCatalogue.Default), new(database), new(database, _cursors), journal, TimeProvider.System);

    /// <summary>Finds undos.</summary>
    public UndoLists UndoLists => new(database, _cursors);

    /// <summary>Undoes.</summary>
    public Undos Undos => new(
        new(database, _places, UndoLists), new(new(database, EventCatalogue.Default), TimeProvider.System), UndoLists, new TransactionRunner(journal),
        TimeProvider.System);

    /// <summary>Opens the database, does something and stops.</summary>
    public static async Task<int> With(string dataDir, string? address, Func<ReplayJournal, Task> act, CancellationToken cancel)
    {
        await using var opened = await ReplayDatabase.Open(dataDir, address, cancel);
        var database = opened.Database;
        if (!await StoreSchema.HoldsTables(database, ReadModels.All, cancel))
            throw new ReplayRefusedException("The database was last used by another version of the server. Start this version's server on it once.");
        opened.MustSeal();
        await using var lease = new WriterLease(database, NullLogger<WriterLease>.Instance);
        await using var journal = new LanedJournal(
            database, EventCatalogue.Default, ReadModels.All, [], new() { Lanes = 1 }, TimeProvider.System, NullLogger<LanedJournal>.Instance, lease: lease);
        await act(new(database, journal));
        return ExitCodes.Right;
    }
}
