using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Kernel;
using KaosNet.Modules.Transactions;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.CSharp.Asking;

/// <summary>
/// The server's API where what is asked of the server is recorded, or has its answer in a record already. What only computes is the API's own. Arguments and answers
/// are kept as JSON.
/// </summary>
public class RecordedApi : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, Reply> Replies = new();

    private RecordedServer _server = null!;
    private PropertyInfo? _family;
    private ConcurrentDictionary<MethodInfo, object>? _families;

    /// <summary>The API before such a server.</summary>
    internal static INk Of(RecordedServer server)
    {
        var api = Create<INk, RecordedApi>();
        var proxy = (RecordedApi)(object)api;
        (proxy._server, proxy._families) = (server, []);
        return api;
    }

    /// <summary>Whether a family has functions that reach the server.</summary>
    internal static bool IsRecorded(Type family) => family.GetMethods().Any(method => ReplyOf(method) is not null);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_families is null) return Call(targetMethod!, args ?? []);
        if (_families.TryGetValue(targetMethod!, out var known)) return known;
        var property = typeof(INk).GetProperties().Single(property => property.GetMethod == targetMethod);
        return _families[targetMethod!] = IsRecorded(property.PropertyType) ? FamilyOf(property) : property.GetValue(_server.Pure)!;
    }

    private object FamilyOf(PropertyInfo property)
    {
        if (property.PropertyType == typeof(ISecretFunctions)) return new RecordedSecrets(_server);
        var family = Create(property.PropertyType, typeof(RecordedApi));
        var proxy = (RecordedApi)family;
        (proxy._server, proxy._family) = (_server, property);
        return family;
    }

    private object? Call(MethodInfo method, object?[] arguments)
    {
        if (method.DeclaringType == typeof(ITransactionFunctions) && method.Name == nameof(ITransactionFunctions.Run)) return _server.Transact(method, arguments);
        if (ReplyOf(method) is not { } reply) return method.Invoke(_family!.GetValue(_server.Pure), BindingFlags.DoNotWrapExceptions, null, arguments, null);
        var function = method.GetCustomAttribute<ServerFunctionAttribute>()?.Lua ?? $"{_family!.Name}.{method.Name}";
        return reply.Of(_server.Ask(function, TextOf(method, arguments), async cancel =>
        {
            try
            {
                var family = _family!.GetValue(_server.Live(function, cancel));
                return await reply.Write(method.Invoke(family, BindingFlags.DoNotWrapExceptions, null, arguments, null)!);
            }
            catch (RefusedException refused)
            {
                return new Fault((FaultCode)(int)refused.Code, refused.Message);
            }
        }));
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

        /// <summary>What the function returns, given what comes of the question.</summary>
        public abstract object Of(ValueTask<Answer<byte[]>> asked);

        protected static byte[] Granted(Answer<byte[]> answer) =>
            answer.IsGranted(out var json, out var fault) ? json : throw new RefusedException((StatusCode)(int)fault.Code, fault.Message);
    }

    private sealed class NoReply : Reply
    {
        public override async ValueTask<Answer<byte[]>> Write(object running)
        {
            await (ValueTask)running;
            return Array.Empty<byte>();
        }

        public override object Of(ValueTask<Answer<byte[]>> asked) => new ValueTask(Told(asked));

        private static async Task Told(ValueTask<Answer<byte[]>> asked) => Granted(await asked);
    }

    private sealed class Reply<T> : Reply
    {
        public override async ValueTask<Answer<byte[]>> Write(object running) => JsonSerializer.SerializeToUtf8Bytes(await (ValueTask<T>)running);

        public override object Of(ValueTask<Answer<byte[]>> asked) => new ValueTask<T>(Told(asked));

        private static async Task<T> Told(ValueTask<Answer<byte[]>> asked) => JsonSerializer.Deserialize<T>(Granted(await asked), PlainValues.Options)!;
    }
}
