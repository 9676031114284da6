using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Brackets;

/// <summary>The brackets that a player is in and that are not over, which the player leaves with the account.</summary>
public sealed class OwnedBrackets(Database database) : IOwnedByAccount
{
    /// <summary>Brackets that one commit leaves; who is in more leaves the rest in the commits after it.</summary>
    public const int AtOnceMax = 20;

    // Who has withdrawn from a running bracket has left it already.
    readonly string _ofUser = $"select bracket_id from {database.Schema}.bracket_entrants where user_id = $1 and phase = any($2) and not has_withdrawn limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(_ofUser);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [(int)BracketPhase.Open, (int)BracketPhase.Running] });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel)) owned.Add(WithdrawEntrant.OfAccount(reader.GetGuid(0).ToString(), userId));
        return owned;
    }
}
