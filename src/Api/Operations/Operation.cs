using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Operations;

/// <summary>Who may call an operation, and how they prove it (parity section 1.3).</summary>
public enum Access
{
    /// <summary>Anybody, without credentials.</summary>
    Anyone,

    /// <summary>A game that knows the server key (HTTP Basic); used to sign players in.</summary>
    ServerKey,

    /// <summary>A signed-in player (Bearer session token).</summary>
    Player,

    /// <summary>A signed-in player, or a server that knows the HTTP key.</summary>
    PlayerOrHttpKey,

    /// <summary>
    /// Another server or tool of the game's that knows the HTTP key (the setting <c>runtime.http_key</c>): the query's <c>http_key</c>, or the user name of
    /// HTTP Basic. The server key won't do, since every game client carries it.
    /// </summary>
    HttpKey,
}

/// <summary>Where an operation's request is found in an HTTP request (parity rules H21 to H25).</summary>
public enum BodySource
{
    /// <summary>The body is not read; fields come from path and query.</summary>
    None,

    /// <summary>The body is the request message; the query is not read.</summary>
    Whole,

    /// <summary>The body is one field of the request message; other fields come from path and query.</summary>
    Field,
}

/// <summary>One HTTP binding of an operation.</summary>
/// <param name="Method">HTTP method in capitals.</param>
/// <param name="Path">Path template, e.g. <c>/v2/leaderboard/{leaderboard_id}</c>; parameters carry the request's field names.</param>
/// <param name="Body">Where the request is found.</param>
/// <param name="BodyField">The field that the body is, with <see cref="BodySource.Field"/>.</param>
public sealed record HttpBinding(string Method, string Path, BodySource Body, string? BodyField = null);

/// <summary>
/// One thing that can be asked of the server, declared once: from it come the REST endpoint, the gRPC method, the OpenAPI entry, hooks, rate limits,
/// metric labels and the console's API explorer. A transport only translates.
/// </summary>
public abstract class Operation
{
    static int _declared;

    private protected Operation(string name, string summary, IReadOnlyList<HttpBinding> bindings, Access access, Type requestType, Type responseType)
    {
        Name = name;
        Summary = summary;
        Bindings = bindings;
        Access = access;
        RequestType = requestType;
        ResponseType = responseType;
    }

    /// <summary>The public API's own name; also its gRPC method and its hook name.</summary>
    public string Name { get; }

    /// <summary>One sentence for the API explorer, in the imperative and with its full stop.</summary>
    public string Summary { get; }

    public IReadOnlyList<HttpBinding> Bindings { get; }

    public Access Access { get; }

    public Type RequestType { get; }

    public Type ResponseType { get; }

    /// <summary>Whether functions of modules may stand around it.</summary>
    public bool TakesHooks { get; internal init; } = true;

    /// <summary>Whether its answer goes on, for HTTP clients that ask for <c>text/event-stream</c>.</summary>
    public bool IsStreamed { get; internal init; }

    /// <summary>A small number of its own, for tables that are looked into with every request.</summary>
    internal int Ordinal { get; } = Interlocked.Increment(ref _declared) - 1;

    /// <summary>Runs the handler alone: no hooks, no limits.</summary>
    internal abstract ValueTask<Answer<object>> Handle(object request, OperationCall call);

    /// <summary>Hands the operation with its types to what needs them, such as a transport.</summary>
    internal abstract void Accept(IOperationVisitor visitor);

    /// <summary>Starts the declaration of an operation.</summary>
    /// <param name="name">The public API's own name, e.g. <c>WriteLeaderboardRecord</c>.</param>
    /// <param name="summary">One sentence for the API explorer.</param>
    public static OperationBuilder Named(string name, string summary) => new(name, summary);
}

/// <summary>An operation with its request and response types.</summary>
public sealed class Operation<TRequest, TResponse> : Operation
    where TRequest : class, new()
    where TResponse : class
{
    readonly Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> _handler;

    internal Operation(
        string name, string summary, IReadOnlyList<HttpBinding> bindings, Access access, Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        : base(name, summary, bindings, access, typeof(TRequest), typeof(TResponse)) => _handler = handler;

    internal override void Accept(IOperationVisitor visitor) => visitor.Visit(this);

    internal override async ValueTask<Answer<object>> Handle(object request, OperationCall call)
    {
        var answer = await _handler((TRequest)request, call);
        return answer.IsGranted(out var response, out var fault) ? response : fault;
    }
}

/// <summary>Takes an operation with its request and response types.</summary>
interface IOperationVisitor
{
    void Visit<TRequest, TResponse>(Operation<TRequest, TResponse> operation)
        where TRequest : class, new()
        where TResponse : class;
}

/// <summary>Collects the HTTP bindings of an operation and ends with who may call it.</summary>
public sealed class OperationBuilder(string name, string summary)
{
    readonly List<HttpBinding> _bindings = [];
    bool _takesHooks = true;
    bool _isStreamed;

    /// <summary>Bound to GET; the request comes from path and query.</summary>
    public OperationBuilder Get(string path) => Bind("GET", path, BodySource.None);

    /// <summary>Bound to DELETE; the request comes from path and query.</summary>
    public OperationBuilder Delete(string path) => Bind("DELETE", path, BodySource.None);

    /// <summary>Bound to POST; the request comes from path and query and the body is not read.</summary>
    public OperationBuilder PostWithoutBody(string path) => Bind("POST", path, BodySource.None);

    /// <summary>Bound to POST; the body is the request, or the given field of it.</summary>
    public OperationBuilder Post(string path, string? body = null) => Bind("POST", path, body is null ? BodySource.Whole : BodySource.Field, body);

    /// <summary>Bound to PUT; the body is the request, or the given field of it.</summary>
    public OperationBuilder Put(string path, string? body = null) => Bind("PUT", path, body is null ? BodySource.Whole : BodySource.Field, body);

    /// <summary>Functions of modules can't stand around it.</summary>
    public OperationBuilder WithoutHooks()
    {
        _takesHooks = false;
        return this;
    }

    /// <summary>Over HTTP its answer goes on for clients that ask for <c>text/event-stream</c> (see <see cref="Rest.IStreamedAnswer"/>).</summary>
    public OperationBuilder AlsoStreamed()
    {
        _isStreamed = true;
        return this;
    }

    public Operation<TRequest, TResponse> ForAnyone<TRequest, TResponse>(Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        where TRequest : class, new()
        where TResponse : class => Declare(Access.Anyone, handler);

    public Operation<TRequest, TResponse> ForGames<TRequest, TResponse>(Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        where TRequest : class, new()
        where TResponse : class => Declare(Access.ServerKey, handler);

    public Operation<TRequest, TResponse> ForPlayers<TRequest, TResponse>(Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        where TRequest : class, new()
        where TResponse : class => Declare(Access.Player, handler);

    public Operation<TRequest, TResponse> ForPlayersAndServers<TRequest, TResponse>(Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        where TRequest : class, new()
        where TResponse : class => Declare(Access.PlayerOrHttpKey, handler);

    public Operation<TRequest, TResponse> ForServers<TRequest, TResponse>(Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        where TRequest : class, new()
        where TResponse : class => Declare(Access.HttpKey, handler);

    Operation<TRequest, TResponse> Declare<TRequest, TResponse>(Access access, Func<TRequest, OperationCall, ValueTask<Answer<TResponse>>> handler)
        where TRequest : class, new()
        where TResponse : class => new(name, summary, _bindings, access, handler) { TakesHooks = _takesHooks, IsStreamed = _isStreamed };

    OperationBuilder Bind(string method, string path, BodySource body, string? field = null)
    {
        _bindings.Add(new(method, path, body, field));
        return this;
    }
}
