using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Api.Rest;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api.Kaos;
using KaosNet.Store;
using KaosNet.Store.Reading;
using Npgsql;

namespace KaosNet.Api.Subscriptions.Streaming;

/// <summary>
/// Events as they come, as server-sent events. The store is read at the client's pace: the next page is asked for when the last one has left, and nothing waits in
/// memory for a client that is slow. Each event's id is its number, so a client that comes back goes on where it was.
/// </summary>
sealed class EventStreams : IStreamedAnswer, IDisposable
{
    public static readonly Fault TooMany = Fault.ResourceExhausted("Too many streams of events are open.");

    const string ContentType = "text/event-stream";
    const int PageMax = 200;

    /// <summary>After how long a client that was cut off comes back, in milliseconds.</summary>
    const int RetryMs = 2000;

    readonly EventReader _reader;
    readonly IHostApplicationLifetime _lifetime;
    readonly ILogger<EventStreams> _log;
    readonly int _openMax;
    readonly TimeSpan _heartbeat;
    readonly Meter _meter;
    int _open;
    long _sent;

    public EventStreams(EventReader reader, KaosSettings settings, IHostApplicationLifetime lifetime, IMeterFactory meters, ILogger<EventStreams> log)
    {
        (_reader, _lifetime, _log) = (reader, lifetime, log);
        (_openMax, _heartbeat) = (settings.Subscription.MaxStreams, TimeSpan.FromSeconds(settings.Subscription.HeartbeatSec));
        _meter = meters.Create("KaosNet.Subscriptions");
        _meter.CreateObservableCounter("kaos.events.streamed", () => Interlocked.Read(ref _sent), "{event}", "Events sent over streams of events.");
        _meter.CreateObservableGauge("kaos.events.streams", () => Volatile.Read(ref _open), "{stream}", "Streams of events that are open.");
    }

    public Operation Operation => ListEvents.Operation;

    public void Prepare(object request, HttpRequest http)
    {
        var asked = (ListEventsRequest)request;
        // A client that was cut off says what it had; one that connects for the first time says nothing.
        if (http.Headers["Last-Event-ID"] is [{ Length: > 0 } last])
            asked.From = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var had) && had < long.MaxValue ? $"{had + 1}" : last;
        // Only whether it makes sense; the stream itself reads.
        asked.Limit = 1;
    }

    public async Task<Fault?> Answer(HttpContext context, object response)
    {
        var first = (EventList)response;
        if (!EventQuery.Of(first.Asked!).IsGranted(out var query, out var refusal)) return refusal;
        if (Interlocked.Increment(ref _open) > _openMax)
        {
            Interlocked.Decrement(ref _open);
            return TooMany;
        }

        try
        {
            var headers = context.Response.Headers;
            headers.ContentType = ContentType;
            // Proxies in between must not collect what is meant to arrive at once.
            headers["X-Accel-Buffering"] = "no";
            await Send(context, query.Filter, query.After ?? ListEvents.PlaceAfter(first));
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    public void Dispose() => _meter.Dispose();

    async Task Send(HttpContext context, EventFilter filter, long after)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _lifetime.ApplicationStopping);
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        using var json = new Utf8JsonWriter(output, PublishedEvent.Spelling);
        try
        {
            // Also tells the client at once that it is heard, and where it begins.
            Write(output, $"retry: {RetryMs}\nid: {after}\n\n");
            while (true)
            {
                await context.Response.BodyWriter.WriteAsync(output.WrittenMemory, over.Token);
                output.ResetWrittenCount();
                var page = await _reader.Next(filter, after, PageMax, _heartbeat, over.Token);
                after = page.Position;
                foreach (var read in page.Events) Write(output, json, read);
                Interlocked.Add(ref _sent, page.Events.Count);
                // An id without data is no event to a client, and is what it comes back with: what did not pass the filter needs no second look.
                if (page.Events.Count == 0) Write(output, $": nothing new\nid: {after}\n\n");
            }
        }
        catch (OperationCanceledException) when (_lifetime.ApplicationStopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            await Last(context, "the server is stopping");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (Exception away) when (away is DatabaseAwayException or NpgsqlException)
        {
            _log.LogWarning("A stream of events ended at {Position}: {Reason}", after, away.Message);
            await Last(context, "the database is away");
        }
    }

    /// <summary>A page was sent whole or, when the client is too slow for its last bytes, not at all: then it comes again.</summary>
    static async Task Last(HttpContext context, string reason)
    {
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes($": {reason}\nretry: {RetryMs}\n\n"), context.RequestAborted);
    }

    static void Write(ArrayBufferWriter<byte> output, Utf8JsonWriter json, PublishedEvent read)
    {
        Write(output, $"id: {read.Sequence}\ndata: ");
        json.Reset(output);
        read.WriteTo(json);
        json.Flush();
        output.Write("\n\n"u8);
    }

    static void Write(ArrayBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
