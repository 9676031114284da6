using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Chat;
using KaosNet.Projections.Groups;
using KaosNet.Realtime.Chat;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Chat;

/// <summary>A page of a channel's history (parity 6.2). Rooms are open to everybody, groups to members, conversations to the two who talk.</summary>
public static class ListChannelMessages
{
    /// <summary>The last of the states in a group that make a member: superadmin 0, admin 1, member 2.</summary>
    const int LastStateOfMembers = 2;

    public static readonly Operation Operation = Operation
        .Named("ListChannelMessages", "List the history of a chat channel.")
        .Get("/v2/channel/{channel_id}")
        .ForPlayers<Wire.ListChannelMessagesRequest, Wire.ChannelMessageList>(Handle);

    static async ValueTask<Answer<Wire.ChannelMessageList>> Handle(Wire.ListChannelMessagesRequest request, OperationCall call)
    {
        if (ChannelId.Parse(request.ChannelId) is not { } channel) return ChatFaults.InvalidChannelId;
        if (request.Limit is < 1 or > Limits.PageMax) return ChatFaults.InvalidPageLimit;
        try
        {
            if (await Refusal(channel, call) is { } refusal) return refusal;
            var answer = await call.Get<MessageLists>().Page(channel, request.Limit ?? 1, request.Forward ?? true, request.Cursor, call.Aborted);
            return answer.IsGranted(out var page, out var fault) ? Spelled(channel, page) : fault;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            call.Get<ILogger<ChatFeature>>().LogFailure(failure, "A channel's history could not be read");
            return ChatFaults.ListFailed;
        }
    }

    static async ValueTask<Fault?> Refusal(ChannelId channel, OperationCall call)
    {
        var userId = Guid.Parse(call.Caller.UserId);
        return channel.Mode switch
        {
            ChannelMode.Group => await call.Get<IGroupMemberships>().StateOf(channel.Subject, userId, call.Aborted) is >= 0 and <= LastStateOfMembers
                ? null
                : ChatFaults.GroupNotFound,
            ChannelMode.DirectMessage => channel.IsBetween(userId) ? null : ChatFaults.ChannelNotFound,
            _ => null,
        };
    }

    static Wire.ChannelMessageList Spelled(ChannelId channel, MessagePage page)
    {
        var list = new Wire.ChannelMessageList
        {
            Messages = new(page.Rows.Count),
            NextCursor = page.Next,
            PrevCursor = page.Previous,
            CacheableCursor = page.Cacheable,
        };
        foreach (var row in page.Rows) list.Messages.Add(MessageSpelling.Of(channel, row));
        return list;
    }
}
