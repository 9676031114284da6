namespace KaosNet.Domain.Purchases;

/// <summary>The bounds of purchases.</summary>
public static class Limits
{
    /// <summary>UTF-8 bytes of a store's number of a purchase, and of a product's name.</summary>
    public const int IdBytes = 512;

    /// <summary>UTF-8 bytes of a store's answer that is kept with a purchase.</summary>
    public const int ResponseBytes = 1 << 20;

    /// <summary>Purchases, or subscriptions, that one commit keeps.</summary>
    public const int AtOnceMax = 100;

    /// <summary>Purchases, or subscriptions, of one page of a list.</summary>
    public const int PageMax = 100;
}
