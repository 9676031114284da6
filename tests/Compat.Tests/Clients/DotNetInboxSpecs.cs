using System.Text.Json;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Notifications and the history of channels with the official .NET client.</summary>
public sealed class DotNetInboxSpecs(CompatServer compat)
{
    static int number;
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task notifications_are_listed_to_the_last_page_and_deleted()
    {
        var ann = await SignIn();
        await client.RpcAsync(ann, "tell_me", """{"count":5,"persistent":true}""");
        var seen = new List<IApiNotification>();
        string? cursor = null;
        while (true)
        {
            var page = await client.ListNotificationsAsync(ann, 2, cursor);
            var shown = page.Notifications.ToList();
            if (shown.Count == 0) break;
            seen.AddRange(shown);
            cursor = page.CacheableCursor;
        }

        seen.Select(told => (told.Subject, told.Code, told.Content)).ShouldBe(
            Enumerable.Range(1, 5).Select(n => ($"News {n}", n, $$"""{"number": {{n}}}""")));
        await client.DeleteNotificationsAsync(ann, seen.Select(told => told.Id));
        (await client.ListNotificationsAsync(ann, 100)).Notifications.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_notification_reaches_the_socket_at_once()
    {
        var ann = await SignIn();
        var socket = Socket.From(client);
        var told = new TaskCompletionSource<IApiNotification>(TaskCreationOptions.RunContinuationsAsynchronously);
        socket.ReceivedNotification += notification => told.TrySetResult(notification);
        await socket.ConnectAsync(ann);
        await socket.RpcAsync("tell_me", """{"count":1,"persistent":true}""");
        var received = await told.Task.WaitAsync(TimeSpan.FromSeconds(10));
        (received.Subject, received.Code, received.Persistent).ShouldBe(("News 1", 1, true));
        (await client.ListNotificationsAsync(ann, 10)).Notifications.ShouldHaveSingleItem().Id.ShouldBe(received.Id);
        await socket.CloseAsync();
    }

    [Fact]
    public async Task a_rooms_history_is_listed_to_the_last_page_and_back()
    {
        var (ann, bob) = (await SignIn(), await SignIn());
        var channel = await Say(ann, $"room-{Guid.NewGuid():n}", type: 1, count: 5);
        var pages = new List<IApiChannelMessageList> { await client.ListChannelMessagesAsync(bob, channel, 2, forward: true) };
        while (!string.IsNullOrEmpty(pages[^1].NextCursor)) pages.Add(await client.ListChannelMessagesAsync(bob, channel, 2, true, pages[^1].NextCursor));
        pages.SelectMany(page => page.Messages).Select(message => message.Content).ShouldBe(Enumerable.Range(1, 5).Select(n => $$"""{"number": {{n}}}"""));

        var back = await client.ListChannelMessagesAsync(bob, channel, 2, true, pages[^1].PrevCursor);
        back.Messages.Select(message => message.MessageId).ShouldBe(pages[^2].Messages.Select(message => message.MessageId));
        (await client.ListChannelMessagesAsync(bob, channel, 2, true, pages[^1].CacheableCursor)).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_conversation_is_closed_to_others()
    {
        var (ann, bob, eve) = (await SignIn(), await SignIn(), await SignIn());
        var channel = await Say(ann, bob.UserId, type: 2, count: 1);
        (await client.ListChannelMessagesAsync(bob, channel, 10)).Messages.ShouldHaveSingleItem().SenderId.ShouldBe(ann.UserId);
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.ListChannelMessagesAsync(eve, channel, 10));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 3, "Channel not found."));
    }

    async Task<string> Say(ISession session, string target, int type, int count)
    {
        var answer = await client.RpcAsync(session, "say", $$"""{"target":"{{target}}","type":{{type}},"count":{{count}}}""");
        return JsonDocument.Parse(answer.Payload).RootElement.GetProperty("channel").GetString()!;
    }

    Task<ISession> SignIn() =>
        client.AuthenticateDeviceAsync($"device-inbox-{Environment.ProcessId}-{DateTime.UtcNow.Ticks}-{Interlocked.Increment(ref number)}");
}
