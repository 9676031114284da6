namespace KaosNet.Protocol;

/// <summary>What a reader of JSON forgives; REST forgives more than the socket does.</summary>
public sealed class JsonRules
{
    /// <summary>REST: no body is an empty message, unknown fields and enum constants and whatever follows the first value are ignored (H25, H27, H29, H30).</summary>
    public static readonly JsonRules Rest = new() { IgnoresUnknown = true, IgnoresRest = true, AllowsNothing = true };

    /// <summary>The socket: exactly one JSON object of known fields.</summary>
    public static readonly JsonRules Realtime = new();

    JsonRules()
    {
    }

    /// <summary>Unknown fields, and unknown constants of enums, count as absent.</summary>
    public bool IgnoresUnknown { get; private init; }

    /// <summary>What follows the first value is not looked at.</summary>
    public bool IgnoresRest { get; private init; }

    /// <summary>Empty input is an empty message.</summary>
    public bool AllowsNothing { get; private init; }
}
