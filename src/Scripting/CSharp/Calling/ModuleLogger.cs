using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.CSharp.Calling;

/// <summary>The server's log for a module: its lines carry what they are about. Silent where they have been written before.</summary>
internal sealed class ModuleLogger(ILogger log, IReadOnlyList<KeyValuePair<string, object?>> fields, Func<bool>? isSilent = null) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => isSilent?.Invoke() is not true && log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        using (log.BeginScope(fields)) log.Log(logLevel, eventId, state, exception, formatter);
    }
}
