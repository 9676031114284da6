using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Personal;
using KaosNet.Store.Tables;

namespace KaosNet.Store.Journal;

/// <summary>What is personal in events: sealed on the way into the store, and read with the keys of users.</summary>
public sealed partial class EventCodec
{
    readonly PersonalKeys? _keys;

    /// <summary>Somebody whose key is not used even where it is there: events read as they will once that person is forgotten.</summary>
    internal Guid? Without { get; init; }

    /// <summary>
    /// The name and the JSON in UTF-8 by which consumers outside the server get a stored event: in its present shape, and what is personal in it only when they
    /// are to have it. One that this version does not know is given as it is, without what is sealed.
    /// </summary>
    public (string Name, ReadOnlyMemory<byte> Json) Published(string name, byte[] json, bool isPersonal)
    {
        var shape = _byName.GetValueOrDefault(name);
        if (shape is { Former: null, IsPersonal: false }) return (name, json);
        if (shape is null) return (name, SealedMembers.TryFind(json, out _, out var rest) ? PersonalJson.Join("{}"u8, rest) : json);
        if (isPersonal) return Encode(Decode(name, json));
        if (shape.Former is null && SealedMembers.TryFind(json, out _, out var others)) return (name, PersonalJson.Join("{}"u8, others));
        var present = Decode(name, json);
        shape = _byType[present.GetType()];
        return (shape.Name, JsonSerializer.SerializeToUtf8Bytes(present, shape.Others));
    }

    /// <summary>
    /// An event as it is stored, with its personal members read, for people to look at; null when nothing is sealed in it. Without a master key they are said to be sealed.
    /// </summary>
    internal byte[]? Readable(string name, ReadOnlySpan<byte> json, string stream, long version, out bool isForgotten)
    {
        isForgotten = false;
        if (!SealedMembers.TryFind(json, out var text, out var rest)) return null;
        if (_keys is not { IsReading: true } || _byName.GetValueOrDefault(name) is not { } shape) return PersonalJson.Join("{\"$\":\"(sealed)\"}"u8, rest);
        isForgotten = _keys.Of(SealedMembers.SubjectsOf(json)) is null;
        return Opened(shape, text, rest, stream, version);
    }

    /// <summary>Whether something in a stored event was a person's who is forgotten, so that placeholders stand there. Its keys are loaded (<see cref="Prefetch(IEnumerable{byte[]}, CancellationToken)"/>).</summary>
    public bool IsForgotten(string name, ReadOnlySpan<byte> json, string stream, long version)
    {
        _ = Readable(name, json, stream, version, out var isForgotten);
        return isForgotten;
    }

    /// <summary>The event that was stored, for who needs nothing personal: placeholders stand there, whoever it is of.</summary>
    public object DecodeOthers(string name, ReadOnlySpan<byte> json) =>
        _byName.GetValueOrDefault(name) is { IsPersonal: true } shape && SealedMembers.TryFind(json, out _, out var rest)
            ? Decode(name, Together(shape, rest, shape.Placeholders))
            : Decode(name, json);

    /// <summary>Whether something of a person may be in events of that stored name.</summary>
    public bool IsPersonal(string name) => _byName.GetValueOrDefault(name) is { IsPersonal: true };

    /// <summary>Adds the users whose keys it takes to read an event and that are not in memory.</summary>
    internal void CollectMissing(ReadOnlySpan<byte> json, ref HashSet<Guid>? missing)
    {
        if (_keys is { IsReading: true }) _keys.CollectMissing(json, ref missing);
    }

    /// <summary>Loads the keys that it takes to read some events, those that are not in memory, in one round trip.</summary>
    public async ValueTask Prefetch(IEnumerable<byte[]> events, CancellationToken cancel)
    {
        if (_keys is not { IsReading: true }) return;
        HashSet<Guid>? missing = null;
        foreach (var json in events) CollectMissing(json, ref missing);
        if (missing is not null) await _keys.Load(missing, cancel);
    }

    /// <summary>Loads the keys that it takes to read the events that are there, those that are not in memory, in one round trip.</summary>
    internal async ValueTask Prefetch(CopiedEvents events, CancellationToken cancel)
    {
        if (_keys is { IsReading: true } && events.MissingKeys(this) is { } missing) await _keys.Load(missing, cancel);
    }

    /// <summary>
    /// What is stored of an event that was decided, up to what is sealed just before the commit. When it tells of somebody who is forgotten, placeholders take the place of
    /// what is personal from here on.
    /// </summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="event">The event.</param>
    /// <param name="before">The stream's state before it.</param>
    internal (string Name, byte[] Json, PersonalPart? Personal, object Event) Prepare(StreamRef stream, object @event, object before)
    {
        if (_keys is not { IsSealing: true } || _byType.GetValueOrDefault(@event.GetType()) is not { IsPersonal: true } shape)
        {
            var (plain, whole) = Encode(@event);
            return (plain, whole, null, @event);
        }

        var owners = PersonalPart.OwnersOf(stream, @event, before);
        var mentioned = stream.Kind.MentionedIn(@event);
        if (owners.Count + mentioned.Count == 0) return (shape.Name, Whole(@event, shape), null, @event);
        // Mentioned ones too: what was recorded aside may come to be stored when its person is forgotten already.
        if (owners.Concat(mentioned).Any(one => _keys.Find(one) is { IsForgotten: true }))
        {
            @event = Blanked(@event, shape);
            return (shape.Name, Whole(@event, shape), null, @event);
        }

        var members = JsonSerializer.SerializeToUtf8Bytes(@event, shape.Members);
        // Nothing personal in this one.
        if (members.Length <= 2) return (shape.Name, Whole(@event, shape), null, @event);
        var others = JsonSerializer.SerializeToUtf8Bytes(@event, shape.Others);
        return (shape.Name, others, new(others, members, owners, mentioned), @event);
    }

    static byte[] Whole(object @event, Shape shape) => JsonSerializer.SerializeToUtf8Bytes(@event, shape.Json);

    /// <summary>The event as everybody reads it once its person is forgotten.</summary>
    static object Blanked(object @event, Shape shape)
    {
        var others = JsonSerializer.SerializeToUtf8Bytes(@event, shape.Others);
        return JsonSerializer.Deserialize(Together(shape, others.Length <= 2 ? "}"u8 : [(byte)',', .. others.AsSpan(1)], shape.Placeholders), shape.Json)!;
    }

    byte[] Opened(Shape shape, ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, string stream, long version)
    {
        var bytes = SealedMembers.Bytes(text);
        var header = SealedHeader.Read(bytes);
        if (stream.Length > 0 && header.Place != SealedHeader.PlaceOf(stream, version))
            throw new InvalidDataException($"What is sealed in version {version} of {stream} is of another event.");
        if (_keys is null) throw new MasterKeyMissingException("");
        var isWithout = Without is { } person && Array.IndexOf(header.Subjects, person) >= 0;
        return Together(shape, rest, !isWithout && _keys.Of(header.Subjects) is { } keys ? SealedMembers.Open(bytes, keys, shape.Name) : shape.Placeholders);
    }

    static byte[] Together(Shape shape, ReadOnlySpan<byte> rest, byte[] members)
    {
        if (!shape.IsNested) return PersonalJson.Join(members, rest);
        var whole = JsonNode.Parse(PersonalJson.Join("{}"u8, rest))!.AsObject();
        PersonalJson.Merge(whole, JsonNode.Parse(members)!.AsObject());
        return JsonSerializer.SerializeToUtf8Bytes(whole);
    }
}
