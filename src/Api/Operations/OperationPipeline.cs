using KaosNet.Api.Errors;
using KaosNet.Api.Metrics;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;

namespace KaosNet.Api.Operations;

/// <summary>
/// The one way from a decoded request to its answer, for every transport: who calls, rate limit, before hook, handler, after hook
/// (rules H11, H12, section 1.12). It never throws: what is not a refusal is logged once and answered as INTERNAL with nothing leaked.
/// </summary>
public sealed class OperationPipeline(
    IServiceProvider services, Authentication authentication, RateLimits limits, OperationMetrics metrics, ILogger<OperationPipeline> log)
{
    readonly HookedOperations _hooked = new(services.GetRequiredService<OperationRegistry>(), services.GetService<IOperationHooks>());

    /// <summary>Answers a request.</summary>
    /// <param name="operation">What is asked.</param>
    /// <param name="request">The decoded request message.</param>
    /// <param name="origin">Where it came from.</param>
    public async ValueTask<OperationOutcome> Run(Operation operation, object request, RequestOrigin origin)
    {
        var correlation = TimeOrderedId.OfRequest();
        try
        {
            if (!authentication.Identify(operation.Access, request, origin).IsGranted(out var player, out var fault))
                return OperationOutcome.Refused(fault, correlation);
            var caller = CallerOf(operation.Name, player, origin, correlation);
            if (operation.Access is Access.HttpKey) caller = caller with { Source = Source.Server, Actor = "http_key" };
            if (!limits.TryTake(operation.Name, player?.UserId ?? caller.ClientAddress, out var retryAfter))
            {
                metrics.CountRateLimited(operation.Name);
                return OperationOutcome.Refused(Refusals.TooManyRequests, correlation, retryAfter);
            }
            var call = new OperationCall(caller, services, origin);
            var running = Execute(operation, request, call);
            var answer = running.IsCompleted ? await running : await Within(running, origin, correlation);
            return answer.IsGranted(out var response, out fault)
                ? OperationOutcome.Granted(response, correlation)
                : OperationOutcome.Refused(fault, correlation);
        }
        catch (Exception failure)
        {
            return OperationOutcome.Refused(FaultOf(failure, operation.Name, correlation, origin), correlation);
        }
    }

    /// <summary>Who calls, as handlers, events and scripts see it.</summary>
    internal static Caller CallerOf(string operation, SignedInPlayer? player, RequestOrigin origin, string correlation) => player is null
        ? new()
        {
            Source = Source.Client, Operation = operation, Correlation = correlation,
            ClientAddress = origin.ClientAddress, ClientPort = origin.ClientPort,
        }
        : new()
        {
            Source = Source.Client, Operation = operation, Correlation = correlation,
            ClientAddress = origin.ClientAddress, ClientPort = origin.ClientPort,
            Actor = player.UserId, UserId = player.UserId, Username = player.Username, Vars = player.Vars, SessionExpiry = player.ExpiresAt,
        };

    /// <summary>What to answer for an exception; one that is ours is logged here, and only here.</summary>
    internal Fault FaultOf(Exception failure, string operation, string correlation, RequestOrigin origin)
    {
        if (failure is OperationCanceledException && origin.Aborted.IsCancellationRequested)
            return origin.IsClientGone ? Refusals.ClientGone : Refusals.DeadlineExceeded;
        log.LogFailure(failure, $"{operation} failed; request {correlation}");
        return failure is DatabaseAwayException ? Refusals.DatabaseAway : Refusals.Unexpected;
    }

    /// <summary>Waits no longer than the request may run, whether or not the handler looks at its token.</summary>
    internal async ValueTask<T> Within<T>(ValueTask<T> running, RequestOrigin origin, string correlation)
    {
        var task = running.AsTask();
        try
        {
            return await task.WaitAsync(origin.Aborted);
        }
        finally
        {
            if (!task.IsCompleted) _ = LogLate(task, correlation);
        }
    }

    async Task LogLate(Task abandoned, string correlation)
    {
        try
        {
            await abandoned;
        }
        catch (OperationCanceledException)
        {
            // As it was told to.
        }
        catch (Exception failure)
        {
            log.LogFailure(failure, $"Request {correlation} failed after its caller had been answered");
        }
    }

    ValueTask<Answer<object>> Execute(Operation operation, object request, OperationCall call)
    {
        var sides = _hooked.Of(operation);
        return sides is HookSides.None ? operation.Handle(request, call) : ExecuteWithHooks(operation, request, call, sides);
    }

    async ValueTask<Answer<object>> ExecuteWithHooks(Operation operation, object request, OperationCall call, HookSides sides)
    {
        if (sides.HasFlag(HookSides.Before))
        {
            var before = await RunBefore(operation, request, call);
            if (!before.IsGranted(out var replacement, out var refusal)) return refusal;
            request = replacement;
        }

        var answer = await operation.Handle(request, call);
        if (sides.HasFlag(HookSides.After) && answer.IsGranted(out var response, out _) && !call.SkipsAfterHook) await RunAfter(operation, request, response, call);
        return answer;
    }

    async ValueTask<Answer<object>> RunBefore(Operation operation, object request, OperationCall call)
    {
        var started = metrics.Now;
        var before = await _hooked.Hooks.RunBefore(operation.Name, request, call.Caller, call.Aborted);
        metrics.CountHook(operation.Name, isBefore: true, failed: before.Fault is not null, started);
        // A refusal with the code of success would be none (parity runtime.md 4.3); other codes are the function's own affair.
        if (!before.IsGranted(out var hooked, out var fault)) return fault.Code > default(FaultCode) ? fault : fault with { Code = FaultCode.Internal };
        // A message without fields can't be taken away, so such operations can't be disabled this way.
        if (request is Empty) return Granted(request);
        if (hooked.Request is not { } replacement) return Refusals.DisabledByHook;
        return replacement.GetType() == operation.RequestType ? Granted(replacement) : Refusals.UnreadableFromHook;
    }

    /// <summary>C# has no implicit conversion from <c>object</c>, but has one from a type parameter.</summary>
    static Answer<T> Granted<T>(T value) => value;

    async ValueTask RunAfter(Operation operation, object request, object response, OperationCall call)
    {
        var started = metrics.Now;
        var failed = true;
        try
        {
            // What is done is done: the function hears of it also when the caller did not wait.
            failed = !await _hooked.Hooks.RunAfter(operation.Name, request, response, call.Caller, CancellationToken.None);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "After hook of {Operation} failed; request {Correlation}", operation.Name, call.Caller.Correlation);
        }

        metrics.CountHook(operation.Name, isBefore: false, failed, started);
    }
}
