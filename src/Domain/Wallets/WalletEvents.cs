using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>What can happen to a wallet.</summary>
public abstract record WalletEvent;

/// <summary>One amount that was booked, and what it led to.</summary>
/// <param name="Key">The currency.</param>
/// <param name="Amount">How much was given, or taken if negative.</param>
/// <param name="Balance">What is there since.</param>
public sealed record Booking(string Key, long Amount, long Balance);

/// <summary>Amounts were given to the player or taken from them, all at once.</summary>
/// <param name="Bookings">One a key; none when the wallet was merely touched.</param>
/// <param name="EntryId">The ledger entry that says why; null when none was asked for.</param>
[EventName("wallet_booked")]
public sealed record WalletBooked(IReadOnlyList<Booking> Bookings, string? EntryId = null) : WalletEvent;

/// <summary>An operator put other balances in place of all that were there. The ledger does not tell of it.</summary>
[EventName("wallet_replaced")]
public sealed record WalletReplaced(IReadOnlyList<Amount> Balances) : WalletEvent;

/// <summary>The player's account is gone, and the wallet with it.</summary>
[EventName("wallet_closed")]
public sealed record WalletClosed : WalletEvent;
