using KaosNet.Api.Operations;
using KaosNet.Api.Subscriptions.Streaming;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;
using KaosNet.Projections.Subscriptions;
using KaosNet.Store.Reading;
using Kaos = KaosNet.Protocol.Api.Kaos;
using Limits = KaosNet.Domain.Subscriptions.Limits;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>Subscriptions in the API's words.</summary>
static class SubscriptionMessages
{
    const string DeadLetterRule = "dead_letter";
    const string HaltRule = "halt";

    /// <summary>The terms that a request asks for, of slices and types that there are.</summary>
    public static Answer<SubscriptionTerms> Terms(
        string url, List<string> slices, List<string> types, string user, bool isPersonal, int? batchSize, int? attempts, string onFailure)
    {
        if (!EventQuery.FilterOf(slices, types, user, isPersonal).IsGranted(out var filter, out var refusal)) return refusal;
        FailureRule? rule = onFailure switch
        {
            "" or DeadLetterRule => FailureRule.DeadLetter,
            HaltRule => FailureRule.Halt,
            _ => null,
        };
        if (rule is null) return SubscriptionFaults.InvalidOnFailure;
        var terms = new SubscriptionTerms(
            url, [.. filter.Slices], [.. filter.Types], filter.User?.ToString(), isPersonal, batchSize ?? Limits.BatchDefault, attempts ?? Limits.AttemptsDefault,
            rule.Value);
        return terms.Flaw() is { } flaw ? flaw : terms;
    }

    /// <summary>The subscription that a request names, or the refusal.</summary>
    public static async ValueTask<Answer<SubscriptionStatus>> Known(string name, OperationCall call)
    {
        if (!Domain.Subscriptions.Subscription.IsName(name)) return SubscriptionFaults.InvalidName;
        return await call.Get<SubscriptionLists>().Find(name, call.Aborted) is { } status ? status : SubscriptionFaults.NotFound;
    }

    /// <summary>A subscription with how far it has come.</summary>
    public static async ValueTask<Kaos.EventSubscription> Of(SubscriptionStatus status, OperationCall call)
    {
        var (row, progress) = (status.Subscription, status.Progress);
        var lag = Math.Max(0, await call.Get<EventReader>().End(call.Aborted) - progress.Position);
        var next = lag == 0 ? null : await call.Get<SubscriptionLists>().TimeOfNext(progress.Position, call.Aborted);
        var terms = row.ReadTerms();
        return new()
        {
            Name = row.Name,
            Url = terms.Url,
            Slices = [.. terms.Slices],
            Types = [.. terms.Types],
            User = terms.UserId ?? "",
            Personal = terms.Personal,
            BatchSize = terms.BatchSize,
            Attempts = terms.Attempts,
            OnFailure = terms.OnFailure is FailureRule.Halt ? HaltRule : DeadLetterRule,
            State = row.IsPaused ? "paused" : progress.IsHalted ? "halted" : "active",
            Position = progress.Position,
            LagEvents = lag,
            LagSeconds = next is { } since ? Math.Max(0, (long)(call.Now - since).TotalSeconds) : 0,
            Failures = progress.Failures,
            LastError = progress.LastError ?? "",
            LastErrorTime = progress.LastErrorTime,
            LastSuccessTime = progress.LastSuccessTime,
            CreateTime = row.CreateTime,
            UpdateTime = row.UpdateTime,
        };
    }

    /// <summary>The subscription of that name as it is now.</summary>
    public static async ValueTask<Answer<Kaos.EventSubscription>> Named(string name, OperationCall call) =>
        (await Known(name, call)).IsGranted(out var status, out var refusal) ? await Of(status, call) : refusal;

    public static Kaos.DeadLetter Of(DeadLetter letter) => new()
    {
        Id = letter.Id.ToString(),
        First = letter.First,
        Last = letter.Last,
        EventCount = letter.Events,
        Attempts = letter.Attempts,
        Error = letter.Error,
        Time = letter.Time,
    };
}
