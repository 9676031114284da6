using System.Globalization;
using KaosNet.Api.Configuration;

namespace KaosNet.Api.Hosting;

/// <summary><c>healthcheck [port]</c>: asks the server on this machine whether it answers, for containers and supervisors.</summary>
internal static class HealthCheckCommand
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>0 when it answers with 200, else 1.</summary>
    public static async Task<int> RunAsync(string? port)
    {
        if (!int.TryParse(port ?? new SocketSettings().Port.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new SettingsRefusedException($"healthcheck takes a port, not \"{port}\".");
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://localhost:{number}/"));
            return answer.StatusCode == System.Net.HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
