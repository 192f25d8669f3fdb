using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AuthServer.Hosting.Telemetry;

/// <summary>What the SDK has collected, for whoever scrapes: collected when asked, by one scrape at a time.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private const int Milliseconds = 5_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private string _text = "";

    /// <summary>Set by the reader that this exporter belongs to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Everything as of now.</summary>
    public async Task<string> ScrapeAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            Collect?.Invoke(Milliseconds);
            return _text;
        }
        finally
        {
            _one.Release();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder(32 * 1024);
        foreach (var metric in batch)
            PrometheusText.Write(text, metric);
        _text = text.ToString();
        return ExportResult.Success;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _one.Dispose();
        base.Dispose(disposing);
    }
}
