using System.Globalization;
using System.Text;
using KaosNet.Api.Operations;

namespace KaosNet.Api.Metrics;

/// <summary>Something that has figures to show.</summary>
public interface IMetricSource
{
    /// <summary>Writes its figures as of now. May be asked by several threads at once.</summary>
    void Write(MetricsPage page);
}

/// <summary>One answer to Prometheus, in its text format. Every series carries the node's labels.</summary>
public sealed class MetricsPage(FrontSettings settings)
{
    static readonly double[] Quantiles = [0.5, 0.75, 0.95, 0.99, 0.999];

    readonly StringBuilder _text = new(64 * 1024);
    readonly string _prefix = settings.MetricsPrefix.Length == 0 ? "" : NameOf(settings.MetricsPrefix) + "_";
    readonly string _nodeLabels = settings.MetricsNamespace.Length == 0
        ? Label("node_name", NameOf(settings.NodeName))
        : Label("node_name", NameOf(settings.NodeName)) + "," + Label("namespace", NameOf(settings.MetricsNamespace));
    string _family = "";

    /// <summary>What was written.</summary>
    public StringBuilder Text => _text;

    /// <summary>A name or value as the reference writes it: anything but letters, digits and underscores becomes an underscore.</summary>
    public static string NameOf(string text) =>
        text.AsSpan().ContainsAnyExcept(Allowed) ? string.Create(text.Length, text, static (name, from) =>
        {
            for (var at = 0; at < name.Length; at++) name[at] = Allowed.Contains(from[at]) ? from[at] : '_';
        }) : text;

    /// <summary>A label; several are joined by commas.</summary>
    public static string Label(string name, string value) =>
        $"{name}=\"{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>Begins a family of the reference, whose name gets the operator's prefix. Its samples must follow before the next family begins.</summary>
    public void Family(string name, string type, string help) => OwnFamily(_prefix + name, type, help);

    /// <summary>Begins a family whose name stays as it is.</summary>
    public void OwnFamily(string name, string type, string help)
    {
        _family = name;
        if (help.Length > 0) _text.Append("# HELP ").Append(name).Append(' ').Append(help.ReplaceLineEndings(" ")).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>A sample of the current family.</summary>
    /// <param name="value">As of now.</param>
    /// <param name="labels">Its labels but the node's, joined by commas.</param>
    /// <param name="suffix">What its name has after the family's.</param>
    public void Sample(double value, string labels = "", string suffix = "")
    {
        _text.Append(_family).Append(suffix).Append('{').Append(_nodeLabels);
        if (labels.Length > 0) _text.Append(',').Append(labels);
        _text.Append("} ").Append(Number(value)).Append('\n');
    }

    /// <summary>A family of one sample.</summary>
    public void Single(string name, string type, string help, double value)
    {
        Family(name, type, help);
        Sample(value);
    }

    /// <summary>The samples of a summary, in seconds.</summary>
    internal void Summary(LatencySum sum, string labels = "")
    {
        var before = labels.Length == 0 ? "" : labels + ",";
        foreach (var share in Quantiles) Sample(sum.Quantile(share), before + Label("quantile", Number(share)));
        Sample(sum.Nanoseconds / 1e9, labels, "_sum");
        Sample(sum.Count, labels, "_count");
    }

    /// <summary>A number as Prometheus reads it.</summary>
    internal static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
