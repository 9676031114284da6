using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Personal;

/// <summary>What is personal in an event on its way into the store, and whose it is.</summary>
/// <param name="Others">The other members, as a JSON object.</param>
/// <param name="Members">The personal members, as a JSON object.</param>
/// <param name="Owners">The users whose they are; each gets a key.</param>
/// <param name="Mentioned">Ids that count as well when they are of users who are not forgotten.</param>
sealed record PersonalPart(byte[] Others, byte[] Members, List<Guid> Owners, IReadOnlyList<Guid> Mentioned)
{
    /// <summary>The users whose the personal members of an event are, each once.</summary>
    public static List<Guid> OwnersOf(StreamRef stream, object @event, object before)
    {
        List<Guid> owners = [];
        foreach (var owner in stream.Kind.WhoseEvent(stream.Id, @event, before))
        {
            if (Guid.TryParse(owner, out var subject) && !owners.Contains(subject)) owners.Add(subject);
        }

        return owners;
    }
}

/// <summary>Somebody was forgotten whom a batch was not yet decided without.</summary>
sealed class PersonForgottenException(Guid subject) : Exception($"User {subject} is forgotten.");
