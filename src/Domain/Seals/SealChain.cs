using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Seals;

/// <summary>The chain of seals of a store: the last one.</summary>
/// <param name="Number">Its number; 0 before the first.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Through">The last number that is sealed; null before the first.</param>
public sealed record SealChain(long Number, string Hash, long? Through)
{
    /// <summary>The one stream: <c>seals-store</c>.</summary>
    public static readonly StreamKind<SealChain, SealEvent> Kind = new("seals", _ => new(0, SealHash.None, null), Evolve, snapshotEvery: 100);

    /// <summary>The store's chain.</summary>
    public static StreamRef<SealChain> OfStore { get; } = Kind.Of("store");

    /// <summary>One more event.</summary>
    public static SealChain Evolve(SealChain chain, SealEvent happened, DateTimeOffset at) => happened switch
    {
        StoreSealed made => new(made.Number, made.Hash, made.Through),
        _ => chain,
    };
}

/// <summary>A server seals what was settled since the seal before. Refused when another server has sealed meanwhile.</summary>
/// <param name="After">Where the seal before ended, as far as the server knows.</param>
/// <param name="Through">The last number of the span.</param>
/// <param name="Events">Events in the span.</param>
/// <param name="StreamCount">Streams with events in the span.</param>
/// <param name="Root">Merkle root over the streams' last hashes.</param>
/// <param name="Order">Hash over the order of the events.</param>
/// <param name="Marks">Marks of the parts of the span.</param>
public sealed record SealStore(long After, long Through, long Events, long StreamCount, string Root, string Order, byte[] Marks) : StreamCommand<SealChain, StoreSealed>
{
    public override StreamRef<SealChain> Stream => SealChain.OfStore;

    protected override Decision<StoreSealed> Decide(SealChain state, DecisionContext context)
    {
        if (state.Through is { } through && through != After) return new Fault(FaultCode.Aborted, "Another server has sealed the store meanwhile.");
        if (Through <= After || Events <= 0) return Fault.FailedPrecondition("There is nothing to seal.");
        var made = new StoreSealed(state.Number + 1, state.Hash, After, Through, Events, StreamCount, Root, Order, Marks, "");
        made = made with { Hash = SealHash.Of(made) };
        return Decision.Granted(made).Append(Stream, made);
    }
}
