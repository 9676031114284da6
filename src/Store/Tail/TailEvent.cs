namespace KaosNet.Store.Tail;

/// <summary>One committed event, as the end of the store gives it to those who follow it.</summary>
/// <param name="Sequence">Its place in the whole store.</param>
/// <param name="Id">Its id.</param>
/// <param name="StreamKey">The stream it belongs to.</param>
/// <param name="Version">Its version there, from 1.</param>
/// <param name="Event">The event.</param>
/// <param name="At">The moment of its decision.</param>
/// <param name="Actor">Who did it; null for nobody.</param>
/// <param name="Cause">What caused it; null for a person.</param>
public sealed record TailEvent(long Sequence, Guid Id, string StreamKey, long Version, object Event, DateTimeOffset At, string? Actor, string? Cause);
