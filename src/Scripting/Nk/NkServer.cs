using KaosNet.Domain.Kernel;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;
using KaosNet.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>The server as server functions reach it. A replay has one without services: what a match once asked for is in its record.</summary>
public sealed class NkServer(IServiceProvider services, ILogger log)
{
    private ServerApi? _pure;

    /// <summary>Where modules' own log lines go.</summary>
    public ILogger Log => log;

    /// <summary>A part of the server.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A service of the host, if it has it.</summary>
    internal T? Find<T>()
        where T : class => services.GetService<T>();

    /// <summary>The API's functions that only compute, for whoever calls.</summary>
    internal ServerApi Pure => _pure ??= new(this, Caller.System("modules", "compute"), CancellationToken.None);

    /// <summary>The API for a call.</summary>
    internal ServerApi Functions(Caller caller, CancellationToken cancel) => new(this, caller, cancel);

    /// <summary>Until it is disposed of, modules that load anew may declare the storage indexes that they declared before.</summary>
    internal IDisposable? RenewIndexes() => services.GetService<StorageIndexes>()?.Renew();

    /// <summary>A server for dry runs: what modules do to it while they load is not done.</summary>
    internal bool IsDry { get; init; }

    /// <summary>Waits for something outside the script on the calling thread. What fails is logged and refused with nothing leaked.</summary>
    public Answer<byte[]> Wait(string function, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform, CancellationToken cancel)
    {
        if (IsDry) return NkJson.Nothing;
        try
        {
            var pending = perform(cancel);
            if (pending.IsCompletedSuccessfully) return pending.GetAwaiter().GetResult();
            SocketThreads.TellOfBlocking();
            return pending.AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new Fault(FaultCode.Canceled, "context canceled");
        }
        catch (DatabaseAwayException)
        {
            return Fault.Unavailable("database unavailable");
        }
#pragma warning disable CA1031 // whatever broke inside must not end the script's host
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogError(failure, "The server function {Function}, called by a module, failed", function);
            return Fault.Internal("internal error");
        }
    }
}

/// <summary>How a server function does what reaches beyond the script.</summary>
internal static class NkCalls
{
    /// <summary>Does it, in whatever way the scene does such things. Null means refused, and then the call has failed with the refusal.</summary>
    public static byte[]? Perform(
        ref this LuaCall call, string function, string failure, Func<Caller, CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var scene = ScriptScene.Of(ref call);
        var arguments = scene.WantsArguments ? ArgumentsOf(ref call) : default;
        if (call.Failed) return null;
        if (scene.Perform(function, failure, arguments, perform).IsGranted(out var json, out var fault)) return json;
        call.Fail(fault.Message);
        return null;
    }

    /// <summary>Returns a JSON answer as the function's one value, nothing for an empty answer.</summary>
    public static LuaResult ReturnJson(ref this LuaCall call, byte[]? json)
    {
        if (json is null) return call.Fail();
        if (json.Length == 0) return call.Return();
        return call.Stack.TryPushJson(json, out var problem) ? call.ReturnPushed(1) : call.Fail(problem!);
    }

    /// <summary>Returns the items of a JSON list as the function's values.</summary>
    public static LuaResult ReturnItems(ref this LuaCall call, byte[]? json, int count)
    {
        if (json is null) return call.Fail();
        if (!call.Stack.TryPushJson(json, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= count; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(count);
    }

    private static ReadOnlySpan<byte> ArgumentsOf(ref LuaCall call)
    {
        var into = call.Owner.Scratch;
        into.Write((byte)'[');
        for (var position = 1; position <= call.Count; position++)
        {
            if (position > 1) into.Write((byte)',');
            call.Json(position, into);
            if (call.Failed) return default;
        }

        into.Write((byte)']');
        return into.Written;
    }
}
