using System.Text;

namespace KaosNet.Bench.Load;

/// <summary>Spells HTTP/1.1 requests ahead of a run, so that the loop only copies bytes.</summary>
public static class HttpRequestBytes
{
    /// <param name="method">GET, POST, …</param>
    /// <param name="path">Path and query.</param>
    /// <param name="authorization">Value of the Authorization header, or null.</param>
    /// <param name="body">Body as text, or null for none.</param>
    public static ReadOnlyMemory<byte> Of(string method, string path, string? authorization = null, string? body = null)
    {
        var text = new StringBuilder()
            .Append(method).Append(' ').Append(path).Append(" HTTP/1.1\r\nHost: bench\r\n");
        if (authorization is not null) text.Append("Authorization: ").Append(authorization).Append("\r\n");
        if (body is not null)
        {
            text.Append("Content-Type: application/json\r\nContent-Length: ").Append(Encoding.UTF8.GetByteCount(body)).Append("\r\n\r\n").Append(body);
        }
        else if (method is "POST" or "PUT")
        {
            text.Append("Content-Length: 0\r\n\r\n");
        }
        else
        {
            text.Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Value of a Basic authorization header with a key as the user and no password.</summary>
    public static string Basic(string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));

    /// <summary>Value of a Bearer authorization header.</summary>
    public static string Bearer(string token) => "Bearer " + token;
}
