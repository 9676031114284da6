using System.Diagnostics.Metrics;

namespace KaosNet.Realtime;

/// <summary>The one meter of sessions, presence and matches.</summary>
public sealed class RealtimeMeter(IMeterFactory factory)
{
    /// <summary>Its name, for whoever collects it.</summary>
    public const string Name = "KaosNet.Realtime";

    public Meter Meter { get; } = factory.Create(Name);
}
