using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Kernel;
using KaosNet.Modules.Transactions;
using KaosNet.Modules.Utilities;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>
/// The server's API for a match: what reaches beyond the match goes through its host, which records the answer, or has it recorded already. What only computes is the
/// API's own. Arguments and answers are kept as JSON.
/// </summary>
public class RecordedApi : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, Reply> Replies = new();

    private RecordedCalls _calls = null!;
    private PropertyInfo? _family;
    private Dictionary<MethodInfo, object>? _families;

    /// <summary>The API of a match.</summary>
    internal static INk Of(RecordedCalls calls)
    {
        var api = Create<INk, RecordedApi>();
        var proxy = (RecordedApi)(object)api;
        (proxy._calls, proxy._families) = (calls, []);
        return api;
    }

    /// <summary>Whether a family has functions that reach beyond the match.</summary>
    internal static bool IsRecorded(Type family) => family.GetMethods().Any(method => ReplyOf(method) is not null);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_families is null) return Call(targetMethod!, args ?? []);
        if (_families.TryGetValue(targetMethod!, out var known)) return known;
        var property = typeof(INk).GetProperties().Single(property => property.GetMethod == targetMethod);
        return _families[targetMethod!] = IsRecorded(property.PropertyType) ? FamilyOf(property) : property.GetValue(_calls.Pure)!;
    }

    private object FamilyOf(PropertyInfo property)
    {
        if (property.PropertyType == typeof(ISecretFunctions)) return new RecordedSecrets(_calls);
        var family = Create(property.PropertyType, typeof(RecordedApi));
        var proxy = (RecordedApi)family;
        (proxy._calls, proxy._family) = (_calls, property);
        return family;
    }

    private object? Call(MethodInfo method, object?[] arguments)
    {
        if (method.DeclaringType == typeof(ITransactionFunctions) && method.Name == nameof(ITransactionFunctions.Run))
            throw new RefusedException(StatusCode.FailedPrecondition, "a match in C# has no transactions: nk.Transactions.MultiUpdate is one commit");
        if (ReplyOf(method) is not { } reply) return method.Invoke(_family!.GetValue(_calls.Pure), BindingFlags.DoNotWrapExceptions, null, arguments, null);
        var function = method.GetCustomAttribute<ServerFunctionAttribute>()?.Lua ?? $"{_family!.Name}.{method.Name}";
        var answer = _calls.Host.Perform(function, TextOf(method, arguments), async cancel =>
        {
            try
            {
                var family = _family!.GetValue(_calls.Live(function, cancel));
                return await reply.Write(method.Invoke(family, BindingFlags.DoNotWrapExceptions, null, arguments, null)!);
            }
            catch (RefusedException refused)
            {
                return new Fault((FaultCode)(int)refused.Code, refused.Message);
            }
        });
        return answer.IsGranted(out var json, out var fault) ? reply.Read(json) : reply.Refuse(new RefusedException((StatusCode)(int)fault.Code, fault.Message));
    }

    /// <summary>As their parameters are declared, so that nothing is remembered of a module's own types.</summary>
    private static byte[] TextOf(MethodInfo method, object?[] arguments)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            foreach (var parameter in method.GetParameters()) JsonSerializer.Serialize(json, arguments[parameter.Position], parameter.ParameterType);
            json.WriteEndArray();
        }

        return text.ToArray();
    }

    /// <summary>How a function's answer is kept; null for one that only computes.</summary>
    private static Reply? ReplyOf(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(ValueTask)) return Replies.GetOrAdd(method, static _ => new NoReply());
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ValueTask<>)) return null;
        return Replies.GetOrAdd(method, static method =>
            (Reply)Activator.CreateInstance(typeof(Reply<>).MakeGenericType(method.ReturnType.GetGenericArguments()))!);
    }

    private abstract class Reply
    {
        public abstract ValueTask<Answer<byte[]>> Write(object running);

        public abstract object Read(byte[] json);

        public abstract object Refuse(RefusedException refused);
    }

    private sealed class NoReply : Reply
    {
        public override async ValueTask<Answer<byte[]>> Write(object running)
        {
            await (ValueTask)running;
            return Array.Empty<byte>();
        }

        public override object Read(byte[] json) => new ValueTask();

        public override object Refuse(RefusedException refused) => new ValueTask(Task.FromException(refused));
    }

    private sealed class Reply<T> : Reply
    {
        public override async ValueTask<Answer<byte[]>> Write(object running) => JsonSerializer.SerializeToUtf8Bytes(await (ValueTask<T>)running);

        public override object Read(byte[] json) => new ValueTask<T>(JsonSerializer.Deserialize<T>(json, PlainValues.Options)!);

        public override object Refuse(RefusedException refused) => new ValueTask<T>(Task.FromException<T>(refused));
    }
}

/// <summary>In whose name a match calls the server.</summary>
/// <param name="Host">The match's host.</param>
/// <param name="Server">The server.</param>
/// <param name="Module">The handler's module.</param>
internal sealed record RecordedCalls(IMatchHost Host, NkServer Server, string Module)
{
    /// <summary>The player who wants to join, during that callback.</summary>
    public string UserId { get; set; } = "";

    /// <summary>The functions that only compute.</summary>
    public INk Pure => Server.Pure;

    /// <summary>The API for a call that is really made.</summary>
    public INk Live(string function, CancellationToken cancel) => Server.Functions(
        new Caller { Source = Source.Script, Actor = Module, UserId = UserId, Operation = function, Cause = "match " + Host.MatchId }, cancel);
}
