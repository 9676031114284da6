namespace KaosNet.Domain.Kernel.Undoing;

/// <summary>
/// What undoing one event takes: events that put back what it changed, and the reason for what of it cannot be put back. Both, when some of it can and some cannot.
/// </summary>
public sealed record Reversal
{
    /// <summary>The event did nothing that another event of the same request does not undo with it.</summary>
    public static readonly Reversal Along = new() { IsAlong = true };

    /// <summary>The events, for the event's own stream and for others; in order.</summary>
    public IReadOnlyList<StreamEvent> Events { get; init; } = [];

    /// <summary>Why it, or some of it, is not undone, for people to read and to be kept: it names nobody's words, only ids and figures. Null when all of it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason is that something later changed what the event left.</summary>
    public bool IsLater { get; init; }

    /// <summary>It is undone by what undoes another event of the same request.</summary>
    public bool IsAlong { get; init; }

    /// <summary>These events undo it.</summary>
    public static Reversal By(StreamRef stream, params IEnumerable<object> events) => new() { Events = [.. events.Select(happened => new StreamEvent(stream, happened))] };

    /// <summary>These events undo it, some of them in other streams.</summary>
    public static Reversal By(IEnumerable<StreamEvent> events) => new() { Events = [.. events] };

    /// <summary>It cannot be undone, for that reason.</summary>
    public static Reversal Refused(string reason) => new() { Reason = reason };

    /// <summary>It cannot be undone, since something later changed what it left.</summary>
    /// <param name="now">What is so now, such as "the name is another one by now".</param>
    public static Reversal Later(string now) => new() { Reason = now, IsLater = true };

    /// <summary>What is put back, but for some of it.</summary>
    public Reversal But(string reason, bool isLater = false) => this with { Reason = reason, IsLater = isLater };
}

/// <summary>A name that no two things may have at a time.</summary>
/// <param name="Kind">What sort of name.</param>
/// <param name="Value">The name.</param>
public sealed record UniqueName(UniqueNameKind Kind, string Value);

/// <summary>The sorts of unique names.</summary>
public enum UniqueNameKind
{
    Username,

    /// <summary>A way to sign in: <c>{kind}:{value}</c>.</summary>
    Identity,

    GroupName,
}
