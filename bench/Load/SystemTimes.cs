using System.Globalization;

namespace KaosNet.Bench.Load;

/// <summary>Processor time of the whole machine since it started, by its clock ticks of a hundredth of a second.</summary>
/// <param name="Busy">Seconds that all processes took together.</param>
/// <param name="Stolen">Seconds that the machine's host gave to others.</param>
sealed record SystemTimes(double Busy, double Stolen)
{
    public static SystemTimes Now()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = fields.Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new((ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / 100.0, ticks[7] / 100.0);
    }
}
