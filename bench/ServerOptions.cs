using System.CommandLine;

namespace KaosNet.Bench;

/// <summary>Options that several commands share.</summary>
static class ServerOptions
{
    /// <summary>Which server to load; only loopback addresses are taken.</summary>
    public static Option<Uri> Url() => new("--url")
    {
        Description = "The server, on a loopback address.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:7350"),
        CustomParser = given =>
        {
            if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && url.IsLoopback) return url;
            given.AddError($"{given.Tokens[0].Value} is not the address of a server on this machine.");
            return null;
        },
    };
}
