using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Operations;

/// <summary>Operations that stand for each way of asking: they answer what they were asked, so that a test sees what arrived.</summary>
public sealed class Probe : IFeature
{
    public static readonly Operation WriteScore = Operation
        .Named("WriteLeaderboardRecord", "Answers the record it was given.")
        .Post("/v2/leaderboard/{leaderboard_id}", body: "record")
        .ForPlayers<WriteLeaderboardRecordRequest, LeaderboardRecord>((request, call) => Answered(new LeaderboardRecord
        {
            LeaderboardId = request.LeaderboardId, OwnerId = call.Caller.UserId, Username = call.Caller.Username,
            Score = request.Record!.Score, Subscore = request.Record.Subscore, Metadata = request.Record.Metadata,
        }));

    public static readonly Operation ListScores = Operation
        .Named("ListLeaderboardRecords", "Answers its filters as a page.")
        .Get("/v2/leaderboard/{leaderboard_id}")
        .ForPlayers<ListLeaderboardRecordsRequest, LeaderboardRecordList>((request, _) => Answered(new LeaderboardRecordList
        {
            Records = [.. request.OwnerIds.Select(id => new LeaderboardRecord { LeaderboardId = request.LeaderboardId, OwnerId = id })],
            NextCursor = request.Cursor, RankCount = request.Limit ?? -1,
        }));

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateDevice", "Signs in as whoever is named.")
        .Post("/v2/account/authenticate/device", body: "account")
        .ForGames<AuthenticateDeviceRequest, Session>((request, call) =>
        {
            call.Caller = call.Caller with { UserId = request.Account!.Id, Username = request.Username };
            return Answered(new Session { Created = request.Create ?? true, Token = $"{request.Account.Id}/{request.Username}" });
        });

    public static readonly Operation GetAccount = Operation
        .Named("GetAccount", "Answers who calls.")
        .Get("/v2/account")
        .ForPlayers<Empty, Account>((_, call) => Answered(new Account { User = new User { Id = call.Caller.UserId }, Wallet = "{}" }));

    public static readonly Operation UpdateAccount = Operation
        .Named("UpdateAccount", "Takes anything and answers nothing.")
        .Put("/v2/account")
        .ForPlayers<UpdateAccountRequest, Empty>((_, _) => Answered(new Empty()));

    public static readonly Operation AddFriends = Operation
        .Named("AddFriends", "Refuses with what it was given.")
        .PostWithoutBody("/v2/friend")
        .ForPlayers<AddFriendsRequest, Empty>((request, _) => new(Fault.FailedPrecondition(string.Join('+', request.Ids.Concat(request.Usernames)))));

    public static readonly Operation Breaks = Operation
        .Named("GetUsers", "Throws.")
        .Get("/v2/user")
        .ForPlayers<GetUsersRequest, Users>((_, _) => throw new InvalidOperationException("a secret of ours"));

    public static readonly Operation Hangs = Operation
        .Named("ListGroups", "Never answers and does not look at its token.")
        .Get("/v2/group")
        .ForPlayers<ListGroupsRequest, GroupList>((_, _) => new(new TaskCompletionSource<Answer<GroupList>>().Task));

    public static readonly Operation ListsStorage = Operation
        .Named("ListStorageObjects", "A parameter beside a fixed path.")
        .Get("/v2/storage/{collection}")
        .ForPlayers<ListStorageObjectsRequest, StorageObjectList>((request, _) => Answered(new StorageObjectList { Cursor = request.Collection }));

    public static readonly Operation DeletesStorage = Operation
        .Named("DeleteStorageObjects", "A fixed path beside a parameter.")
        .Put("/v2/storage/delete")
        .ForPlayers<DeleteStorageObjectsRequest, Empty>((_, _) => Answered(new Empty()));

    public IReadOnlyList<Operation> Operations =>
        [WriteScore, ListScores, SignIn, GetAccount, UpdateAccount, AddFriends, Breaks, Hangs, ListsStorage, DeletesStorage];

    public void AddServices(IServiceCollection services) => services.AddSingleton<ISessionAuthenticator, AnyNameSessions>();

    static ValueTask<Answer<T>> Answered<T>(T value) => new(value);

    /// <summary>Takes <c>token-ann</c> for the session of ann; expired tokens say so.</summary>
    sealed class AnyNameSessions : ISessionAuthenticator
    {
        public bool TryAuthenticate(string token, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SignedInPlayer? player)
        {
            player = token.StartsWith("token-", StringComparison.Ordinal)
                ? new SignedInPlayer("id-of-" + token[6..], token[6..], new Dictionary<string, string>(), 4_000_000_000)
                : null;
            return player is not null;
        }
    }
}
