using System.Globalization;

namespace KaosNet.Riders.Rules;

/// <summary>One who never stops.</summary>
/// <param name="start">Where it begins.</param>
/// <param name="heading">Where it heads for at first.</param>
public sealed class Rider(Cell start, char heading)
{
    string _way = "";
    int _run;

    /// <summary>Where it began.</summary>
    public Cell Start { get; } = start;

    /// <summary>Where it is; outside of the arena or in a wall when it has crashed.</summary>
    public Cell At { get; private set; } = start;

    /// <summary>Where it heads for.</summary>
    public char Heading { get; private set; } = heading;

    /// <summary>Its whole way so far, as text: <c>R12U3</c> is twelve cells to the right, then three up.</summary>
    public string Way => _run > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_way}{Heading}{_run}") : _way;

    /// <summary>Turns it; back into its own wall it cannot.</summary>
    public void Turn(char heading)
    {
        if (heading == Heading || heading == Headings.Opposite(Heading)) return;
        (_way, _run, Heading) = (Way, 0, heading);
    }

    /// <summary>Goes on by one cell.</summary>
    internal void Step() => (At, _run) = (At.Next(Heading), _run + 1);
}
