using System.Reflection;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;

namespace KaosNet.Scripting.CSharp.Asking;

/// <summary>The server as C# asks it while what it asks is recorded, or answered from a record.</summary>
internal abstract class RecordedServer
{
    /// <summary>The functions that only compute.</summary>
    public abstract INk Pure { get; }

    /// <summary>The API for a question that really reaches the server.</summary>
    public abstract INk Live(string function, CancellationToken cancel);

    /// <summary>Asks a question, whose arguments and answer are JSON.</summary>
    public abstract ValueTask<Answer<byte[]>> Ask(string function, byte[] arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> ask);

    /// <summary>Runs work as one transaction; what it asks is recorded as ever.</summary>
    public abstract ValueTask<T> Transact<T>(Func<ValueTask<T>> work);

    /// <summary>Runs the work that one of the two ways of a transaction was called with.</summary>
    public object Transact(MethodInfo run, object?[] arguments) => run.IsGenericMethod
        ? Generic.MakeGenericMethod(run.GetGenericArguments()).Invoke(this, BindingFlags.DoNotWrapExceptions, null, arguments, null)!
        : new ValueTask(TransactWithoutResult((Func<ValueTask>)arguments[0]!));

    private static readonly MethodInfo Generic = typeof(RecordedServer).GetMethods().Single(method => method is { Name: nameof(Transact), IsGenericMethod: true });

    private async Task TransactWithoutResult(Func<ValueTask> work) => await Transact(async () =>
    {
        await work();
        return true;
    });
}
