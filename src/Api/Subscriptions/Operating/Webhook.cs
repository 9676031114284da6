using System.Globalization;
using KaosNet.Api.Configuration;
using KaosNet.Api.Scripting;
using KaosNet.Modules;
using KaosNet.Projections.Subscriptions.Delivering;
using KaosNet.Scripting.Server;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>
/// Calls subscribers by the rules that modules' calls go by, with places of its own: a subscriber that hangs takes none from the game. A redirect is no
/// acknowledgement, as what it leads to was not what the operator named.
/// </summary>
sealed class Webhook(KaosSettings settings) : IWebhook, IDisposable
{
    /// <summary>Nobody reads what a subscriber answers; a short word is all that it needs.</summary>
    const int ReplyBytesMax = 64 * 1024;

    readonly int _timeoutMs = settings.Subscription.WebhookTimeoutMs;

    readonly HttpCalls _calls = new(ModuleServices.HttpOf(settings.Runtime) with
    {
        ReplyBytesMax = ReplyBytesMax, CallsMax = Domain.Subscriptions.Limits.SubscriptionsMax, RedirectsMax = 0,
        TimeMax = TimeSpan.FromMilliseconds(settings.Subscription.WebhookTimeoutMs),
    });

    public async ValueTask<string?> Post(string url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        try
        {
            var reply = await _calls.Send(url, "post", headers, body, _timeoutMs, insecure: false, cancel);
            return reply.Code is >= 200 and < 300 ? null : "answered with status " + reply.Code.ToString(CultureInfo.InvariantCulture);
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }

    public void Dispose() => _calls.Dispose();
}
