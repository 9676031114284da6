using System.Text;
using KaosNet.Protocol;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Nk.Bundles.Matches;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Recording;

/// <summary>
/// Modules without a server, for running recorded calls: what they ask is answered from the record, what they set up while they load is not done. Nothing has an effect.
/// </summary>
public sealed class DryRun : IDisposable
{
    private readonly DryClock _clock = new();
    private readonly ServiceProvider _services;
    private readonly ModuleHost _lua;
    private readonly BundleHost _bundle;
    private readonly CSharpModules _csharp;
    private readonly ServerModules _modules;

    /// <summary>Loads the modules of a folder.</summary>
    /// <param name="settings">Where they are, and their bounds.</param>
    /// <param name="operations">Names of operations that functions may stand around, beside those that Nakama has.</param>
    /// <exception cref="ModulesRefusedException">They cannot be loaded.</exception>
    public DryRun(ScriptSettings settings, IEnumerable<string> operations)
    {
        _services = new ServiceCollection().AddSingleton(new HookNames([.. BundleHookNames.Operations.Union(operations, StringComparer.OrdinalIgnoreCase)])).BuildServiceProvider();
        var server = new NkServer(_services, NullLogger.Instance) { IsDry = true };
        _lua = new(settings, server, _clock, NullLogger<ModuleHost>.Instance);
        _bundle = new(settings, server, _clock, NullLogger<BundleHost>.Instance);
        _csharp = new(settings, server, _clock, NullLogger<CSharpModules>.Instance);
        try
        {
            _csharp.Read();
            _lua.Load();
            _bundle.Load();
        }
        catch
        {
            Dispose();
            throw;
        }

        var hooks = new BundleHooks(_bundle, settings, server, null, _clock);
        var csharp = new CSharpHooks(_csharp, null);
        _modules = new([
            new() { Rpcs = new CSharpFunctions(_csharp), Operations = csharp, Messages = csharp, Matches = new CSharpMatchScripts(_csharp) },
            new()
            {
                Rpcs = _lua,
                Operations = new ModuleOperationHooks(_lua, settings, server, _clock),
                Messages = new ModuleRealtimeHooks(_lua, settings, server, null, _clock),
                Matches = new LuaMatchScripts(settings, _lua, NullLogger<LuaMatchScripts>.Instance),
            },
            new() { Rpcs = _bundle, Operations = hooks, Messages = hooks, Matches = new BundleMatchScripts(_bundle, settings, server) },
        ]);
    }

    /// <summary>Runs a call.</summary>
    public async Task<DryOutcome> Run(RecordedCall recorded, CancellationToken cancel)
    {
        _clock.Milliseconds = recorded.At;
        var tape = new PlayedTape(recorded);
        tape.Insert();
        var outcome = recorded.Kind switch
        {
            CallKind.Rpc => RecordedCalls.OutcomeOf(await _modules.Call(
                recorded.Name, recorded.Payload, new(recorded.Caller, recorded.Headers, recorded.QueryParameters, recorded.Language), cancel)),
            CallKind.Before => RecordedCalls.OutcomeOf(await _modules.RunBefore(recorded.Name, Message(recorded.Request), recorded.Caller, cancel)),
            CallKind.After => RecordedCalls.OutcomeOf(
                await _modules.RunAfter(recorded.Name, Message(recorded.Request), Message(recorded.Response), recorded.Caller, cancel)),
            CallKind.BeforeMessage => RecordedCalls.OutcomeOf(await _modules.Before(recorded.Name, Message(recorded.Request), recorded.Caller, cancel)),
            _ => await AfterMessage(recorded, cancel),
        };
        return new(recorded, outcome, tape.New, tape.Missing);
    }

    public void Dispose()
    {
        _csharp.Dispose();
        _lua.Dispose();
        _bundle.Dispose();
        _services.Dispose();
    }

    private async Task<RecordedOutcome> AfterMessage(RecordedCall recorded, CancellationToken cancel)
    {
        await _modules.After(recorded.Name, Message(recorded.Request), Message(recorded.Response), recorded.Caller, cancel);
        return new("done");
    }

    private static object Message(RecordedMessage? recorded)
    {
        var type = recorded?.Type ?? "Empty";
        var message = (MessageDescriptor.All.FirstOrDefault(known => known.Name == type) ?? throw new InvalidDataException($"There is no message {type}.")).Create();
        return recorded is null || JsonCodec.Deserialize(Encoding.UTF8.GetBytes(recorded.Json), message, JsonRules.Realtime) is null
            ? message
            : throw new InvalidDataException($"A recorded {type} cannot be read.");
    }

    private sealed class DryClock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
    }
}

/// <summary>How a recorded call goes with other modules.</summary>
/// <param name="Recorded">The call as it went.</param>
/// <param name="Now">What comes out now.</param>
/// <param name="New">What it asks of the server that it did not ask then; as there is no answer to it, what comes out may be the consequence.</param>
/// <param name="Missing">What it asked then and does not ask any more.</param>
public sealed record DryOutcome(RecordedCall Recorded, RecordedOutcome Now, IReadOnlyList<string> New, IReadOnlyList<string> Missing)
{
    /// <summary>Whether anything differs.</summary>
    public bool IsChanged => Now != Recorded.Outcome || New.Count > 0 || Missing.Count > 0;
}
