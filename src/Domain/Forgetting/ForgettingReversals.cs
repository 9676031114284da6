using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Forgetting;

/// <summary>Who is forgotten stays so.</summary>
public static class ForgettingReversals
{
    const string Gone = "a forgotten person stays forgotten: the key to what was theirs is destroyed";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<ForgottenPerson, ForgettingEvent>(
        ForgottenPerson.Kind,
        (_, _) => Reversal.Refused(Gone),
        new Dictionary<Type, string> { [typeof(PersonForgettingOrdered)] = Gone, [typeof(PersonForgotten)] = Gone });
}
