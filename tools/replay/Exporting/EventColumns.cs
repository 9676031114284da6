using System.Text;
using KaosNet.Store.Reading;
using Parquet;
using Parquet.Schema;

namespace KaosNet.Replay.Exporting;

/// <summary>
/// Events as columns of a Parquet file: the members that consumers know from JSON, under the same names. What is empty is null; <c>data</c> is JSON as text, and <c>time</c> has
/// its microseconds.
/// </summary>
sealed class EventColumns
{
    /// <summary>Events of a row group.</summary>
    public const int RowsMax = 20_000;

    /// <summary>Bytes of content after which a row group is full.</summary>
    public const int BytesMax = 16 << 20;

    static readonly DataField<long> Sequence = new("sequence");
    static readonly DataField Id = Required("id");
    static readonly DataField Stream = Required("stream");
    static readonly DataField Slice = Required("slice");
    static readonly DataField<long> Version = new("version");
    static readonly DataField Type = Required("type");
    static readonly DateTimeDataField Time = new("time", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros);
    static readonly DataField Data = Required("data");

    static readonly (DataField Field, Func<PublishedEvent, string> Text)[] Circumstances =
    [
        (Optional("actor"), published => published.Actor),
        (Optional("source"), published => published.Source),
        (Optional("operation"), published => published.Operation),
        (Optional("correlation"), published => published.Correlation),
        (Optional("cause"), published => published.Cause),
    ];

    static readonly DataField User = Required(ListField.ElementName);

    /// <summary>The columns, in their order.</summary>
    public static readonly ParquetSchema Schema = new(
        [Sequence, Id, Stream, Slice, Version, Type, Time, .. Circumstances.Select(column => column.Field), new ListField("users", User), Data]);

    readonly List<PublishedEvent> _events = [];
    long _bytes;

    /// <summary>How many events wait to be written.</summary>
    public int Count => _events.Count;

    /// <summary>They are to be written before another one is added.</summary>
    public bool IsFull => _events.Count >= RowsMax || _bytes >= BytesMax;

    /// <summary>Adds an event.</summary>
    public void Add(PublishedEvent published)
    {
        _events.Add(published);
        _bytes += published.Data.Length;
    }

    /// <summary>Writes all as one row group, and begins anew.</summary>
    public async Task WriteTo(ParquetWriter writer, CancellationToken cancel)
    {
        using (var group = writer.CreateRowGroup())
        {
            await group.WriteAsync<long>(Sequence, _events.ConvertAll(one => one.Sequence).ToArray(), cancellationToken: cancel);
            await Texts(group, Id, one => one.Id.ToString());
            await Texts(group, Stream, one => one.Stream);
            await Texts(group, Slice, one => one.Slice);
            await group.WriteAsync<long>(Version, _events.ConvertAll(one => one.Version).ToArray(), cancellationToken: cancel);
            await Texts(group, Type, one => one.Type);
            await group.WriteAsync<DateTime>(Time, _events.ConvertAll(one => one.Time.UtcDateTime).ToArray(), cancellationToken: cancel);
            foreach (var (field, text) in Circumstances) await Texts(group, field, one => text(one) is { Length: > 0 } given ? given : null);
            await Users(group, cancel);
            await Texts(group, Data, one => Encoding.UTF8.GetString(one.Data.Span));
            group.CompleteValidate();
        }

        _events.Clear();
        _bytes = 0;
    }

    Task Texts(ParquetRowGroupWriter group, DataField field, Func<PublishedEvent, string?> text) => group.WriteAsync(field, _events.ConvertAll(one => text(one)!));

    /// <summary>A list for each event, or null where nobody is named.</summary>
    Task Users(ParquetRowGroupWriter group, CancellationToken cancel)
    {
        List<ReadOnlyMemory<char>> users = [];
        List<int> isThere = [], repeats = [];
        foreach (var published in _events)
        {
            if (published.Users.Count == 0)
            {
                isThere.Add(0);
                repeats.Add(0);
            }

            foreach (var (at, user) in published.Users.Index())
            {
                users.Add(user.ToString().AsMemory());
                isThere.Add(User.MaxDefinitionLevel);
                repeats.Add(at == 0 ? 0 : User.MaxRepetitionLevel);
            }
        }

        return group.WriteAllPartsAsync<ReadOnlyMemory<char>>(User, users.ToArray(), isThere.ToArray(), repeats.ToArray(), cancel);
    }

    static DataField Required(string name) => new(name, typeof(string), isNullable: false);

    static DataField Optional(string name) => new(name, typeof(string), isNullable: true);
}
