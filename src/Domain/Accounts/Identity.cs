using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>The ways a player can prove who they are.</summary>
public enum IdentityKind
{
    Device,
    Custom,
    Email,
    Apple,
    Facebook,
    FacebookInstantGame,
    Google,
    GameCenter,
    Steam,
}

/// <summary>How kinds of identities are called in what players read.</summary>
public static class IdentityKinds
{
    /// <summary>The name as the provider writes it, e.g. <c>Facebook Instant Game</c>.</summary>
    public static string Title(this IdentityKind kind) => kind is IdentityKind.FacebookInstantGame ? "Facebook Instant Game" : kind.ToString();
}

/// <summary>One way to prove to be an account's owner. Kind and value together belong to at most one account.</summary>
/// <param name="Kind">What kind of proof.</param>
/// <param name="Value">The device id, custom id, email address, or the provider's id of the player.</param>
public sealed record Identity(IdentityKind Kind, string Value)
{
    public static Identity Device(string id) => new(IdentityKind.Device, id);

    public static Identity Custom(string id) => new(IdentityKind.Custom, id);

    /// <summary>An email address as players typed it: compared and kept in lower case (parity 2.4).</summary>
    public static Identity Email(string address) => new(IdentityKind.Email, address.ToLowerInvariant());

    /// <summary>Why this cannot be an identity at sign-in (parity 2.3), or null. What a provider vouched for is taken as it is.</summary>
    public Fault? Refusal() => Kind switch
    {
        IdentityKind.Device => DeviceRefusal(),
        IdentityKind.Custom => CustomRefusal(),
        IdentityKind.Email => EmailRefusal(),
        _ => Text.HasControlOrSpace(Value) || Text.Bytes(Value) is 0 or > Limits.IdentifierBytes
            ? Fault.Internal("Error finding or creating user account.")
            : null,
    };

    Fault? DeviceRefusal() => Value.Length == 0 ? Fault.InvalidArgument("Device ID is required.")
        : Text.HasControlOrSpace(Value) ? Fault.InvalidArgument("Device ID invalid, no spaces or control characters allowed.")
        : Text.Bytes(Value) is < Limits.DeviceIdBytesMin or > Limits.IdentifierBytes ? Fault.InvalidArgument("Device ID invalid, must be 10-128 bytes.")
        : null;

    Fault? CustomRefusal() => Value.Length == 0 ? Fault.InvalidArgument("Custom ID is required.")
        : Text.HasControlOrSpace(Value) ? Fault.InvalidArgument("Custom ID invalid, no spaces or control characters allowed.")
        : Text.Bytes(Value) is < Limits.CustomIdBytesMin or > Limits.IdentifierBytes ? Fault.InvalidArgument("Custom ID invalid, must be 6-128 bytes.")
        : null;

    Fault? EmailRefusal() => Text.HasControlOrSpace(Value) ? Fault.InvalidArgument("Invalid email address, no spaces or control characters allowed.")
        : !LooksLikeEmail(Value) ? Fault.InvalidArgument("Invalid email address format.")
        : Text.Bytes(Value) is < Limits.EmailBytesMin or > Limits.EmailBytes ? Fault.InvalidArgument("Invalid email address, must be 10-255 bytes.")
        : null;

    /// <summary>
    /// Something, an @, something, a dot, something: <c>^.+@.+\..+$</c> without a regular expression. It holds as soon as the first @ that is not
    /// in front is followed by a dot with a neighbour on either side.
    /// </summary>
    static bool LooksLikeEmail(string address)
    {
        var at = address.Length < 2 ? -1 : address.IndexOf('@', 1);
        var dot = address.Length < 2 ? -1 : address.LastIndexOf('.', address.Length - 2);
        return at > 0 && dot > at + 1;
    }
}
