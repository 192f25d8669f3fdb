using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace AuthServer.Hosting.Telemetry;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>What the format calls itself.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes one metric with all of its series.</summary>
    public static void Write(StringBuilder text, Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType is MetricType.Histogram;
        var name = NameOf(metric.Name, metric.Unit, isCounter);
        if (metric.Description.Length > 0)
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(metric.Description, inQuotes: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(isCounter ? " counter\n" : isHistogram ? " histogram\n" : " gauge\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point);
            if (isHistogram)
                WriteHistogram(text, name, labels, point);
            else if (ValueOf(metric.MetricType, point) is { } value)
                WriteLine(text, name, labels, value);
        }
    }

    /// <summary>Prometheus' name for an instrument: words joined by underscores, the unit, and <c>_total</c>.</summary>
    public static string NameOf(string instrument, string unit, bool isCounter)
    {
        var name = new StringBuilder(instrument.Length + 16);
        foreach (var c in instrument)
            name.Append(char.IsAsciiLetterOrDigit(c) || c == ':' ? c : '_');
        if (char.IsAsciiDigit(name[0]))
            name.Insert(0, '_');
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        Suffix(name, suffix);
        if (isCounter)
            Suffix(name, "_total");
        return name.ToString();
    }

    private static void Suffix(StringBuilder name, string suffix)
    {
        if (!name.ToString().EndsWith(suffix, StringComparison.Ordinal))
            name.Append(suffix);
    }

    private static double? ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => null, // exponential histograms, which nothing here makes
    };

    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long total = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            total += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            WriteLine(text, name + "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", total);
        }

        WriteLine(text, name + "_sum", labels, point.GetHistogramSum());
        WriteLine(text, name + "_count", labels, point.GetHistogramCount());
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string LabelsOf(in MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in point.Tags)
        {
            if (labels.Length > 0)
                labels.Append(',');
            foreach (var c in key)
                labels.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            labels.Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", inQuotes: true)).Append('"');
        }

        return labels.ToString();
    }

    private static string Escape(string text, bool inQuotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return inQuotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
