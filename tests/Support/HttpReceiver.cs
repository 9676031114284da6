using System.Net;
using System.Text;

namespace KaosNet.Tests.Support;

/// <summary>Another service on this machine, that is posted to and answers as a spec likes.</summary>
public sealed class HttpReceiver : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Func<HttpListenerRequest, byte[], Task<(int Status, string Text)>> _answer;

    /// <param name="answer">Gets a request and its body and gives the status of the answer; one that takes its time is a service that hangs.</param>
    public HttpReceiver(Func<HttpListenerRequest, byte[], Task<int>> answer)
        : this(async (request, body) => (await answer(request, body), ""))
    {
    }

    /// <param name="answer">Gets a request and its body and gives the status and the text of the answer.</param>
    public HttpReceiver(Func<HttpListenerRequest, byte[], Task<(int Status, string Text)>> answer)
    {
        _answer = answer;
        Url = $"http://127.0.0.1:{FreePort.Block(1)}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(Listen);
    }

    public string Url { get; }

    public void Dispose() => _listener.Close();

    async Task Listen()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context));
        }
    }

    async Task Answer(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var response = context.Response;
            (response.StatusCode, var text) = await _answer(context.Request, body.ToArray());
            if (response.StatusCode is 302) response.RedirectLocation = Url + "elsewhere";
            response.Close(Encoding.UTF8.GetBytes(text), willBlock: false);
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The other side did not wait.
        }
    }
}
