using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Brackets.Arena;

namespace KaosNet.Domain.Tests.Brackets;

public sealed class MarkBracketCallSpecs
{
    [Fact]
    public void a_call_is_marked_once()
    {
        var marked = Running(new(BracketFormat.RoundRobin), 2).When(new MarkBracketCall(Id, 4), Server).Then(new BracketFunctionsCalled(4));
        marked.After.When(new MarkBracketCall(Id, 4), Server).ThenRefused(FaultCode.AlreadyExists, "The bracket's functions were called for that.");
        marked.After.When(new MarkBracketCall(Id, 3), Server).ThenRefused(FaultCode.AlreadyExists, "The bracket's functions were called for that.");
        marked.After.When(new MarkBracketCall(Id, 5) { Failure = new('x', 300) }, Server).Then(new BracketFunctionsCalled(5) { Failure = new('x', 255) });
    }

    [Fact]
    public void there_must_be_a_bracket() =>
        Specification.GivenNothing().When(new MarkBracketCall(Id, 1), Server).ThenRefused(FaultCode.NotFound, "Bracket not found.");
}
