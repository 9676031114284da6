using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Store;
using KaosNet.Store.Personal;
using KaosNet.Tests.Support;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>Backups that operators take, as <c>docs/operate/backup.md</c> has it: events in one, the keys of what is personal in another.</summary>
static class EventBackup
{
    /// <summary>All that is not made from events.</summary>
    public static readonly IReadOnlyList<string> Events = ["mt_events", "mt_streams", "event_users", "journal_chain", "subscription_progress", "subscription_dead_letters"];

    /// <summary>What is kept apart from it.</summary>
    public static readonly IReadOnlyList<string> Keys = ["personal_keys", "personal_erasures"];

    /// <summary>Copies these tables into a file.</summary>
    public static async Task<string> Take(string connectionString, IEnumerable<string> tables)
    {
        var file = Path.Combine(TestFolder.Create("backup"), "game.dump");
        await PostgresProgram.Run("pg_dump", connectionString, ["--format=custom", "--file=" + file, .. tables.Select(table => "--table=kaos." + table)]);
        return file;
    }

    /// <summary>Makes a database of nothing but such files.</summary>
    public static async Task<string> Restore(params string[] files)
    {
        var fresh = await TestPostgres.CreateDatabaseAsync();
        await PostgresProgram.Run("psql", fresh, "--command=create schema kaos");
        foreach (var file in files) await PostgresProgram.Run("pg_restore", fresh, "--exit-on-error", "--no-owner", file);
        return fresh;
    }

    /// <summary>Fills all tables from the events, as the first server does that starts on the database.</summary>
    public static async Task Begin(string connectionString)
    {
        await using var database = new Database(connectionString) { Masters = new(MasterKey.Parse(TestMasterKey.Text), []) };
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, database, EventCatalogue.Default));
        await new StoreSchema(database, store, ReadModels.All, new(database, EventCatalogue.Default), NullLogger<StoreSchema>.Instance).Apply();
    }
}
