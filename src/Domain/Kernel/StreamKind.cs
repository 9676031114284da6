namespace KaosNet.Domain.Kernel;

/// <summary>
/// A kind of stream, such as "an account": how its keys are spelled, what its state is before the first event, and how each event
/// changes it. One static instance per kind stands beside the slice's state.
/// </summary>
public abstract class StreamKind
{
    private protected StreamKind(string prefix, Type stateType, Type eventType, int snapshotEvery)
    {
        Prefix = prefix;
        StateType = stateType;
        EventType = eventType;
        SnapshotEvery = snapshotEvery;
    }

    /// <summary>The word before the first dash of every key, e.g. <c>account</c>.</summary>
    public string Prefix { get; }

    /// <summary>The record that the stream's events fold into.</summary>
    public Type StateType { get; }

    /// <summary>The abstract record that all of the stream's events derive from.</summary>
    public Type EventType { get; }

    /// <summary>
    /// For streams that can grow long: a snapshot of the state is kept each time the version passes a multiple of this, so that loading
    /// reads one row and at most this many events. 0 means no snapshots.
    /// </summary>
    public int SnapshotEvery { get; }

    /// <summary>The state before the first event of the stream with this id.</summary>
    public abstract object Initial(string id);

    /// <summary>The state after one more event, which was recorded at <paramref name="at"/>.</summary>
    public abstract object Evolve(object state, object @event, DateTimeOffset at);

    /// <summary>Ids of the users that an event of the stream is about, beside its actor; for the audit index.</summary>
    public abstract IEnumerable<string> About(string id, object @event);

    /// <summary>Users whose personal data a stream's events hold, as far as its id says.</summary>
    public abstract IEnumerable<string> WhoseStream(string id);

    /// <summary>Users whose the personal members of an event are (see <see cref="Whose{TState,TEvent}"/>).</summary>
    /// <param name="id">The stream.</param>
    /// <param name="event">The event.</param>
    /// <param name="before">The state before it.</param>
    public abstract IEnumerable<string?> WhoseEvent(string id, object @event, object before);

    /// <summary>Ids that the personal members of an event mention, of users or not.</summary>
    public abstract IReadOnlyList<Guid> MentionedIn(object @event);

    /// <summary>The key of the stream with this id: prefix, dash, id.</summary>
    public string KeyOf(string id) => Prefix + "-" + id;

    /// <summary>The id within a key of this kind.</summary>
    public string IdOf(string key) => key[(Prefix.Length + 1)..];
}

/// <summary>A kind of stream whose events are <typeparamref name="TEvent"/> and fold into <typeparamref name="TState"/>.</summary>
/// <param name="prefix">The word before the first dash of every key.</param>
/// <param name="initial">The state before the first event, given the stream's id.</param>
/// <param name="evolve">
/// The pure fold: state, event and the moment it was recorded give the next state. It never rejects, never throws and ignores events it does not know.
/// </param>
/// <param name="about">Users that an event is about, given the stream's id; null when it is about nobody in particular.</param>
/// <param name="snapshotEvery">See <see cref="StreamKind.SnapshotEvery"/>.</param>
public sealed class StreamKind<TState, TEvent>(
    string prefix,
    Func<string, TState> initial,
    Func<TState, TEvent, DateTimeOffset, TState> evolve,
    Func<string, TEvent, IEnumerable<string>>? about = null,
    int snapshotEvery = 0)
    : StreamKind(prefix, typeof(TState), typeof(TEvent), snapshotEvery)
    where TState : class
    where TEvent : class
{
    /// <summary>Whose the personal members of its events are; nobody's unless it says so.</summary>
    public Whose<TState, TEvent> Whose { get; init; } = new();

    /// <summary>The stream of this kind with that id.</summary>
    public StreamRef<TState> Of(string id) => new(this, id);

    /// <summary>
    /// A stream of this kind that a fresh id begins: nobody can have written to it yet, so nothing is looked up before the decision, and a decision may
    /// append to it without naming it among its command's streams.
    /// </summary>
    public StreamRef<TState> New(string id) => new(this, id) { IsNew = true };

    public override object Initial(string id) => initial(id);

    public override object Evolve(object state, object @event, DateTimeOffset at) => evolve((TState)state, (TEvent)@event, at);

    public override IEnumerable<string> About(string id, object @event) => about is null ? [] : about(id, (TEvent)@event);

    public override IEnumerable<string> WhoseStream(string id) => Whose.ByStream?.Invoke(id) ?? [];

    public override IEnumerable<string?> WhoseEvent(string id, object @event, object before) =>
        Whose.ByEvent?.Invoke((TEvent)@event, (TState)before) ?? WhoseStream(id);

    public override IReadOnlyList<Guid> MentionedIn(object @event) => Whose.Mentioned?.Invoke((TEvent)@event) ?? [];
}

/// <summary>
/// Whose the personal members are in the events of a kind of stream. With several, forgetting any of them takes the members away. Ids that are no UUIDs are
/// passed over; when nobody is left the members are nobody's, and stored like all others.
/// </summary>
/// <typeparam name="TState">The stream's state.</typeparam>
/// <typeparam name="TEvent">The stream's events.</typeparam>
public sealed record Whose<TState, TEvent>
{
    /// <summary>Whose all of them are, by the stream's id alone.</summary>
    public Func<string, IEnumerable<string>>? ByStream { get; init; }

    /// <summary>Whose they are in this event, given the state before it; in place of <see cref="ByStream"/>.</summary>
    public Func<TEvent, TState, IEnumerable<string?>>? ByEvent { get; init; }

    /// <summary>
    /// Ids in what a script or a client said: those that turn out to be of users who are not forgotten count as well. For records that hold whatever came along.
    /// </summary>
    public Func<TEvent, IReadOnlyList<Guid>>? Mentioned { get; init; }
}

/// <summary>One stream: its kind and its id. Two references with the same key are equal.</summary>
public abstract class StreamRef(StreamKind kind, string id) : IEquatable<StreamRef>
{
    public StreamKind Kind { get; } = kind;

    /// <summary>The id within the kind, e.g. a user id.</summary>
    public string Id { get; } = id;

    /// <summary>The key in the event store, e.g. <c>account-0c5d…</c>.</summary>
    public string Key { get; } = kind.KeyOf(id);

    /// <summary>
    /// True when the id was made for this command, so the stream is taken to be empty. It saves the look-up; should the stream exist after all, the
    /// commit notices and the command is decided again from what is there.
    /// </summary>
    public bool IsNew { get; init; }

    public bool Equals(StreamRef? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as StreamRef);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Key;
}

/// <summary>One stream whose state is a <typeparamref name="TState"/>.</summary>
public sealed class StreamRef<TState>(StreamKind kind, string id) : StreamRef(kind, id)
    where TState : class;
