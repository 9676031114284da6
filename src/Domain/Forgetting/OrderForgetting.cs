using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Forgetting;

/// <summary>Orders that a person be forgotten. What is ordered or done already is answered as it is.</summary>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="Author">Who decided it.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record OrderForgetting(string UserId, string Author, string Reason) : Command<ForgottenPerson>
{
    StreamRef<ForgottenPerson> Stream { get; } = ForgottenPerson.Kind.Of(UserId);

    public override IReadOnlyList<StreamRef> Streams { get; } = [ForgottenPerson.Kind.Of(UserId), Account.Kind.Of(UserId)];

    public override Decision<ForgottenPerson> Decide(StreamStates states, DecisionContext context)
    {
        var state = states.Of(Stream);
        if (state.IsOrdered) return Decision.Granted(state);
        if (FlawOf(Author, Reason) is { } flaw) return flaw;
        if (states.Of(Account.Kind.Of(UserId)) is { IsAlive: false, IsDeleted: false }) return ForgettingFaults.UnknownUser;
        var ordered = new PersonForgettingOrdered(Author, Reason);
        return Decision.Granted((ForgottenPerson)ForgottenPerson.Kind.Evolve(state, ordered, context.Now)).Append(Stream, ordered);
    }

    /// <summary>What is wrong with the words of an order; null when nothing is.</summary>
    public static Fault? FlawOf(string author, string reason)
    {
        if (!IsText(author, ForgettingLimits.AuthorLengthMax)) return ForgettingFaults.InvalidAuthor;
        return IsText(reason, ForgettingLimits.ReasonLengthMax) ? null : ForgettingFaults.InvalidReason;
    }

    static bool IsText(string text, int lengthMax) => !string.IsNullOrWhiteSpace(text) && Text.Fits(text, lengthMax);
}

/// <summary>Keeps the proof that a person is forgotten; the first one stays.</summary>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="Proof">What was done.</param>
public sealed record ProveForgetting(string UserId, PersonForgotten Proof) : StreamCommand<ForgottenPerson, ForgottenPerson>
{
    public override StreamRef<ForgottenPerson> Stream { get; } = ForgottenPerson.Kind.Of(UserId);

    protected override Decision<ForgottenPerson> Decide(ForgottenPerson state, DecisionContext context)
    {
        if (!state.IsOrdered) return ForgettingFaults.NotOrdered;
        return state.Proof is not null
            ? Decision.Granted(state)
            : Decision.Granted((ForgottenPerson)ForgottenPerson.Kind.Evolve(state, Proof, context.Now)).Append(Stream, Proof);
    }
}

/// <summary>How far it is, as of now on all servers: a command, as those are held against the store.</summary>
/// <param name="UserId">Who; a lower-case UUID.</param>
public sealed record LookAtForgetting(string UserId) : StreamCommand<ForgottenPerson, ForgottenPerson>
{
    public override StreamRef<ForgottenPerson> Stream { get; } = ForgottenPerson.Kind.Of(UserId);

    protected override Decision<ForgottenPerson> Decide(ForgottenPerson state, DecisionContext context) =>
        state.IsOrdered ? Decision.Granted(state) : ForgettingFaults.NotOrdered;
}
