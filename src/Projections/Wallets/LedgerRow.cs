using System.Runtime.InteropServices;
using KaosNet.Domain.Wallets;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Wallets;

/// <summary>Where an entry stands in a ledger: those of one moment are told apart by their numbers.</summary>
/// <param name="Time">To the microsecond.</param>
/// <param name="Number">Its place among the entries of the wallet.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LedgerEdge(DateTimeOffset Time, long Number);

/// <summary>An entry of a wallet's ledger.</summary>
/// <param name="Number">Its place among the entries of the wallet, from 1.</param>
/// <param name="Changeset">The amounts as a JSON object in its canonical spelling.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
/// <param name="Cause">What caused the call that wrote it, or null.</param>
/// <param name="Correlation">The request id of that call, or null.</param>
/// <param name="Reverses">The entry that it takes back, or null.</param>
/// <param name="ReversedBy">The entry that takes it back, or null.</param>
/// <param name="Shortfall">What a reversal did not find there any more, as a JSON object.</param>
/// <param name="Author">Who reversed, or null.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record LedgerRow(
    Guid Id,
    Guid UserId,
    long Number,
    string Changeset,
    string Metadata,
    string? Cause,
    string? Correlation,
    Guid? Reverses,
    Guid? ReversedBy,
    string Shortfall,
    string? Author,
    string? Reason,
    DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime)
{
    /// <summary>The columns in the order in which <see cref="Read"/> takes them.</summary>
    internal const string Columns =
        "id, user_id, number, changeset, metadata, cause, correlation, reverses, reversed_by, shortfall, author, reason, create_time, update_time";

    /// <summary>Where it stands in the ledger.</summary>
    public LedgerEdge Edge => new(CreateTime, Number);

    /// <summary>The table: inline, because server code finds in the ledger what it just wrote there.</summary>
    public static readonly StateTable<LedgerEntry, LedgerRow> Table = new(
        "wallet_ledger",
        LedgerEntry.Kind,
        (_, entry) => entry.Exists ? [Of(entry)] : [],
        table => table
            .Uuid("id", row => row.Id)
            .Uuid("user_id", row => row.UserId)
            .Bigint("number", row => row.Number)
            .Text("changeset", row => row.Changeset)
            .Text("metadata", row => row.Metadata)
            .TextOrNull("cause", row => row.Cause)
            .TextOrNull("correlation", row => row.Correlation)
            .UuidOrNull("reverses", row => row.Reverses)
            .UuidOrNull("reversed_by", row => row.ReversedBy)
            .Text("shortfall", row => row.Shortfall)
            .TextOrNull("author", row => row.Author)
            .TextOrNull("reason", row => row.Reason)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("id")
            .Index("wallet_ledger_of_user", "user_id, create_time, number")
            .Index("wallet_ledger_by_cause", "cause, user_id, create_time, number", where: "cause is not null"));

    /// <summary>The row that shows an entry.</summary>
    public static LedgerRow Of(LedgerEntry entry) => new(
        Guid.Parse(entry.Id), Guid.Parse(entry.UserId), entry.Number, Amounts.Text(entry.Changeset), entry.Metadata, entry.Cause, entry.Correlation,
        IdOrNull(entry.Reverses), IdOrNull(entry.ReversedBy), Amounts.Text(entry.Shortfall), entry.Author, entry.Reason, entry.CreateTime, entry.UpdateTime);

    internal static LedgerRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetInt64(2), row.GetString(3), row.GetString(4), TextOrNull(row, 5), TextOrNull(row, 6),
        row.IsDBNull(7) ? null : row.GetGuid(7), row.IsDBNull(8) ? null : row.GetGuid(8), row.GetString(9), TextOrNull(row, 10), TextOrNull(row, 11),
        row.GetFieldValue<DateTimeOffset>(12), row.GetFieldValue<DateTimeOffset>(13));

    static Guid? IdOrNull(string? id) => id is null ? null : Guid.Parse(id);

    static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
