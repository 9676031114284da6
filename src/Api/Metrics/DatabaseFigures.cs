using System.Diagnostics.Metrics;

namespace KaosNet.Api.Metrics;

/// <summary>Connections to the database, all pools together, as the driver counts them at the moment of asking.</summary>
sealed class DatabaseFigures : IMetricSource, IDisposable
{
    const string Connections = "db.client.connection.count";
    const string Limit = "db.client.connection.max";

    readonly MeterListener _listener = new();
    readonly Lock _collecting = new();
    long _limit;
    long _used;
    long _idle;
    bool _isThere;

    public DatabaseFigures()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Npgsql", Name: Connections or Limit }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Write(MetricsPage page)
    {
        lock (_collecting)
        {
            (_limit, _used, _idle, _isThere) = (0, 0, 0, false);
            _listener.RecordObservableInstruments();
            if (!_isThere) return;
            page.Single("db_max_open_conns", "gauge", "Connections to the database that may be open.", _limit);
            page.Single("db_total_open_conns", "gauge", "Open connections to the database.", _used + _idle);
            page.Single("db_in_use_conns", "gauge", "Connections to the database in use.", _used);
            page.Single("db_idle_conns", "gauge", "Idle connections to the database.", _idle);
        }
    }

    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _isThere = true;
        if (instrument.Name == Limit) _limit += value;
        else if (StateOf(tags) == "idle") _idle += value;
        else _used += value;
    }

    static string? StateOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
            if (name == "db.client.connection.state") return value as string;
        return null;
    }
}
