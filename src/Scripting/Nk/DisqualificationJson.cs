using System.Text.Json;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;

namespace KaosNet.Scripting.Nk;

/// <summary>Disqualifications in the words of modules: times in Unix seconds, and <c>before</c> for the end of a span, as <c>until</c> is a word of Lua's.</summary>
internal static class DisqualificationJson
{
    /// <summary>What a disqualification came to, with all records of its commit.</summary>
    public static void Write(Utf8JsonWriter json, DisqualificationOutcome outcome, bool isDryRun)
    {
        json.WriteStartObject();
        WriteFields(json, outcome.Disqualification);
        json.WriteBoolean("dry_run"u8, isDryRun);
        WriteRecords(json, outcome.Records, outcome.Reversals);
        json.WriteEndObject();
    }

    /// <summary>The two values of one that was looked up: itself with a page of its records, and the cursor of the next page.</summary>
    public static void WriteBoth(Utf8JsonWriter json, DisqualificationDetails details)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        WriteFields(json, details.Disqualification);
        WriteRecords(json, details.Records, details.Reversals);
        json.WriteEndObject();
        WriteCursor(json, details.Cursor);
        json.WriteEndArray();
    }

    /// <summary>The two values of a list: its page and the cursor of the next one.</summary>
    public static void WriteBoth(Utf8JsonWriter json, DisqualificationPage page)
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var disqualification in page.Disqualifications) Write(json, disqualification);
        json.WriteEndArray();
        WriteCursor(json, page.Cursor);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, Disqualification disqualification)
    {
        json.WriteStartObject();
        WriteFields(json, disqualification);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, Disqualification disqualification)
    {
        var criteria = disqualification.Criteria;
        if (disqualification.Id.Length > 0) json.WriteString("id"u8, disqualification.Id);
        json.WriteString("author"u8, disqualification.Author);
        json.WriteString("reason"u8, disqualification.Reason);
        json.WriteString("stage"u8, disqualification.Stage switch
        {
            DisqualificationStage.Underway => "underway"u8,
            DisqualificationStage.Done => "done"u8,
            DisqualificationStage.Undoing => "undoing"u8,
            _ => "undone"u8,
        });
        json.WriteNumber("create_time"u8, disqualification.CreateTime.ToUnixTimeSeconds());
        json.WriteNumber("record_count"u8, disqualification.Records);
        json.WriteNumber("submission_count"u8, disqualification.Submissions);
        json.WriteNumber("reversal_count"u8, disqualification.Reversals);
        if (criteria.LeaderboardId is { } board) json.WriteString("leaderboard_id"u8, board);
        if (criteria.Expiry is { } expiry) json.WriteNumber("expiry"u8, expiry);
        if (criteria.OwnerId is { } owner) json.WriteString("owner_id"u8, owner);
        if (criteria.Submission is { } submission) json.WriteNumber("submission"u8, submission);
        if (criteria.Build is { } build) json.WriteString("build"u8, build);
        if (criteria.Since is { } since) json.WriteNumber("since"u8, since.ToUnixTimeSeconds());
        if (criteria.Until is { } until) json.WriteNumber("before"u8, until.ToUnixTimeSeconds());
        if (disqualification.UndoAuthor is { } author) json.WriteString("undo_author"u8, author);
        if (disqualification.UndoReason is { } reason) json.WriteString("undo_reason"u8, reason);
        if (disqualification.UndoTime is { } time) json.WriteNumber("undo_time"u8, time.ToUnixTimeSeconds());
    }

    private static void WriteRecords(Utf8JsonWriter json, IReadOnlyList<DisqualifiedRecord> records, IReadOnlyList<ProposedReversal> reversals)
    {
        json.WriteStartArray("records"u8);
        foreach (var record in records)
        {
            json.WriteStartObject();
            json.WriteString("leaderboard_id"u8, record.LeaderboardId);
            json.WriteNumber("expiry"u8, record.Expiry);
            json.WriteString("owner_id"u8, record.OwnerId);
            json.WriteNumber("submission_count"u8, record.Submissions);
            WriteShown(json, "before", record.Before);
            WriteShown(json, "after", record.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("reversals"u8);
        foreach (var reversal in reversals)
        {
            json.WriteStartObject();
            json.WriteString("item_id"u8, reversal.EntryId);
            json.WriteString("user_id"u8, reversal.OwnerId);
            json.WritePropertyName("changeset"u8);
            json.WriteRawValue(reversal.Changeset, skipInputValidation: true);
            json.WriteString("cause"u8, reversal.Cause);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteShown(Utf8JsonWriter json, string name, ShownScore? shown)
    {
        if (shown is null) return;
        json.WriteStartObject(name);
        json.WriteNumber("score"u8, shown.Score);
        json.WriteNumber("subscore"u8, shown.Subscore);
        json.WriteNumber("num_score"u8, shown.NumScore);
        json.WriteEndObject();
    }

    private static void WriteCursor(Utf8JsonWriter json, string cursor)
    {
        if (cursor.Length > 0) json.WriteStringValue(cursor);
        else json.WriteNullValue();
    }
}
