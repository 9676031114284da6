using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Accounts;

/// <summary>A player's account, as its owner and the server see it.</summary>
public sealed record Account
{
    /// <summary>What others may see. In Lua its members are the account's own, too: <c>account.username</c> as well as <c>account.user.username</c>.</summary>
    [InLua(IsSpread = true)]
    public required User User { get; init; }

    /// <summary>What the player owns: whole numbers by name.</summary>
    public JsonText Wallet { get; init; } = JsonText.Empty;

    /// <summary>The address that signs in; empty without one.</summary>
    [InJavaScript(LeavesOutWhenEmpty = true)]
    public string Email { get; init; } = "";

    /// <summary>The devices that sign in, oldest first.</summary>
    [InJavaScript(LeavesOutWhenEmpty = true)]
    public IReadOnlyList<AccountDevice> Devices { get; init; } = [];

    /// <summary>The custom id that signs in, if there is one.</summary>
    public string? CustomId { get; init; }

    /// <summary>Since when the player is banned; null for who is not. A number of seconds in scripts.</summary>
    public DateTimeOffset? DisableTime { get; init; }
}

/// <summary>A device that signs in.</summary>
/// <param name="Id">Its id.</param>
public sealed record AccountDevice(string Id);
