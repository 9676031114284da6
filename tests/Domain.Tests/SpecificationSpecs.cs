using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests;

public class SpecificationSpecs
{
    static readonly StreamKind<Lamp, LampEvent> Lamps = new("lamp", _ => new Lamp(IsLit: false), (lamp, happened, _) => happened switch
    {
        LampLit => lamp with { IsLit = true },
        LampPutOut => lamp with { IsLit = false },
        _ => lamp,
    });

    static readonly StreamRef<Lamp> Hall = Lamps.Of("hall");

    [Fact]
    public void a_granted_command_shows_its_events_and_its_answer() => Specification
        .Given(Hall, new LampLit("ann"), new LampPutOut())
        .When(new LightLamp("hall"))
        .Then(new LampLit("ann"))
        .ThenIn(Hall, new LampLit("ann"))
        .ThenAnswers("lit")
        .ThenState(Hall, lamp => lamp.IsLit.ShouldBeTrue())
        .After.When(new LightLamp("hall")).ThenRefused(FaultCode.FailedPrecondition, "Already lit.");

    [Fact]
    public void a_wrong_expectation_fails()
    {
        var outcome = Specification.GivenNothing().When(new LightLamp("hall"));
        Should.Throw<ShouldAssertException>(() => outcome.Then(new LampLit("bob")));
        Should.Throw<ShouldAssertException>(() => outcome.ThenNothing());
        Should.Throw<ShouldAssertException>(() => outcome.ThenRefused(FaultCode.Internal, ""));
    }

    sealed record Lamp(bool IsLit);

    abstract record LampEvent;

    [EventName("lamp_lit")]
    sealed record LampLit(string By) : LampEvent;

    [EventName("lamp_put_out")]
    sealed record LampPutOut : LampEvent;

    sealed record LightLamp(string Room) : StreamCommand<Lamp, string>
    {
        public override StreamRef<Lamp> Stream => Lamps.Of(Room);

        protected override Decision<string> Decide(Lamp state, DecisionContext context) => state.IsLit
            ? Fault.FailedPrecondition("Already lit.")
            : Decision.Granted("lit").Append(Stream, new LampLit(context.Caller.Username));
    }
}
