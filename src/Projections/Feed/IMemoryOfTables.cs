namespace KaosNet.Projections.Feed;

/// <summary>Something in memory that was read from tables and is kept true by what is committed; rows that a rebuild repaired were not.</summary>
public interface IMemoryOfTables
{
    /// <summary>Rebuilt tables took the places of those that were read: reads them, now or when somebody asks. What fails is tried again.</summary>
    ValueTask TablesSwitched(CancellationToken cancel);
}
