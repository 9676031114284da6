using KaosNet.Modules.Accounts;
using KaosNet.Modules.Brackets;
using KaosNet.Modules.Chat;
using KaosNet.Modules.Events;
using KaosNet.Modules.Friends;
using KaosNet.Modules.Groups;
using KaosNet.Modules.Kernel;
using KaosNet.Modules.Leaderboards;
using KaosNet.Modules.Leagues;
using KaosNet.Modules.Matches;
using KaosNet.Modules.Notifications;
using KaosNet.Modules.Parties;
using KaosNet.Modules.Sessions;
using KaosNet.Modules.Storage;
using KaosNet.Modules.Streams;
using KaosNet.Modules.Tournaments;
using KaosNet.Modules.Transactions;
using KaosNet.Modules.Utilities;
using KaosNet.Modules.Wallets;

namespace KaosNet.Modules;

/// <summary>
/// The server as its modules see it: everything a module may ask of it or do to it, one property for each family of functions. An instance belongs to one call of a
/// module, in whose name and for whose player it acts; what it changes goes through the Journal like every other change, with source <c>script</c> and the module's
/// name as its actor. Modules in Lua and JavaScript have the same functions under the names that each one's <see cref="ServerFunctionAttribute"/> tells.
/// </summary>
/// <remarks>A refusal is a <see cref="RefusedException"/>, which a module may catch; what it does not catch is its own caller's answer.</remarks>
public interface INk
{
    /// <summary>Players' accounts.</summary>
    IAccountFunctions Accounts { get; }

    /// <summary>Brackets: tournaments of pairings; beyond Nakama.</summary>
    IBracketFunctions Brackets { get; }

    /// <summary>Chat.</summary>
    IChatFunctions Chat { get; }

    /// <summary>Bytes as text, text as bytes, and fingerprints.</summary>
    ICodecFunctions Codecs { get; }

    /// <summary>Instants that schedules name.</summary>
    ICronFunctions Cron { get; }

    /// <summary>Taking scores back and giving them back; beyond Nakama.</summary>
    IDisqualificationFunctions Disqualifications { get; }

    /// <summary>Events of the game's own.</summary>
    IEventFunctions Events { get; }

    /// <summary>Friends of players.</summary>
    IFriendFunctions Friends { get; }

    /// <summary>Calls of other services.</summary>
    IHttpFunctions Http { get; }

    /// <summary>Figures of the game's own for monitoring.</summary>
    IMetricFunctions Metrics { get; }

    /// <summary>Groups of players.</summary>
    IGroupFunctions Groups { get; }

    /// <summary>What modules in C# keep in their server's memory.</summary>
    ILocalCacheFunctions LocalCache { get; }

    /// <summary>Boards and their records.</summary>
    ILeaderboardFunctions Leaderboards { get; }

    /// <summary>Leagues: divisions of groups, season after season; beyond Nakama.</summary>
    ILeagueFunctions Leagues { get; }

    /// <summary>The ways in which players sign in.</summary>
    ILinkingFunctions Linking { get; }

    /// <summary>What players are told.</summary>
    INotificationFunctions Notifications { get; }

    /// <summary>Ciphers, signatures, tokens, passwords and chance.</summary>
    ISecretFunctions Secrets { get; }

    /// <summary>Signing in for players.</summary>
    ISignInFunctions SignIns { get; }

    /// <summary>Purchases and subscriptions in stores.</summary>
    IPurchaseFunctions Purchases { get; }

    /// <summary>Satori, a service beside the server.</summary>
    ISatoriFunctions Satori { get; }

    /// <summary>The server that the module runs on.</summary>
    IServerFunctions Server { get; }

    /// <summary>A database of the game's own.</summary>
    ISqlFunctions Sql { get; }

    /// <summary>Stored objects.</summary>
    IStorageFunctions Storage { get; }

    /// <summary>Tournaments and their records.</summary>
    ITournamentFunctions Tournaments { get; }

    /// <summary>Several changes in one commit.</summary>
    ITransactionFunctions Transactions { get; }

    /// <summary>Players as others see them, and bans.</summary>
    IUserFunctions Users { get; }

    /// <summary>Wallets and their ledger.</summary>
    IWalletFunctions Wallets { get; }

    /// <summary>Authoritative matches.</summary>
    IMatchFunctions Matches { get; }

    /// <summary>Parties.</summary>
    IPartyFunctions Parties { get; }

    /// <summary>Players' sessions.</summary>
    ISessionFunctions Sessions { get; }

    /// <summary>Streams of messages.</summary>
    IStreamFunctions Streams { get; }
}
