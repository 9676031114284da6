using System.Text.Json.Nodes;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;

namespace KaosNet.Projections.History;

/// <summary>Something that one stream tells of and that can be looked at as it was.</summary>
public sealed class PastSubject
{
    readonly Func<object, bool> _exists;
    readonly Func<object, JsonObject> _show;

    PastSubject(string kind, StreamRef stream, Func<object, bool> exists, Func<object, JsonObject> show, string gone) =>
        (Kind, Stream, _exists, _show, GoneWord) = (kind, stream, exists, show, gone);

    /// <summary>What it is, in one word, e.g. <c>account</c>.</summary>
    public string Kind { get; }

    internal StreamRef Stream { get; }

    /// <summary>What has happened to it when it is no more, e.g. <c>deleted</c>.</summary>
    internal string GoneWord { get; }

    public static PastSubject Account(Guid userId) =>
        Of("account", Domain.Accounts.Account.Kind.Of(userId.ToString()), account => account.IsAlive, StateDocuments.Of);

    public static PastSubject Wallet(Guid userId) =>
        Of("wallet", Domain.Wallets.Wallet.Kind.Of(userId.ToString()), wallet => wallet.Exists, StateDocuments.Of, "closed");

    /// <summary>A stored object, or why nothing can have that name.</summary>
    public static Answer<PastSubject> Object(string collection, string key, Guid ownerId)
    {
        var name = new ObjectKey(collection, key, ownerId.ToString());
        return name.Flaw is { } flaw ? flaw : Of("object", name.Stream, stored => stored.Exists, StateDocuments.Of);
    }

    public static PastSubject Group(Guid id) => Of("group", Domain.Groups.Group.Kind.Of(id.ToString()), group => group.Exists, StateDocuments.Of);

    /// <summary>What was between two users, or why there can be nothing.</summary>
    public static Answer<PastSubject> Friendship(Guid one, Guid other) => one == other
        ? PastFaults.OneUserTwice
        : Of(
            "friendship", Domain.Friends.Friendship.Between(one.ToString(), other.ToString()),
            pair => pair.First is not null || pair.Second is not null, StateDocuments.Of, "ended");

    public static PastSubject Bracket(Guid id) => Of("bracket", Domain.Brackets.Bracket.Kind.Of(id.ToString()), bracket => bracket.Exists, StateDocuments.Of);

    /// <summary>A league, or why none can be called so.</summary>
    public static Answer<PastSubject> League(string id) => Domain.Leagues.League.IsId(id)
        ? Of("league", Domain.Leagues.League.Kind.Of(id), league => league.Exists, StateDocuments.Of)
        : PastFaults.InvalidId;

    public static PastSubject Notification(Guid id) =>
        Of("notification", Domain.Notifications.Notification.Kind.Of(id.ToString()), notification => notification.Exists, StateDocuments.Of);

    public static PastSubject Message(Guid id) => Of("message", ChannelMessage.Kind.Of(id.ToString()), message => message.Exists, StateDocuments.Of, "removed");

    internal bool Exists(object state) => _exists(state);

    internal JsonObject Show(object state) => _show(state);

    static PastSubject Of<TState>(
        string kind, StreamRef<TState> stream, Func<TState, bool> exists, Func<TState, JsonObject> show, string gone = "deleted")
        where TState : class => new(kind, stream, state => exists((TState)state), state => show((TState)state), gone);
}
