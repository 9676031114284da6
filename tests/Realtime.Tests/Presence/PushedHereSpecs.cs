using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Tests.Presence;

public sealed class PushedHereSpecs
{
    [Fact]
    public void the_first_to_ask_pushes()
    {
        var pushed = new PushedHere();
        var id = Guid.NewGuid();
        pushed.TryClaim(id).ShouldBeTrue();
        pushed.TryClaim(id).ShouldBeFalse();
        pushed.TryClaim(Guid.NewGuid()).ShouldBeTrue();
    }

    [Fact]
    public void an_id_is_known_for_a_generation_at_least_and_forgotten_after_two()
    {
        var pushed = new PushedHere();
        var id = Guid.NewGuid();
        pushed.TryClaim(id).ShouldBeTrue();
        for (var i = 1; i < 2 * PushedHere.GenerationMax - 1; i++) pushed.TryClaim(Guid.NewGuid()).ShouldBeTrue();
        pushed.TryClaim(id).ShouldBeFalse();
        pushed.TryClaim(Guid.NewGuid());
        pushed.TryClaim(id).ShouldBeTrue();
    }

    [Fact]
    public void of_many_who_ask_at_once_one_pushes()
    {
        var pushed = new PushedHere();
        var id = Guid.NewGuid();
        var claims = 0;
        Parallel.For(0, 1000, _ => Interlocked.Add(ref claims, pushed.TryClaim(id) ? 1 : 0));
        claims.ShouldBe(1);
    }
}
