using KaosNet.Domain.Kernel;

namespace KaosNet.Scripting.Nk;

/// <summary>The server calls a function by itself: for a board, a bracket, a season, or what a store tells. All that it does has that as its cause.</summary>
internal sealed class OccasionScene(NkServer server, TimeProvider time, string cause, string module, Caller caller, CancellationToken cancel)
    : CallScene(server, time, caller.Operation, cause, module, caller, cancel)
{
    private readonly string _cause = cause;

    public override Caller CallerFor(string function) => base.CallerFor(function) with { Cause = _cause };
}
