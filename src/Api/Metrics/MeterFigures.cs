using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KaosNet.Api.Metrics;

/// <summary>
/// Shows the instruments of our own layers, the .NET runtime, the database driver and Orleans. An instrument named <c>nakama.x</c> is the reference's
/// <c>x</c>: it gets the operator's prefix, and if it measures times it is a summary, as there.
/// </summary>
public sealed class MeterFigures : IMetricSource, IDisposable
{
    static readonly string[] OtherMeters = ["System.Runtime", "Npgsql", "Microsoft.Orleans"];

    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<Instrument, InstrumentFigures> _instruments = new();
    readonly Lock _collecting = new();

    public MeterFigures(TimeProvider time, IMeterFactory? meters = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!IsShown(instrument.Meter, meters)) return;
            var figures = new InstrumentFigures(instrument, time);
            _instruments[instrument] = figures;
            listener.EnableMeasurementEvents(instrument, figures);
        };
        _listener.MeasurementsCompleted = (instrument, figures) => _instruments.TryRemove(new(instrument, (InstrumentFigures)figures!));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Record((double)value, tags));
        _listener.Start();
    }

    public void Write(MetricsPage page)
    {
        lock (_collecting)
        {
            foreach (var figures in _instruments.Values) figures.BeginCollecting();
            _listener.RecordObservableInstruments();
            foreach (var sameName in _instruments.Values.GroupBy(figures => figures.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var filled = sameName.Where(figures => figures.IsFilled).ToList();
                if (filled.Count == 0) continue;
                filled[0].WriteHeader(page);
                foreach (var figures in filled) figures.WriteSamples(page);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Meters that a factory made belong to its server; a process may host several.</summary>
    static bool IsShown(Meter meter, IMeterFactory? factory) =>
        (meter.Name.StartsWith("KaosNet.", StringComparison.Ordinal) || OtherMeters.Contains(meter.Name, StringComparer.Ordinal))
        && (meter.Scope is null || meter.Scope == factory);
}
