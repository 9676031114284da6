using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.History;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay at MOMENT account|wallet|object|group|friendship|friends|match|… ID</c>: how one thing looked then.</summary>
static class AtThings
{
    static readonly JsonSerializerOptions Spelling = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    static readonly JsonSerializerOptions Compact = new(Spelling) { WriteIndented = false };

    public static IEnumerable<Command> Commands(Argument<string> moment)
    {
        yield return OfUser(moment, "account", "Shows a player's account as it was.", PastSubject.Account);
        yield return OfUser(moment, "wallet", "Shows a player's wallet as it was.", PastSubject.Wallet);
        yield return Create(moment, "object", "Shows a stored object as it was.", ["collection", "key", "user"], (past, names, at, version, cancel) =>
            past.Look(AtCommand.Granted(PastSubject.Object(names[0], names[1], AtCommand.UserId(names[2]))), at, version, cancel));
        yield return Create(moment, "friendship", "Shows what two players were to each other.", ["user", "other"], (past, names, at, version, cancel) =>
            past.Look(AtCommand.Granted(PastSubject.Friendship(AtCommand.UserId(names[0]), AtCommand.UserId(names[1]))), at, version, cancel));
        yield return Create(moment, "friends", "Shows all that others were to a player.", ["user"], (past, names, at, _, cancel) =>
            past.Friends(AtCommand.UserId(names[0]), at ?? throw new ReplayRefusedException("A list of friends has no versions. Give a time or the number of an event."), cancel));
        yield return Create(moment, "match", "Shows a match as it was, as far as it was recorded.", ["id"], (past, names, at, version, cancel) =>
            past.Match(Id(names[0].Split('.')[0]), at, version, cancel));
        yield return OfId(moment, "group", "Shows a group and its members as they were.", PastSubject.Group);
        yield return OfId(moment, "bracket", "Shows a bracket as it was.", PastSubject.Bracket);
        yield return OfId(moment, "notification", "Shows a notification as it was.", PastSubject.Notification);
        yield return OfId(moment, "message", "Shows a message of a chat channel as it was.", PastSubject.Message);
        yield return Create(moment, "league", "Shows a league as it was.", ["id"], (past, names, at, version, cancel) =>
            past.Look(AtCommand.Granted(PastSubject.League(names[0])), at, version, cancel));
    }

    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON." };

    public static void PrintJson<T>(T shown) => AnsiConsole.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(shown, Spelling));

    static Command OfUser(Argument<string> moment, string kind, string summary, Func<Guid, PastSubject> subject) =>
        Create(moment, kind, summary, ["user"], (past, names, at, version, cancel) => past.Look(subject(AtCommand.UserId(names[0])), at, version, cancel));

    static Command OfId(Argument<string> moment, string kind, string summary, Func<Guid, PastSubject> subject) =>
        Create(moment, kind, summary, ["id"], (past, names, at, version, cancel) => past.Look(subject(Id(names[0])), at, version, cancel));

    static Command Create(
        Argument<string> moment, string kind, string summary, string[] names,
        Func<HistoryPast, string[], PastMoment?, long?, CancellationToken, ValueTask<Answer<PastThing>>> look)
    {
        var arguments = Array.ConvertAll(names, name => new Argument<string>(name) { Description = DescriptionOf(name) });
        var json = JsonOption();
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command(kind, summary) { json, dataDir, address };
        foreach (var argument in arguments) command.Add(argument);
        command.SetAction(async (parsed, cancel) =>
        {
            var (at, version) = AtCommand.MomentOrVersion(parsed.GetValue(moment)!);
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            using var past = new HistoryPast(opened.Database, EventCatalogue.Default, TimeProvider.System) { TimeMax = AtCommand.TimeMax };
            var thing = AtCommand.Granted(await look(past, Array.ConvertAll(arguments, argument => parsed.GetValue(argument)!), at, version, cancel));
            if (parsed.GetValue(json)) PrintJson(thing);
            else Print(thing);
            return ExitCodes.Right;
        });
        return command;
    }

    static string DescriptionOf(string name) => name switch
    {
        "user" => "A user id.",
        "other" => "Another user's id.",
        "collection" => "The object's collection.",
        "key" => "The object's key.",
        _ => "Its id.",
    };

    static Guid Id(string text) => Uuids.TryRead(text, out var id) ? id : throw new ReplayRefusedException($"{text} is no id.");

    static void Print(PastThing thing)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{char.ToUpperInvariant(thing.Kind[0])}{thing.Kind[1..]}[/] as of {AtCommand.Time(thing.At)}");
        foreach (var (name, value) in thing.State)
        {
            if (value is JsonArray { Count: > 0 } entries && entries[0] is JsonObject)
            {
                AnsiConsole.MarkupLineInterpolated($"       [grey]{name}[/]");
                foreach (var entry in entries) AnsiConsole.MarkupLineInterpolated($"         {InOneLine(entry!.AsObject())}");
            }
            else if (value is not null)
            {
                AnsiConsole.MarkupLineInterpolated($"       [grey]{name}[/] {Text(value)}");
            }
        }

        if (thing.Version > 0) AnsiConsole.MarkupLineInterpolated($"       as its event {thing.Version} left it, {thing.Sequence} among all events");
    }

    static string InOneLine(JsonObject entry) =>
        string.Join(", ", entry.Where(member => member.Value is not null).Select(member => $"{member.Key} {Text(member.Value!)}"));

    static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(Compact);
}
