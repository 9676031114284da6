using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Forgetting;

/// <summary>How far a person is forgotten, and the proof of it. Stream <c>forgetting-{user}</c>.</summary>
public sealed record ForgottenPerson
{
    /// <summary>One for each person who was ordered to be forgotten.</summary>
    public static readonly StreamKind<ForgottenPerson, ForgettingEvent> Kind =
        new("forgetting", id => new() { UserId = id }, Evolve, static (id, _) => [id]);

    /// <summary>Who; a lower-case UUID.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether somebody ordered it.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Who ordered it.</summary>
    public string Author { get; init; } = "";

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    public DateTimeOffset OrderTime { get; init; }

    /// <summary>What was done, once all of it is; null until then.</summary>
    public PersonForgotten? Proof { get; init; }

    /// <summary>When the proof was given.</summary>
    public DateTimeOffset? ForgetTime { get; init; }

    static ForgottenPerson Evolve(ForgottenPerson state, ForgettingEvent happened, DateTimeOffset at) => happened switch
    {
        PersonForgettingOrdered ordered => state with { IsOrdered = true, Author = ordered.Author, Reason = ordered.Reason, OrderTime = at },
        PersonForgotten forgotten => state with { Proof = forgotten, ForgetTime = at },
        _ => state,
    };
}
