using System.CommandLine;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.History;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay stream KEY</c>: everything that happened in one stream, for a person to read.</summary>
static class StreamCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("key") { Description = "The stream's key, such as account-<user id>." };
        var from = new Option<long>("--from") { Description = "The first version to show.", DefaultValueFactory = _ => 1 };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("stream", "Shows the history of one stream.") { key, from, dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            return await Show(new StreamHistory(opened.Database), parsed.GetValue(key)!, parsed.GetValue(from), cancel);
        });
        return command;
    }

    static async Task<int> Show(StreamHistory history, string key, long from, CancellationToken cancel)
    {
        var shown = 0;
        await foreach (var recorded in history.Read(key, from, cancel))
        {
            shown++;
            AnsiConsole.MarkupLineInterpolated($"[bold]{recorded.Version,5}[/]  {recorded.At:yyyy-MM-dd HH:mm:ss.ffffff}Z  [green]{recorded.Name}[/]");
            AnsiConsole.MarkupLineInterpolated($"       {Origin(recorded)}");
            foreach (var (name, value) in Fields(recorded.Json)) AnsiConsole.MarkupLineInterpolated($"       [grey]{name}[/] {value}");
        }
        if (shown > 0) return ExitCodes.Right;
        var kinds = string.Join(", ", EventCatalogue.Default.Kinds.Keys.Order(StringComparer.Ordinal));
        throw new ReplayRefusedException($"There is no stream {key}" + (from > 1 ? $" with a version {from} or later." : $". Keys begin with one of: {kinds}."));
    }

    static string Origin(RecordedEvent recorded)
    {
        var origin = $"by {(recorded.Actor.Length > 0 ? recorded.Actor : "nobody")} ({recorded.Source})";
        if (recorded.Operation.Length > 0) origin += $" through {recorded.Operation}";
        if (recorded.Correlation.Length > 0) origin += $", request {recorded.Correlation}";
        if (recorded.Cause is { Length: > 0 } cause) origin += $", because of {cause}";
        return origin + $", server {recorded.ServerVersion}";
    }

    /// <summary>An event's fields, one a line; what is long, such as a chunk of recorded inputs, is told by its length.</summary>
    static IEnumerable<(string Name, string Value)> Fields(string json)
    {
        const int LongestShown = 300;
        using var content = JsonDocument.Parse(json);
        foreach (var field in content.RootElement.EnumerateObject())
        {
            var value = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText();
            yield return (field.Name, value.Length <= LongestShown ? value : $"{value[..LongestShown]}… ({value.Length:N0} characters)");
        }
    }
}
