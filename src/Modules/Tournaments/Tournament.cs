using KaosNet.Modules.Leaderboards;

namespace KaosNet.Modules.Tournaments;

/// <summary>A tournament as it stands.</summary>
public sealed record Tournament
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its category, 0 to 127.</summary>
    public int Category { get; init; }

    /// <summary>Whether only the server may write to it.</summary>
    public bool Authoritative { get; init; }

    /// <summary>Which end is the better one; the text <c>0</c> or <c>1</c> in Lua, the number in JavaScript.</summary>
    public SortOrder SortOrder { get; init; }

    /// <summary>What becomes of a score when there is one already.</summary>
    public ScoreOperator Operator { get; init; }

    /// <summary>Whether one has to join before one may hand in a score.</summary>
    public bool JoinRequired { get; init; }

    /// <summary>Owners in the present period.</summary>
    public int Size { get; init; }

    /// <summary>The most owners; 0 for any number.</summary>
    public int MaxSize { get; init; }

    /// <summary>The most scores of an owner; 0 for any number.</summary>
    public int MaxNumScore { get; init; }

    /// <summary>Seconds that a window lasts.</summary>
    public int Duration { get; init; }

    /// <summary>When the present window began, in Unix seconds.</summary>
    public long StartActive { get; init; }

    /// <summary>When the present window ends, in Unix seconds.</summary>
    public long EndActive { get; init; }

    /// <summary>Whether one may join now.</summary>
    public bool CanEnter { get; init; }

    /// <summary>When it starts over next, in Unix seconds; null for never.</summary>
    public long? NextReset { get; init; }

    /// <summary>When it last started over, in Unix seconds; null for never.</summary>
    public long? PrevReset { get; init; }

    /// <summary>What the game keeps about it.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;

    /// <summary>When it was made; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it begins, in Unix seconds.</summary>
    public long StartTime { get; init; }

    /// <summary>When it ends, in Unix seconds; null for never.</summary>
    public long? EndTime { get; init; }
}

/// <summary>A page of tournaments.</summary>
/// <param name="Tournaments">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record TournamentPage(IReadOnlyList<Tournament> Tournaments, string? Cursor);
