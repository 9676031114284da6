using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>Holds that a stream's states survive their snapshot: read back, they are spelled the same and evolve the same.</summary>
static class SnapshotRoundTrip
{
    public static void Check(StreamKind kind)
    {
        var events = EventCatalogue.EventsOf(kind).ToArray();
        for (var seed = 1UL; seed <= 100; seed++)
        {
            var (samples, dice) = (new Samples(seed), new Dice(seed));
            var state = kind.Initial(samples.Of(typeof(Guid)) + "/" + samples.Of(typeof(Guid)) + "/" + samples.Of(typeof(Guid)));
            for (var length = dice.Roll(10); length >= 0; length--)
            {
                var restored = JsonSerializer.Deserialize(Spelled(kind, state), kind.StateType, EventJson.Options)!;
                Spelled(kind, restored).ShouldBe(Spelled(kind, state));
                var next = samples.Of(events[dice.Roll(events.Length)]);
                state = kind.Evolve(state, next, Specification.Now);
                Spelled(kind, kind.Evolve(restored, next, Specification.Now)).ShouldBe(Spelled(kind, state), $"after {next}");
            }
        }
    }

    static string Spelled(StreamKind kind, object state) => JsonSerializer.Serialize(state, kind.StateType, EventJson.Options);
}
