namespace KaosNet.Domain.Wallets;

/// <summary>What ledger entries keep of the cause of a call, by which they are looked for.</summary>
public static class LedgerCause
{
    /// <summary>The cause cut to <see cref="Limits.CauseLength"/>, but not within a surrogate pair; null for none.</summary>
    public static string? Kept(string? cause)
    {
        if (string.IsNullOrEmpty(cause)) return null;
        if (cause.Length <= Limits.CauseLength) return cause;
        return cause[..(char.IsHighSurrogate(cause[Limits.CauseLength - 1]) ? Limits.CauseLength - 1 : Limits.CauseLength)];
    }
}
