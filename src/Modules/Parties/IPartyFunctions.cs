using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Parties;

/// <summary>A party as listings show it.</summary>
public sealed record ListedParty
{
    /// <summary>Its id.</summary>
    [InLua(Name = "match_id")]
    public required string PartyId { get; init; }

    /// <summary>Whether players may join without being let in.</summary>
    public required bool Open { get; init; }

    /// <summary>The most members.</summary>
    [InLua(Name = "maxSize")]
    public required int MaxSize { get; init; }

    /// <summary>What its leader says of it.</summary>
    public required string Label { get; init; }
}

/// <summary>A page of parties.</summary>
/// <param name="Parties">They.</param>
/// <param name="Cursor">Where the next page begins; null after the last.</param>
public sealed record PartyPage(IReadOnlyList<ListedParty> Parties, string? Cursor);

/// <summary>Parties, to look at.</summary>
public interface IPartyFunctions
{
    /// <summary>Lists the parties of all servers.</summary>
    /// <param name="limit">The most on a page.</param>
    /// <param name="open">Only open ones, or only closed ones; null for both.</param>
    /// <param name="showHidden">Those that players do not find, too.</param>
    /// <param name="query">A search over labels; empty for all.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction(
        "party_list", Failure = "failed to list parties: ", LuaReturnsMembers = true,
        WhileLoading = "party registry not initialized: listing cannot be performed in InitModule")]
    ValueTask<PartyPage> List(
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 10,
        bool? open = null,
        [InLua(IsMandatory = true), InJavaScript(IsMandatory = true)] bool showHidden = false,
        string query = "",
        string cursor = "");
}
