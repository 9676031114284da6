using System.Data;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Purchases;
using KaosNet.Domain.Wallets;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.History.Exporting;

/// <summary>
/// The events that have to do with a user, as of one moment of the database: those listed under the user, and all of the messages, notifications, bookings and purchases that are theirs,
/// whoever touched them later. They come one by one, so an export takes no more memory for a user with a long history.
/// </summary>
sealed class ExportSource : IAsyncDisposable
{
    /// <summary>Events whose keys are looked up together.</summary>
    const int PageMax = 200;

    /// <summary>A page ends with the event that makes it larger.</summary>
    const int PageBytesMax = 1 << 20;

    static readonly Type[] Openings = [typeof(MessageSent), typeof(NotificationSent), typeof(LedgerEntryWritten), typeof(PurchaseValidated), typeof(StoreSubscriptionValidated)];

    static readonly Type[] FollowUps =
        [.. new StreamKind[] { ChannelMessage.Kind, Notification.Kind, LedgerEntry.Kind, Purchase.Kind, StoreSubscription.Kind }.SelectMany(EventCatalogue.EventsOf).Except(Openings)];

    readonly NpgsqlConnection _connection;
    readonly NpgsqlTransaction _transaction;
    readonly string _schema;
    readonly EventCatalogue _catalogue;
    readonly EventCodec _codec;

    ExportSource(NpgsqlConnection connection, NpgsqlTransaction transaction, string schema, EventCatalogue catalogue, EventCodec codec) =>
        (_connection, _transaction, _schema, _catalogue, _codec) = (connection, transaction, schema, catalogue, codec);

    /// <summary>Begins to look at the store as it is now.</summary>
    public static async Task<ExportSource> Open(Database database, EventCatalogue catalogue, EventCodec codec, CancellationToken cancel)
    {
        var connection = await database.General.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            return new(connection, transaction, database.Schema, catalogue, codec);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every event in the order in which it happened.</summary>
    public IAsyncEnumerable<ExportedEvent> InOrder(Guid user, CancellationToken cancel) => 
        Read(InOrderStatement(_schema), user, [_codec.NamesOf(Openings), _codec.NamesOf(FollowUps)], cancel);

    /// <summary>Every stream that the user has to do with, from its beginning, one after the other; those of one kind follow one another.</summary>
    public IAsyncEnumerable<ExportedEvent> ByStream(Guid user, CancellationToken cancel) => Read(ByStreamStatement(_schema), user, [], cancel);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    internal static string InOrderStatement(string schema) => $"""
        with mine as materialized (select seq from {schema}.event_users where user_id = $1),
        opened as materialized (
          select distinct e.stream_id from mine
          cross join lateral (select stream_id, type from {schema}.mt_events where seq_id = mine.seq offset 0) as e where e.type = any($2)
        ),
        later as (
          select e.seq_id as seq from opened cross join lateral (select seq_id from {schema}.mt_events where stream_id = opened.stream_id offset 0) as e
        )
        select e.*, f.type, f.data from (select seq from mine union select seq from later) as listed
        cross join lateral (
          select seq_id, stream_id, version, type, data, timestamp, user_name, correlation_id, causation_id, headers
          from {schema}.mt_events where seq_id = listed.seq offset 0
        ) as e
        left join lateral (
          select type, data from {schema}.mt_events where stream_id = e.stream_id and version = 1 and e.version > 1 and e.type = any($3) offset 0
        ) as f on true
        order by listed.seq
        """;

    internal static string ByStreamStatement(string schema) => $"""
        with mine as materialized (select seq from {schema}.event_users where user_id = $1),
        streams as materialized (
          select distinct e.stream_id from mine cross join lateral (select stream_id from {schema}.mt_events where seq_id = mine.seq offset 0) as e
        )
        select e.*, null, null from streams
        cross join lateral (
          select seq_id, stream_id, version, type, data, timestamp, user_name, correlation_id, causation_id, headers
          from {schema}.mt_events where stream_id = streams.stream_id offset 0
        ) as e
        order by streams.stream_id collate "C", e.version
        """;

    async IAsyncEnumerable<ExportedEvent> Read(string statement, Guid user, string[][] of, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, _connection, _transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user });
        foreach (var names in of) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = names });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<Row> page = [];
        for (var isMore = true; isMore;)
        {
            page.Clear();
            for (var bytes = 0; page.Count < PageMax && bytes < PageBytesMax && (isMore = await reader.ReadAsync(cancel));)
            {
                if (RowIn(reader) is not { } row) continue;
                page.Add(row);
                bytes += row.Data.Length + (row.Opening?.Data.Length ?? 0);
            }

            await _codec.Prefetch(page.SelectMany(row => row.Opening is { } opening ? [row.Data, opening.Data] : (byte[][])[row.Data]), cancel);
            foreach (var row in page)
            {
                yield return row.Read with
                {
                    Happened = _codec.Decode(row.Name, row.Data),
                    Opening = row.Opening is { } opening ? _codec.Decode(opening.Name, opening.Data) : null,
                };
            }
        }
    }

    Row? RowIn(NpgsqlDataReader row)
    {
        string Text(int column) => row.IsDBNull(column) ? "" : row.GetString(column);
        var key = row.GetString(1);
        if (_catalogue.KindOf(key) is not { } kind) return null;
        using var headers = JsonDocument.Parse(row.IsDBNull(9) ? "{}" : row.GetString(9));
        string Header(string name) => headers.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var read = new ExportedEvent(row.GetInt64(0), new(kind, kind.IdOf(key)), row.GetInt64(2), Row.Unread, row.GetFieldValue<DateTimeOffset>(5))
        {
            Actor = Text(6),
            Source = Header("source"),
            Operation = Header("operation"),
            Correlation = Text(7),
            Cause = row.IsDBNull(8) ? null : row.GetString(8),
        };
        return new(read, row.GetString(3), row.GetFieldValue<byte[]>(4), row.IsDBNull(10) ? null : (row.GetString(10), row.GetFieldValue<byte[]>(11)));
    }

    /// <summary>An event before its content is read.</summary>
    sealed record Row(ExportedEvent Read, string Name, byte[] Data, (string Name, byte[] Data)? Opening)
    {
        public static readonly object Unread = new();
    }
}
