using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Rest;

/// <summary>
/// Goes on where an operation's answer ends, for clients that ask for <c>text/event-stream</c>. The operation itself has run by then, so it is known who asks and that
/// the request makes sense.
/// </summary>
public interface IStreamedAnswer
{
    /// <summary>What it goes on from.</summary>
    Operation Operation { get; }

    /// <summary>Makes the request what the client means with its headers, before the operation runs.</summary>
    void Prepare(object request, HttpRequest http);

    /// <summary>Answers for as long as the client listens and the server runs.</summary>
    /// <returns>The refusal when it does not begin, so that nothing has been sent.</returns>
    Task<Fault?> Answer(HttpContext context, object response);
}
