using KaosNet.Api.Errors;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Groups;

/// <summary>Groups in the client API's words, and the checks of ids that all operations share (parity 5.2).</summary>
static class GroupMessages
{
    public static Wire.Group Of(GroupRow group) => new()
    {
        Id = group.Id.ToString(),
        // Who is not said is the system user (I3).
        CreatorId = (group.CreatorId ?? Guid.Empty).ToString(),
        Name = group.Name,
        Description = group.Description,
        LangTag = group.LangTag,
        Metadata = group.Metadata,
        AvatarUrl = group.AvatarUrl,
        Open = group.IsOpen,
        EdgeCount = group.EdgeCount,
        MaxCount = group.MaxCount,
        CreateTime = WholeSecond(group.CreateTime),
        UpdateTime = WholeSecond(group.UpdateTime),
    };

    /// <summary>A group's id as streams spell it, or the refusal.</summary>
    public static Answer<string> GroupId(string text)
    {
        if (text.Length == 0) return GroupFaults.IdMissing;
        return Uuids.TryRead(text, out var id) ? id.ToString() : GroupFaults.IdInvalid;
    }

    /// <summary>Players' ids as streams spell them, or the refusal.</summary>
    public static Answer<IReadOnlyList<string>> UserIds(List<string> texts)
    {
        var ids = new string[texts.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!Uuids.TryRead(texts[i], out var id) || id == Guid.Empty) return GroupFaults.UserIdInvalid;
            ids[i] = id.ToString();
        }

        return ids;
    }

    /// <summary>Answers a query that the database would not answer as clients know it; the cause goes to the log.</summary>
    public static async ValueTask<Answer<T>> OrFault<T>(ILogger log, string what, Func<ValueTask<Answer<T>>> query)
    {
        try
        {
            return await query();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            log.LogFailure(failure, $"Could not {what}");
            return GroupFaults.Failed(what);
        }
    }

    static DateTimeOffset WholeSecond(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
