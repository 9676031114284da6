using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Scripting.CSharp.Calling;
using KaosNet.Scripting.CSharp.Loading;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Store;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.CSharp;

/// <summary>
/// The modules in C# of the module folder: loaded at the start, loaded anew when their files change. A call uses the modules as they were when it began, and so does a
/// match for as long as it lives.
/// </summary>
public sealed class CSharpModules(ScriptSettings settings, NkServer server, TimeProvider time, ILogger<CSharpModules> log) : IReloadedModules, IDisposable
{
    private static readonly Fault TookTooLong = new(FaultCode.DeadlineExceeded, "the function took too long");

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile ModuleSet _current = ModuleSet.Empty;
    private Action? _changed;

    /// <summary>Names of the modules in use, in order.</summary>
    public IReadOnlyList<string> Names => [.. _current.Modules.Select(module => module.Name)];

    /// <summary>Functions that clients may call.</summary>
    public IReadOnlyCollection<string> Rpcs => _current.Functions.Rpcs.Keys;

    string IReloadedModules.Files => "*.dll";

    internal ScriptSettings Settings => settings;

    internal NkServer Server => server;

    internal FunctionTable Functions => _current.Functions;

    /// <summary>Loads all modules and has them start.</summary>
    /// <exception cref="ModulesRefusedException">One is broken.</exception>
    public async Task Load(CancellationToken cancel) => await Exchange(isStart: true, runs: true, cancel);

    /// <summary>Loads all modules without starting them, which is all that matches need of them.</summary>
    /// <exception cref="ModulesRefusedException">One is broken.</exception>
    public void Read() => Exchange(isStart: true, runs: false, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>
    /// Loads what has changed in the folder since. Calls that begin from then on use it; what it takes the place of goes when its last call and match are over. A module
    /// that cannot be loaded stays as it was, and the log says why.
    /// </summary>
    public Task Reload(CancellationToken cancel) => Exchange(isStart: false, runs: true, cancel);

    public void Dispose()
    {
        var last = _current;
        _current = ModuleSet.Empty;
        foreach (var module in last.Modules) module.Retire();
        _loading.Dispose();
    }

    /// <summary>Has this called whenever functions may have come or gone.</summary>
    internal void WhenChanged(Action act) => _changed += act;

    /// <summary>Calls a function. Null when there is none, or none any more.</summary>
    /// <param name="find">Finds it among those in use.</param>
    /// <param name="state">What is called with.</param>
    /// <param name="frame">What is known of the call.</param>
    /// <param name="invoke">Calls it.</param>
    internal async ValueTask<Answer<TResult>?> Call<TFunction, TState, TResult>(
        Func<FunctionTable, TState, Registered<TFunction>?> find, TState state, CallFrame frame, Func<TFunction, ModuleContext, TState, ValueTask<TResult>> invoke)
        where TFunction : Delegate
    {
        if (Enter(find, state) is not { } registered) return null;
        return await Run(registered, state, frame, invoke);
    }

    /// <summary>Finds a function and begins a call of it, which has to <see cref="LoadedModule.Leave"/> its module.</summary>
    internal Registered<TFunction>? Enter<TFunction, TState>(Func<FunctionTable, TState, Registered<TFunction>?> find, TState state)
        where TFunction : Delegate
    {
        while (find(_current.Functions, state) is { } registered)
        {
            // If not, the modules were exchanged in this moment.
            if (registered.Module.TryEnter()) return registered;
            if (ReferenceEquals(_current, ModuleSet.Empty)) return null;
        }

        return null;
    }

    /// <summary>Runs a function whose module the call has entered.</summary>
    internal async ValueTask<Answer<TResult>> Run<TFunction, TState, TResult>(
        Registered<TFunction> registered, TState state, CallFrame frame, Func<TFunction, ModuleContext, TState, ValueTask<TResult>> invoke)
        where TFunction : Delegate
    {
        var context = new CallContext(server, settings, time, frame, registered.Module.Name);
        Task? left = null;
        try
        {
            // Functions may compute for long.
            await SocketThreads.Leave();
            var running = invoke(registered.Function, context, state);
            if (running.IsCompleted) return running.GetAwaiter().GetResult();
            var task = running.AsTask();
            left = task;
            var result = await task.WaitAsync(context.TimeLeft, time);
            left = null;
            return result;
        }
        catch (TimeoutException) when (left is { IsFaulted: false })
        {
            log.LogError("{Function} of {Module} took longer than {Seconds} s and is not waited for any more; request {Correlation}", frame.Function, registered.Module.Name,
                settings.CSharpCallTime.TotalSeconds, frame.Caller.Correlation);
            return TookTooLong;
        }
#pragma warning disable CA1031 // whatever a module throws is its own caller's affair and nobody else's
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Failed(failure, context, frame, registered.Module.Name);
        }
        finally
        {
            if (left is null or { IsCompleted: true }) End(registered.Module, context);
            else _ = left.ContinueWith(_ => End(registered.Module, context), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static void End(LoadedModule module, CallContext context)
    {
        context.Dispose();
        module.Leave();
    }

    /// <summary>What a caller is told of an exception; that of a refusal, unless it was the function's own choice, is logged.</summary>
    private Fault Failed(Exception failure, CallContext context, in CallFrame frame, string module)
    {
        switch (failure)
        {
            case RefusedException refused:
                return new((FaultCode)(int)refused.Code, refused.Message);
            case OperationCanceledException when context.IsLate:
                log.LogError("{Function} of {Module} took longer than {Seconds} s; request {Correlation}", frame.Function, module, settings.CSharpCallTime.TotalSeconds,
                    frame.Caller.Correlation);
                return TookTooLong;
            case OperationCanceledException when frame.Cancel.IsCancellationRequested:
                return new(FaultCode.Canceled, "context canceled");
            case DatabaseAwayException:
                return Fault.Unavailable("database unavailable");
        }

        log.LogError(failure, "{Function} of {Module} failed: {Error}; request {Correlation}", frame.Function, module, failure.Message, frame.Caller.Correlation);
        return Fault.Internal(settings.ShowsTraces ? failure.ToString() : "internal error");
    }

    private async Task Exchange(bool isStart, bool runs, CancellationToken cancel)
    {
        await _loading.WaitAsync(cancel);
        try
        {
            var (next, fresh) = ModuleSet.Next(_current, AssemblyFolder.Read(settings.Path), file => LoadedModule.Load(file, settings, server), out var problems);
            using var indexes = isStart ? null : server.RenewIndexes();
            if (runs) await Start(next, fresh, problems);
            foreach (var problem in problems.Values.Where(_ => !isStart)) log.LogError("runtime.path {Path}: {Problem}; what was loaded before stays in use", settings.Path, problem);
            if (isStart && problems.Count > 0)
            {
                foreach (var module in next.Values) module.Retire();
                throw new ModulesRefusedException($"runtime.path {settings.Path}: {problems.Values.First().ReplaceLineEndings(" ")}");
            }

            Use(new ModuleSet([.. next.Values]));
        }
        finally
        {
            _loading.Release();
        }
    }

    private void Use(ModuleSet next)
    {
        var before = _current;
        if (before.Modules.SequenceEqual(next.Modules)) return;
        _current = next;
        foreach (var replaced in before.Modules.Except(next.Modules)) replaced.Retire();
        log.LogInformation("Loaded the C# modules {Modules}, functions: {Functions}", string.Join(", ", Names), string.Join(", ", Rpcs.Order(StringComparer.Ordinal)));
        _changed?.Invoke();
    }

    /// <summary>Has the new modules do what they want to do first. One that fails gives its place back to what was there.</summary>
    private async Task Start(SortedDictionary<string, LoadedModule> next, IReadOnlyList<LoadedModule> fresh, SortedDictionary<string, string> problems)
    {
        foreach (var module in fresh)
        {
            try
            {
                using var context = new CallContext(server, settings, time, new("run_once", "start", "start", new() { Source = Source.Script }, CancellationToken.None), module.Name);
                foreach (var start in module.Registrations.Starts) await start(context).AsTask().WaitAsync(context.TimeLeft, time);
            }
#pragma warning disable CA1031 // whatever a module throws while it starts refuses this module and no more
            catch (Exception failure)
#pragma warning restore CA1031
            {
                problems[module.Name] = $"{module.Path}: its start failed: {failure.GetType().Name}: {failure.Message}";
                module.Retire();
                next.Remove(module.Name);
                if (_current.Modules.FirstOrDefault(former => former.Name == module.Name) is { } former) next[module.Name] = former;
            }
        }
    }
}
