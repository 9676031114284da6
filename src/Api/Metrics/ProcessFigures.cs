using System.Diagnostics;

namespace KaosNet.Api.Metrics;

/// <summary>The process as the operating system sees it, under the names that Prometheus' own clients use.</summary>
sealed class ProcessFigures : IMetricSource
{
    const string OpenFiles = "/proc/self/fd";

    public void Write(MetricsPage page)
    {
        using var process = Process.GetCurrentProcess();
        Show(page, "process_cpu_seconds_total", "counter", "Processor time used, in seconds.", process.TotalProcessorTime.TotalSeconds);
        Show(page, "process_resident_memory_bytes", "gauge", "Memory in use, in bytes.", process.WorkingSet64);
        Show(page, "process_virtual_memory_bytes", "gauge", "Address space in use, in bytes.", process.VirtualMemorySize64);
        Show(page, "process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        if (Directory.Exists(OpenFiles))
            Show(page, "process_open_fds", "gauge", "Open files and sockets.", Directory.EnumerateFileSystemEntries(OpenFiles).Count());
    }

    static void Show(MetricsPage page, string name, string type, string help, double value)
    {
        page.OwnFamily(name, type, help);
        page.Sample(value);
    }
}
