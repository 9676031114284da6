using System.Net.Http.Headers;
using System.Text.Json;

namespace KaosNet.Tests.Support;

/// <summary>A client of server-sent events, as browsers have one.</summary>
public sealed class EventSource : IDisposable
{
    readonly HttpResponseMessage _response;
    readonly StreamReader _reader;

    EventSource(HttpResponseMessage response, Stream stream) => (_response, _reader) = (response, new(stream));

    /// <summary>What it comes back with: the id that was sent last, with an event or without.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Comments so far.</summary>
    public List<string> Comments { get; } = [];

    public string ContentType => _response.Content.Headers.ContentType!.ToString();

    /// <summary>Connects; the answer must be a stream.</summary>
    public static async Task<EventSource> Open(HttpClient server, string query, string? lastId = null)
    {
        var response = await Ask(server, query, lastId);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var source = new EventSource(response, await response.Content.ReadAsStreamAsync());
        // The first thing that is sent says where the stream begins.
        (await source.Block()).ShouldBeNull();
        return source;
    }

    /// <summary>Asks for a stream, whatever the answer.</summary>
    public static Task<HttpResponseMessage> Ask(HttpClient server, string query, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v2/kaos/events?http_key=defaulthttpkey&" + query);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        return server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The next event.</summary>
    public async Task<JsonElement> Next()
    {
        while (true)
        {
            if (await Block() is { } data) return JsonSerializer.Deserialize<JsonElement>(data);
        }
    }

    /// <summary>The next lines up to an empty one: the data of an event, or null for lines without.</summary>
    public async Task<string?> Block()
    {
        string? data = null;
        while (true)
        {
            var line = await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new EndOfStreamException();
            if (line.Length == 0) return data;
            if (line.StartsWith("id: ")) LastId = line[4..];
            else if (line.StartsWith("data: ")) data = line[6..];
            else if (line.StartsWith(": ")) Comments.Add(line[2..]);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
