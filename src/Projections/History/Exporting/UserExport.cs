using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.History.Exporting;

/// <summary>What an export holds.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="At">When it was made.</param>
/// <param name="ForgottenAt">When the person was forgotten, or null.</param>
/// <param name="Rows">Rows of each file.</param>
public sealed record UserExportSummary(Guid UserId, DateTimeOffset At, DateTimeOffset? ForgottenAt, IReadOnlyList<KeyValuePair<ExportSection, long>> Rows);

/// <summary>
/// Everything about a user, made of events alone: for the person (articles 15 and 20 of the GDPR), so with nothing of other people beyond their ids. All of one
/// moment, written as it is read.
/// </summary>
public sealed class UserExport(Database database, EventCatalogue catalogue, TimeProvider time)
{
    public static readonly Fault UnknownUser = Fault.NotFound("There never was such a user.");

    /// <summary>Writes the export into a folder, which is there complete or not at all.</summary>
    /// <param name="user">Whose; the account may be deleted.</param>
    /// <param name="folder">Where to: a folder that is not there, or is empty.</param>
    /// <param name="lengthMax">Give up with <see cref="ExportTooLargeException"/> beyond so many characters of JSON.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Answer<UserExportSummary>> Write(Guid user, string folder, long lengthMax = long.MaxValue, CancellationToken cancel = default)
    {
        var target = Path.GetFullPath(folder.TrimEnd('/'));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            return Fault.FailedPrecondition($"{target} is there and not empty.");
        var parent = Path.GetDirectoryName(target) ?? throw new ArgumentException("The root is no place for an export.", nameof(folder));
        Directory.CreateDirectory(parent);
        var draft = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.CreateVersion7():n}.part");
        CreatePrivate(draft);
        try
        {
            var answer = await Draft(user, draft, lengthMax, cancel);
            if (answer.Fault is null)
            {
                if (Directory.Exists(target)) Directory.Delete(target);
                Directory.Move(draft, target);
            }

            return answer;
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>Writes the files into a folder that is there.</summary>
    async Task<Answer<UserExportSummary>> Draft(Guid user, string folder, long lengthMax, CancellationToken cancel)
    {
        var userId = user.ToString();
        var at = time.GetUtcNow();
        var files = new ExportFiles(folder, lengthMax);
        var rows = new ExportRows(userId, files.Add);
        try
        {
            await using var source = await ExportSource.Open(database, catalogue, new EventCodec(catalogue, database.PersonalKeys), cancel);
            await foreach (var exported in source.ByStream(user, cancel)) rows.Add(exported);
            rows.End();
            if (!rows.HasAccount && rows.ForgottenAt is null) return UnknownUser;
            await foreach (var exported in source.InOrder(user, cancel))
            {
                if (ChangeRows.Of(exported, userId) is { } row) files.Add(ExportSection.Changes, row);
            }
        }
        finally
        {
            files.Dispose();
        }

        var summary = new UserExportSummary(user, at, rows.ForgottenAt, files.Rows);
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), ExportPage.Of(summary), cancel);
        return summary;
    }

    /// <summary>For nobody else on the machine to read.</summary>
    static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>All files of an export while they are written. Those of sections without rows are there too, and empty: the reader need not wonder.</summary>
    sealed class ExportFiles(string folder, long lengthMax) : IDisposable
    {
        readonly List<ExportFile> _files = [.. ExportSection.All.Append(ExportSection.Changes).Select(section => new ExportFile(folder, section))];

        public IReadOnlyList<KeyValuePair<ExportSection, long>> Rows => [.. _files.Select(file => KeyValuePair.Create(file.Section, file.Rows))];

        public void Add(ExportSection section, JsonObject row)
        {
            _files.Find(file => file.Section == section)!.Add(row);
            if (lengthMax != long.MaxValue && _files.Sum(file => file.Length) > lengthMax) throw new ExportTooLargeException();
        }

        public void Dispose() => _files.ForEach(file => file.Dispose());
    }
}

/// <summary>An export is larger than its reader takes.</summary>
public sealed class ExportTooLargeException : Exception;
