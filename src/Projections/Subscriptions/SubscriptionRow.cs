using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Subscriptions;

/// <summary>A subscription as its table shows it.</summary>
/// <param name="Terms">JSON in the events' spelling.</param>
public sealed record SubscriptionRow(
    string Name, int Generation, string Terms, string Secret, long After, bool IsPaused, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    /// <summary>The inline table: inline, so that who has subscribed finds the subscription at once.</summary>
    public static readonly StateTable<Subscription, SubscriptionRow> Table = new(
        "subscriptions",
        Subscription.Kind,
        (_, state) => state.Exists ? [Of(state)] : [],
        table => table
            .Text("name", row => row.Name)
            .Whole("generation", row => row.Generation)
            .Text("terms", row => row.Terms)
            .Text("secret", row => row.Secret)
            .Bigint("start_after", row => row.After)
            .Boolean("is_paused", row => row.IsPaused)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("name"));

    /// <summary>What a subscription's state shows.</summary>
    public static SubscriptionRow Of(Subscription state) => new(
        state.Name, state.Generation, JsonSerializer.Serialize(state.Terms, EventJson.Options), state.Secret, state.After, state.IsPaused, state.CreateTime,
        state.UpdateTime);

    /// <summary>The terms.</summary>
    public SubscriptionTerms ReadTerms() =>
        JsonSerializer.Deserialize<SubscriptionTerms>(Terms, EventJson.Options) ?? throw new InvalidDataException($"The subscription {Name} has no terms.");
}
