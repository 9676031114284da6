using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Accounts;
using KaosNet.Modules.Brackets;
using KaosNet.Modules.Chat;
using KaosNet.Modules.Events;
using KaosNet.Modules.Friends;
using KaosNet.Modules.Groups;
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
using KaosNet.Scripting.Nk;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Server;

/// <summary>The server's API for one call of a module.</summary>
/// <param name="server">The server.</param>
/// <param name="caller">In whose name: the module, and the player behind the call.</param>
/// <param name="cancel">Gives up.</param>
internal sealed class ServerApi(NkServer server, Caller caller, CancellationToken cancel) : INk
{
    private static readonly CodecFunctions TheCodecs = new();

    private static readonly CronFunctions TheCron = new();
    private static readonly SatoriFunctions TheSatori = new();

    public IAccountFunctions Accounts => new AccountFunctions(this);

    public IBracketFunctions Brackets => new BracketFunctions(this);

    public IChatFunctions Chat => new ChatFunctions(this);

    public ICodecFunctions Codecs => TheCodecs;

    public ICronFunctions Cron => TheCron;

    public IDisqualificationFunctions Disqualifications => new DisqualificationFunctions(this);

    public IEventFunctions Events => new EventFunctions(this);

    public IFriendFunctions Friends => new FriendFunctions(this);

    public IHttpFunctions Http => new HttpFunctions(this);

    public ILocalCacheFunctions LocalCache => new CacheFunctions(this);

    public IMetricFunctions Metrics => new MetricFunctions(this);

    public IPurchaseFunctions Purchases => new PurchaseFunctions(this);

    public ISatoriFunctions Satori => TheSatori;

    public IServerFunctions Server => new ServerFunctions(this);

    public ISqlFunctions Sql => new SqlFunctions(this);

    public IGroupFunctions Groups => new GroupFunctions(this);

    public ILeagueFunctions Leagues => new LeagueFunctions(this);

    public ILinkingFunctions Linking => new LinkingFunctions(this);

    public INotificationFunctions Notifications => new NotificationFunctions(this);

    public ISecretFunctions Secrets => new SecretFunctions(this);

    public ILeaderboardFunctions Leaderboards => new LeaderboardFunctions(this);

    public ISignInFunctions SignIns => new SignInFunctions(this);

    public IStorageFunctions Storage => new StorageFunctions(this);

    public ITournamentFunctions Tournaments => new TournamentFunctions(this);

    public ITransactionFunctions Transactions => new TransactionFunctions(this);

    public IUserFunctions Users => new UserFunctions(this);

    public IWalletFunctions Wallets => new WalletFunctions(this);

    public IMatchFunctions Matches => new MatchFunctions(this);

    public IPartyFunctions Parties => new PartyFunctions(this);

    public ISessionFunctions Sessions => new SessionFunctions(this);

    public IStreamFunctions Streams => new StreamFunctions(this);

    public Caller Caller => caller;

    public CancellationToken Cancel => cancel;

    /// <summary>A part of the server.</summary>
    public T Get<T>()
        where T : notnull => server.Get<T>();

    /// <summary>Makes a change.</summary>
    /// <exception cref="RefusedException">It was refused; nothing has changed.</exception>
    public async ValueTask<T> Execute<T>(Command<T> command) => Granted(await server.Get<IJournal>().Execute(command, caller, cancel));

    /// <summary>Makes a change whose refusals scripts read as the end of a sentence.</summary>
    /// <exception cref="RefusedException">It was refused; nothing has changed.</exception>
    public async ValueTask<T> ExecuteInWords<T>(Command<T> command) => GrantedInWords(await server.Get<IJournal>().Execute(command, caller, cancel));

    /// <summary>What was granted.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static T Granted<T>(Answer<T> answer) =>
        answer.IsGranted(out var value, out var fault) ? value : throw new RefusedException((StatusCode)(int)fault.Code, fault.Message);

    /// <summary>What was granted; a refusal reads as the end of a sentence, as friends and groups have always told scripts.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static T GrantedInWords<T>(Answer<T> answer) => answer.IsGranted(out var value, out var fault)
        ? value
        : throw new RefusedException((StatusCode)(int)fault.Code, char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..].TrimEnd('.'));
}
