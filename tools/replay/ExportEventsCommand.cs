using System.CommandLine;
using KaosNet.Domain.Kernel;
using KaosNet.Replay.Exporting;
using KaosNet.Store.Journal;
using KaosNet.Store.Reading;
using KaosNet.Store.Reading.Exporting;
using KaosNet.Store.Tail;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary>
/// <c>replay export_events --to FILE</c>: events for analytics, one a line or in columns, by the file's extension; it goes on where it was, and follows the server if told to.
/// </summary>
static class ExportEventsCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The file: JSON lines, or Parquet when it ends in .parquet. It is gone on with when it is there.", Required = true };
        var from = new Option<long>("--from") { Description = "The number of the first event, for a new file.", DefaultValueFactory = _ => 1 };
        var slices = new Option<string[]>("--slice") { Description = "Events of these kinds of streams alone, such as wallet.", DefaultValueFactory = _ => [] };
        var types = new Option<string[]>("--type") { Description = "Events of these names alone, such as score_submitted.", DefaultValueFactory = _ => [] };
        var user = new Option<string>("--user") { Description = "Events of or about this user alone.", DefaultValueFactory = _ => "" };
        var personal = new Option<bool>("--personal") { Description = "With what is personal in events." };
        var follow = new Option<bool>("--follow") { Description = "Goes on with what happens from now on, until it is stopped." };
        var rotate = new Option<int?>("--rotate_mb")
        {
            Description = $"Puts the file aside once it has so many megabytes; 0 for never. Unless said, never for JSON lines and {ParquetFiles.FileMegabytes} for Parquet.",
        };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("export_events", "Writes events to a file, in order, each exactly once.") { to, from, slices, types, user, personal, follow, rotate, dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            var filter = FilterOf(parsed.GetValue(slices)!, parsed.GetValue(types)!, parsed.GetValue(user)!, parsed.GetValue(personal));
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var first = Math.Max(parsed.GetValue(from), 1);
            try
            {
                using var archive = Open(parsed.GetValue(to)!, WordsOf(filter), first - 1, parsed.GetValue(rotate), parsed.GetValue(follow));
                return await Run(opened, filter, archive, parsed.GetValue(follow), cancel);
            }
            catch (Exception refused) when (refused is ArchiveRefusedException or IOException or UnauthorizedAccessException)
            {
                throw new ReplayRefusedException(refused.Message, refused);
            }
        });
        return command;
    }

    static IEventArchive Open(string path, string filter, long after, int? megabytes, bool follows)
    {
        if (!string.Equals(Path.GetExtension(path), ".parquet", StringComparison.OrdinalIgnoreCase)) return JsonLinesFile.Open(path, filter, after, BytesOf(megabytes ?? 0));
        if (follows) throw new ReplayRefusedException("A Parquet file can be read once it is complete, so it does not follow. Run the command again now and then: it goes on.");
        return ParquetFiles.Open(path, filter, after, megabytes is 0 ? long.MaxValue : BytesOf(megabytes ?? ParquetFiles.FileMegabytes));
    }

    static long BytesOf(int megabytes) => megabytes < 0 ? throw new ReplayRefusedException("--rotate_mb is a number of megabytes, or 0.") : (long)megabytes << 20;

    static async Task<int> Run(ReplayDatabase opened, EventFilter filter, IEventArchive file, bool follows, CancellationToken cancel)
    {
        using var settled = new SettledEvents(opened.Database);
        var reader = new EventReader(opened.Database, EventCatalogue.Default, new EventCodec(EventCatalogue.Default, opened.Database.PersonalKeys), settled, new StoreNews());
        var (begun, exported) = (file.Position, 0L);
        try
        {
            await EventExport.Run(reader, filter, file, follows, (kept, _) => exported = kept, cancel);
        }
        catch (OperationCanceledException) when (follows)
        {
            // That is how following ends.
        }

        AnsiConsole.MarkupLineInterpolated($"{exported:N0} events after {begun:N0}; the file is complete up to {file.Position:N0}.");
        return ExitCodes.Right;
    }

    static EventFilter FilterOf(string[] slices, string[] types, string user, bool isPersonal)
    {
        Guid? of = null;
        if (user.Length > 0) of = Uuids.TryRead(user, out var id) ? id : throw new ReplayRefusedException($"{user} is no user id.");
        var filter = new EventFilter { Slices = slices, Types = types, User = of, IsPersonal = isPersonal };
        return filter.Unknown(EventCatalogue.Default) is { } unknown
            ? throw new ReplayRefusedException($"There is no slice or type of events named {unknown}.")
            : filter;
    }

    /// <summary>The filter as the checkpoint keeps it.</summary>
    static string WordsOf(EventFilter filter)
    {
        List<string> words = [];
        words.AddRange(filter.Slices.Order(StringComparer.Ordinal).Select(slice => "slice " + slice));
        words.AddRange(filter.Types.Order(StringComparer.Ordinal).Select(type => "type " + type));
        if (filter.User is { } user) words.Add($"user {user}");
        if (filter.IsPersonal) words.Add("personal");
        return words.Count == 0 ? "all" : string.Join(", ", words);
    }
}
