using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.History.Exporting;

/// <summary>An export as one JSON document: a member for each section, and what it is.</summary>
/// <param name="Summary">What it holds.</param>
/// <param name="Json">The document.</param>
public sealed record UserExportDocument(UserExportSummary Summary, string Json);

/// <summary>
/// Exports that go over the wire: as one JSON document, within bounds of length and time, two at a time. What is larger is for <c>./kaos replay user</c>, which writes
/// to disk as it reads.
/// </summary>
public sealed class UserExportDocuments(UserExport export, TimeProvider time) : IDisposable
{
    /// <summary>Characters of a document.</summary>
    public const int LengthMax = 8 << 20;

    public static readonly Fault TooLarge = Fault.ResourceExhausted("The export is too large for an answer - use kaos replay user.");

    readonly PastTurns _turns = new(time);

    /// <summary>How long one may take.</summary>
    public TimeSpan TimeMax { get; init; } = PastTurns.DefaultTimeMax;

    /// <summary>How long one may be.</summary>
    internal int CharactersMax { get; init; } = LengthMax;

    public ValueTask<Answer<UserExportDocument>> Of(Guid user, CancellationToken cancel = default) =>
        _turns.Take(bounded => Make(user, bounded), TimeMax, PastFaults.TooLong, cancel);

    public void Dispose() => _turns.Dispose();

    async Task<Answer<UserExportDocument>> Make(Guid user, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("kaos-export-").FullName;
        try
        {
            if (!(await export.Write(user, Path.Combine(folder, "export"), CharactersMax, cancel)).IsGranted(out var summary, out var fault)) return fault;
            return new UserExportDocument(summary, await Joined(summary, Path.Combine(folder, "export"), cancel));
        }
        catch (ExportTooLargeException)
        {
            return TooLarge;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<string> Joined(UserExportSummary summary, string folder, CancellationToken cancel)
    {
        var json = new StringBuilder("{");
        foreach (var (section, _) in summary.Rows)
        {
            if (json.Length > 1) json.Append(",\n");
            var rows = await File.ReadAllTextAsync(Path.Combine(folder, section.Name + ".json"), cancel);
            json.Append('"').Append(section.Name).Append("\":").Append(rows.AsSpan().TrimEnd());
        }

        return json.Append('}').ToString();
    }
}
