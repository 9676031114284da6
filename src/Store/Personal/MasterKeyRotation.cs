using Npgsql;

namespace KaosNet.Store.Personal;

/// <summary>
/// Puts the keys of all users under the master key in use, in small steps beside servers that go on working. Nothing is lost when it is stopped: it goes on with what
/// is left. What the keys sealed stays as it is.
/// </summary>
public sealed class MasterKeyRotation(Database database)
{
    /// <summary>Keys of one step.</summary>
    public const int StepMax = 1000;

    /// <summary>Goes on until no key lies under another master key.</summary>
    /// <param name="progress">Told after each step how many are done.</param>
    /// <param name="cancel">Stops it between two steps.</param>
    /// <returns>How many keys it moved.</returns>
    /// <exception cref="MasterKeyMissingException">A former master key is not given; those before it are done.</exception>
    public async Task<long> Run(IProgress<long>? progress, CancellationToken cancel)
    {
        var current = database.Masters.Current ?? throw new InvalidOperationException("There is no master key to put keys under.");
        var moved = 0L;
        while (await Next(current, cancel) is { Count: > 0 } step)
        {
            moved += await Move(step, current, cancel);
            progress?.Report(moved);
        }

        return moved;
    }

    async Task<List<(Guid Subject, byte[] Wrapped, string Master)>> Next(MasterKey current, CancellationToken cancel)
    {
        List<(Guid, byte[], string)> step = [];
        await using var command = database.General.CreateCommand($"""
            (select subject, wrapped, master from {database.Schema}.{PersonalKeys.Table} where wrapped is not null and master < $1 order by master limit {StepMax})
            union all
            (select subject, wrapped, master from {database.Schema}.{PersonalKeys.Table} where wrapped is not null and master > $1 order by master limit {StepMax})
            limit {StepMax}
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = current.Id });
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel)) step.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2)));
        return step;
    }

    /// <summary>Who is forgotten meanwhile has no key any more, and gets none back.</summary>
    async Task<long> Move(List<(Guid Subject, byte[] Wrapped, string Master)> step, MasterKey current, CancellationToken cancel)
    {
        var wrapped = step.ConvertAll(key =>
            current.Wrap(key.Subject, (database.Masters.Find(key.Master) ?? throw new MasterKeyMissingException(key.Master)).Unwrap(key.Subject, key.Wrapped)));
        await using var command = database.General.CreateCommand($"""
            update {database.Schema}.{PersonalKeys.Table} as k set wrapped = u.wrapped, master = $4
            from unnest($1, $2, $3) as u(subject, was, wrapped) where k.subject = u.subject and k.wrapped = u.was
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. step.Select(key => key.Subject)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. step.Select(key => key.Wrapped)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. wrapped] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = current.Id });
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
