using System.Security.Cryptography;

namespace KaosNet.Store.Personal;

/// <summary>The key of one user, or what is left of it.</summary>
/// <param name="subject">The user.</param>
/// <param name="secret">32 bytes; null once the user is forgotten.</param>
sealed class PersonalKey(Guid subject, byte[]? secret)
{
    public Guid Subject => subject;

    public byte[]? Secret => secret;

    /// <summary>Destroyed: what was sealed with it is read by nobody any more, and nothing is kept of that user from now on.</summary>
    public bool IsForgotten => secret is null;

    /// <summary>A key for a user who has none.</summary>
    public static PersonalKey Draw(Guid subject) => new(subject, RandomNumberGenerator.GetBytes(MasterKey.Bytes));
}
