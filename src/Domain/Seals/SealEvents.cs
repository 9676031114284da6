using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Seals;

/// <summary>What can happen to the chain of seals.</summary>
public abstract record SealEvent;

/// <summary>
/// Everything that the store held in a span of its numbers was sealed: whoever keeps the hash of this seal can tell later whether anything before it was changed.
/// Hashes are SHA-256 in lower-case hex.
/// </summary>
/// <param name="Number">Number of the seal, from 1, without gaps.</param>
/// <param name="Before">Hash of the seal before it; zeros before the first.</param>
/// <param name="After">The last number of the span before; the first event that this seal stands over has a higher one.</param>
/// <param name="Through">The last number of the span.</param>
/// <param name="Events">Events in the span.</param>
/// <param name="Streams">Streams with events in the span.</param>
/// <param name="Root">Merkle root over those streams, each as it was left: key, version and hash of its last event in the span.</param>
/// <param name="Order">Hash over the numbers and hashes of all events of the span, in their order.</param>
/// <param name="Marks">Six bytes for each run of numbers of the same width, by which a change is found; the span is divided into at most 2000 of them.</param>
/// <param name="Hash">Hash over all of this.</param>
[EventName("store_sealed")]
public sealed record StoreSealed(
    long Number, string Before, long After, long Through, long Events, long Streams, string Root, string Order, byte[] Marks, string Hash) : SealEvent;
