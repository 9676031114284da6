using System.Globalization;
using KaosNet.Modules;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Scripting.Server;

/// <summary>The database of the game's own, and what one statement may take of it.</summary>
public sealed record SqlSettings
{
    /// <summary>How to connect; null for none.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Connections at most.</summary>
    public int ConnectionsMax { get; init; } = 16;

    /// <summary>The longest that a statement may take.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Rows that a query may return.</summary>
    public int RowsMax { get; init; } = 10_000;

    /// <summary>Bytes of texts that a query may return.</summary>
    public long BytesMax { get; init; } = 16 << 20;
}

/// <summary>
/// The database of the game's own that modules write SQL for. Statements that lose a race are run again. It knows nothing of the server's database, which is written by
/// the Journal alone.
/// </summary>
public sealed class SqlDatabase(SqlSettings settings) : IAsyncDisposable
{
    private const int TriesMax = 5;

    private readonly Lazy<NpgsqlDataSource> _source = new(() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        MaxPoolSize = settings.ConnectionsMax,
        CommandTimeout = 0,
        ApplicationName = "kaos modules",
    }));

    /// <summary>Runs a query.</summary>
    /// <exception cref="RefusedException">There is no database, or it refused.</exception>
    public ValueTask<IReadOnlyList<IReadOnlyDictionary<string, object?>>> Query(string query, IReadOnlyList<object?> parameters, CancellationToken cancel) =>
        Try(query, parameters, Rows, cancel);

    /// <summary>Runs a statement.</summary>
    /// <exception cref="RefusedException">There is no database, or it refused.</exception>
    public ValueTask<long> Exec(string query, IReadOnlyList<object?> parameters, CancellationToken cancel) =>
        // Statements that change nothing say -1.
        Try(query, parameters, async (command, late) => Math.Max(0L, await command.ExecuteNonQueryAsync(late)), cancel);

    public async ValueTask DisposeAsync()
    {
        if (_source.IsValueCreated) await _source.Value.DisposeAsync();
    }

    private async ValueTask<T> Try<T>(string query, IReadOnlyList<object?> parameters, Func<NpgsqlCommand, CancellationToken, Task<T>> run, CancellationToken cancel)
    {
        if (settings.ConnectionString is null) throw new RefusedException(StatusCode.FailedPrecondition, "no database is configured, set runtime.sql_address");
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(settings.TimeMax);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var command = _source.Value.CreateCommand(query);
                // Without a type the database decides by the place where a parameter stands, as scripts are used to.
                foreach (var parameter in parameters) command.Parameters.Add(new() { Value = TextOf(parameter), NpgsqlDbType = NpgsqlDbType.Unknown });
                return await run(command, late.Token);
            }
            catch (PostgresException lost) when (lost.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected && tries < TriesMax)
            {
            }
            catch (PostgresException refused) when (refused.SqlState != PostgresErrorCodes.QueryCanceled)
            {
                throw new RefusedException(StatusCode.InvalidArgument, $"{refused.MessageText} (SQLSTATE {refused.SqlState})");
            }
            catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException && late.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw new RefusedException(StatusCode.DeadlineExceeded, $"took longer than {settings.TimeMax.TotalMilliseconds} ms");
            }
            catch (NpgsqlException)
            {
                throw new RefusedException(StatusCode.Unavailable, "database unavailable");
            }
            catch (InvalidCastException unreadable)
            {
                throw new RefusedException(StatusCode.Unimplemented, unreadable.Message.TrimEnd('.'));
            }
        }
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> Rows(NpgsqlCommand command, CancellationToken cancel)
    {
        List<IReadOnlyDictionary<string, object?>> rows = [];
        var bytes = 0L;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (rows.Count == settings.RowsMax) throw new RefusedException(StatusCode.ResourceExhausted, $"more than {settings.RowsMax} rows");
            var row = new Dictionary<string, object?>(reader.FieldCount, StringComparer.Ordinal);
            for (var column = 0; column < reader.FieldCount; column++)
            {
                var value = await reader.IsDBNullAsync(column, cancel) ? null : ValueOf(reader.GetValue(column));
                bytes += value switch { string text => text.Length, byte[] binary => binary.Length, _ => 8 };
                row[reader.GetName(column)] = value;
            }

            if (bytes > settings.BytesMax) throw new RefusedException(StatusCode.ResourceExhausted, $"more than {settings.BytesMax} bytes");
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>What scripts can hold of a database's values.</summary>
    private static object? ValueOf(object value) => value switch
    {
        string or bool or long or byte[] => value,
        short or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? number
            : Convert.ToString(value, CultureInfo.InvariantCulture),
        DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        DateOnly day => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        Array list => list.Cast<object?>().Select(item => item is null or DBNull ? null : ValueOf(item)).ToList(),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static object TextOf(object? parameter) => parameter switch
    {
        null => DBNull.Value,
        bool truth => truth ? "true" : "false",
        byte[] binary => @"\x" + Convert.ToHexStringLower(binary),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => parameter.ToString()!,
    };
}
