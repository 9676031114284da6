using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.History;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.History;

/// <summary>The operations that show one thing as it was at a moment, folded from events; of ours and for servers.</summary>
static class StatesAt
{
    public static readonly IReadOnlyList<Operation> Operations =
    [
        OfUser("GetAccountAt", "Look at a player's account as it was at a moment.", "account", PastSubject.Account),
        OfUser("GetWalletAt", "Look at a player's wallet as it was at a moment.", "wallet", PastSubject.Wallet),
        OfId("GetGroupAt", "Look at a group and its members as they were at a moment.", "group", PastSubject.Group),
        OfId("GetBracketAt", "Look at a bracket as it was at a moment.", "bracket", PastSubject.Bracket),
        OfId("GetNotificationAt", "Look at a notification as it was at a moment.", "notification", PastSubject.Notification),
        OfId("GetChannelMessageAt", "Look at a message of a chat channel as it was at a moment.", "channel/message", PastSubject.Message),
        Operation.Named("GetLeagueAt", "Look at a league as it was at a moment.").Get("/v2/kaos/league/{id}/at").ForServers<GetStateAtRequest, StateAt>(League),
        Operation.Named("GetMatchAt", "Look at a match as it was at a moment, as far as it was recorded.").Get("/v2/kaos/match/{id}/at")
            .ForServers<GetStateAtRequest, StateAt>(Match),
        Operation.Named("GetStorageObjectAt", "Look at a stored object as it was at a moment.").Get("/v2/kaos/storage/{collection}/{key}/{user_id}/at")
            .ForServers<GetStorageObjectAtRequest, StateAt>(Object),
        Operation.Named("GetFriendshipAt", "Look at what two players were to each other at a moment.").Get("/v2/kaos/friend/{user_id}/{friend_id}/at")
            .ForServers<GetFriendshipAtRequest, StateAt>(Friendship),
        Operation.Named("ListFriendsAt", "List what others were to a player at a moment.").Get("/v2/kaos/friend/{user_id}/at")
            .ForServers<ListFriendsAtRequest, StateAt>(Friends),
    ];

    static Operation<GetUserStateAtRequest, StateAt> OfUser(string name, string summary, string area, Func<Guid, PastSubject> subject) => Operation
        .Named(name, summary)
        .Get($"/v2/kaos/{area}/{{user_id}}/at")
        .ForServers<GetUserStateAtRequest, StateAt>((request, call) => Uuids.TryRead(request.UserId, out var user)
            ? Look(subject(user), request.At, request.Version, call)
            : new(PastFaults.InvalidUser));

    static Operation<GetStateAtRequest, StateAt> OfId(string name, string summary, string area, Func<Guid, PastSubject> subject) => Operation
        .Named(name, summary)
        .Get($"/v2/kaos/{area}/{{id}}/at")
        .ForServers<GetStateAtRequest, StateAt>((request, call) => Uuids.TryRead(request.Id, out var id)
            ? Look(subject(id), request.At, request.Version, call)
            : new(PastFaults.InvalidId));

    static ValueTask<Answer<StateAt>> League(GetStateAtRequest request, OperationCall call) => Look(PastSubject.League(request.Id), request.At, request.Version, call);

    static async ValueTask<Answer<StateAt>> Match(GetStateAtRequest request, OperationCall call)
    {
        // With the node behind a dot, as clients know it, or without.
        if (!Uuids.TryRead(request.Id.Split('.')[0], out var id)) return PastFaults.InvalidId;
        if (!MomentOf(request.At).IsGranted(out var moment, out var fault)) return fault;
        return Message(await call.Get<HistoryPast>().Match(id, moment.Known, request.Version, call.Aborted));
    }

    static ValueTask<Answer<StateAt>> Object(GetStorageObjectAtRequest request, OperationCall call) => Uuids.TryRead(request.UserId, out var owner)
        ? Look(PastSubject.Object(request.Collection, request.Key, owner), request.At, request.Version, call)
        : new(PastFaults.InvalidUser);

    static ValueTask<Answer<StateAt>> Friendship(GetFriendshipAtRequest request, OperationCall call) =>
        Uuids.TryRead(request.UserId, out var user) && Uuids.TryRead(request.FriendId, out var friend)
            ? Look(PastSubject.Friendship(user, friend), request.At, request.Version, call)
            : new(PastFaults.InvalidUser);

    static async ValueTask<Answer<StateAt>> Friends(ListFriendsAtRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return PastFaults.InvalidUser;
        if (!MomentOf(request.At).IsGranted(out var moment, out var fault)) return fault;
        return Message(await call.Get<HistoryPast>().Friends(user, moment.Known, call.Aborted));
    }

    static async ValueTask<Answer<StateAt>> Look(Answer<PastSubject> named, string at, long? version, OperationCall call)
    {
        if (!named.IsGranted(out var subject, out var fault)) return fault;
        if (!MomentOf(at).IsGranted(out var moment, out fault)) return fault;
        return Message(await call.Get<HistoryPast>().Look(subject, moment.Known, version, call.Aborted));
    }

    /// <summary>None when nothing is said.</summary>
    static Answer<Moment> MomentOf(string at)
    {
        if (at.Length == 0) return new Moment(null);
        return PastMoment.TryRead(at, out var moment) ? new Moment(moment) : PastFaults.InvalidMoment;
    }

    static Answer<StateAt> Message(Answer<PastThing> answer) => answer.IsGranted(out var thing, out var fault)
        ? new StateAt
        {
            Kind = thing.Kind,
            At = thing.At,
            Version = thing.Version,
            Sequence = thing.Sequence,
            ChangeTime = thing.ChangedAt,
            State = StateDocuments.Text(thing.State),
        }
        : fault;

    sealed record Moment(PastMoment? Known);
}
