using System.Collections.Immutable;
using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Sessions;

/// <summary>What a player's own logouts ended.</summary>
/// <param name="NotBefore">Everything issued before this second is over, or null.</param>
/// <param name="Revoked">Tokens ended one by one, as of the last logout.</param>
/// <param name="RunsOutAt">When the last of those tokens has run out; null without any.</param>
public sealed record SessionRevocation(Guid UserId, DateTimeOffset? NotBefore, ImmutableList<RevokedToken> Revoked, DateTimeOffset? RunsOutAt);

/// <summary>A ban or a deletion that ended all of a player's sessions.</summary>
public sealed record AccountSessionEnd(Guid UserId, DateTimeOffset EndedAt);

/// <summary>What ends tokens before their time, kept so that a restart brings nothing back. Inline, since a logout must hold from its answer on.</summary>
public static class SessionRevocationRows
{
    public static readonly StateTable<PlayerSessions, SessionRevocation> Revocations = new("session_revocations", PlayerSessions.Kind, Rows, table => table
        .Uuid("user_id", row => row.UserId)
        .TimeOrNull("not_before", row => row.NotBefore)
        .JsonOf("revoked", row => row.Revoked)
        .TimeOrNull("runs_out_at", row => row.RunsOutAt)
        .Key("user_id"));

    public static readonly StateTable<Account, AccountSessionEnd> AccountEnds = new("account_session_ends", Account.Kind, Rows, table => table
        .Uuid("user_id", row => row.UserId)
        .Time("ended_at", row => row.EndedAt)
        .Key("user_id"));

    /// <summary>What can still matter: all that ended sessions since then, and the tokens that have not run out.</summary>
    internal static async Task Read(
        Database database, DateTimeOffset since, DateTimeOffset now, Action<SessionRevocation> revocation, Action<AccountSessionEnd> end, CancellationToken cancel)
    {
        await using (var command = database.General.CreateCommand(
            $"select user_id, not_before, revoked, runs_out_at from {database.Schema}.session_revocations where not_before >= $1 or runs_out_at > $2"))
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                revocation(new(
                    reader.GetGuid(0), TimeOrNull(reader, 1),
                    JsonSerializer.Deserialize<ImmutableList<RevokedToken>>(reader.GetString(2), EventJson.Options)!, TimeOrNull(reader, 3)));
            }
        }

        await using (var command = database.General.CreateCommand(
            $"select user_id, ended_at from {database.Schema}.account_session_ends where ended_at >= $1"))
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) end(new(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }
    }

    static DateTimeOffset? TimeOrNull(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    static IEnumerable<SessionRevocation> Rows(string id, PlayerSessions sessions) => sessions is { NotBefore: null, Revoked.IsEmpty: true }
        ? []
        : [new(Guid.Parse(id), sessions.NotBefore, sessions.Revoked, sessions.Revoked.IsEmpty ? null : sessions.Revoked.Max(token => token.Until))];

    static IEnumerable<AccountSessionEnd> Rows(string id, Account account) =>
        account.SessionsEndedAt is { } ended ? [new(Guid.Parse(id), ended)] : [];
}
