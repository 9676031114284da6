using System.Security.Cryptography;
using System.Text;
using KaosNet.Api.Configuration;
using KaosNet.Realtime.Purchases;

namespace KaosNet.Api.Purchases;

/// <summary>
/// Where stores tell by themselves: on the console's port, under a path whose last part only the store and the operator know (parity, providers 14). Without that part set there is
/// no such path.
/// </summary>
static class StoreNoticeRoutes
{
    /// <summary>More than any store tells at once.</summary>
    const int BodyBytesMax = 256 * 1024;

    public static void UseStoreNotices(this IApplicationBuilder console, PurchaseSettings iap)
    {
        Use(console, "apple", iap.Apple.NotificationsEndpointId, static (notices, body, cancel) => notices.FromApple(body, cancel));
        Use(console, "google", iap.Google.NotificationsEndpointId, static (notices, body, cancel) => notices.FromGoogle(body, cancel));
    }

    static void Use(IApplicationBuilder console, string store, string secret, Func<StoreNotices, ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> take)
    {
        if (secret.Length == 0) return;
        // The second is the older name.
        string[] prefixes = [$"/v2/console/{store}/notifications/", $"/v2/console/{store}/subscriptions/"];
        console.Use(async (context, next) =>
        {
            var path = context.Request.Path.Value ?? "";
            var prefix = Array.Find(prefixes, one => path.StartsWith(one, StringComparison.Ordinal));
            if (prefix is null || !IsSame(path[prefix.Length..], secret))
            {
                await next(context);
                return;
            }

            var body = await Read(context.Request.Body, context.RequestAborted);
            var isDone = body is not null && await take(context.RequestServices.GetRequiredService<StoreNotices>(), body, context.RequestAborted);
            context.Response.StatusCode = isDone ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        });
    }

    static bool IsSame(string said, string secret) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(secret));

    static async Task<byte[]?> Read(Stream stream, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(piece, cancel)) > 0;)
        {
            if (body.Length + read > BodyBytesMax) return null;
            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }
}
