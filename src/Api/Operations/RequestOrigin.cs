using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Operations;

/// <summary>Where a request came from, whatever transport brought it: what the pipeline needs to tell who calls and when to give up.</summary>
public abstract class RequestOrigin : IDisposable
{
    static readonly FrozenDictionary<string, IReadOnlyList<string>> Nothing = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    CancellationTokenSource? _lifetime;
    CancellationToken _aborted;
    bool _isOver;

    /// <summary>The <c>Authorization</c> header or metadata, once for each time it was sent.</summary>
    public abstract StringValues Authorization { get; }

    /// <summary>The query's <c>http_key</c>; empty for none.</summary>
    public virtual string HttpKey => "";

    /// <summary>The client's network address as text, seen through trusted proxies; empty for none.</summary>
    public virtual string ClientAddress => "";

    /// <summary>The client's port as text; empty for none.</summary>
    public virtual string ClientPort => "";

    /// <summary>Headers by canonical name. Only to be asked for before a handler first waits.</summary>
    public virtual IReadOnlyDictionary<string, IReadOnlyList<string>> Headers => Nothing;

    /// <summary>Query parameters. Only to be asked for before a handler first waits.</summary>
    public virtual IReadOnlyDictionary<string, IReadOnlyList<string>> QueryParameters => Nothing;

    /// <summary>How long the request may run; infinite when the transport watches its deadline itself.</summary>
    protected virtual TimeSpan Deadline => Timeout.InfiniteTimeSpan;

    /// <summary>Set when the client is gone.</summary>
    protected abstract CancellationToken ClientGone { get; }

    /// <summary>Whether the client went away, as opposed to the deadline having passed.</summary>
    public bool IsClientGone => ClientGone.IsCancellationRequested;

    /// <summary>
    /// Set when the client is gone or the deadline has passed. Made when first asked for: most requests are answered without. A handler that
    /// outlives its request may still ask, but not any more of the transport, which by then serves another request.
    /// </summary>
    public CancellationToken Aborted
    {
        get
        {
            if (_lifetime is null && !_isOver) Begin();
            return _aborted;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _lifetime?.Dispose();
        GC.SuppressFinalize(this);
    }

    void Begin()
    {
        _lifetime = CancellationTokenSource.CreateLinkedTokenSource(ClientGone);
        if (Deadline != Timeout.InfiniteTimeSpan) _lifetime.CancelAfter(Deadline);
        _aborted = _lifetime.Token;
    }
}
