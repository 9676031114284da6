using System.Runtime.InteropServices;

namespace KaosNet.Projections.Kernel;

/// <summary>Where an item stands in a list by time: two of the same moment are told apart by their ids.</summary>
/// <param name="Time">To the microsecond.</param>
/// <param name="Id">The item's id.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ListEdge(DateTimeOffset Time, Guid Id)
{
    /// <summary>Before everything.</summary>
    public static readonly ListEdge Beginning = new(DateTimeOffset.UnixEpoch, Guid.Empty);
}
