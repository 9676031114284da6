using System.IO.Compression;
using System.Net.Sockets;
using System.Text.Json;
using KaosNet.Api.Configuration;
using KaosNet.Api.Logging;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KaosNet.Api.Tests.Logging;

public class LogSpecs
{
    readonly string folder = TestFolder.Create("log");
    readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, 123, TimeSpan.Zero));

    [Fact]
    public async Task a_line_is_a_json_object_with_the_names_of_the_reference()
    {
        var line = (await LogAsync(new LoggerSettings(), logger => logger.LogWarning("{Player} joined {Count} matches", "ann", 3))).ShouldHaveSingleItem();
        JsonElement.DeepEquals(
            JsonDocument.Parse(line).RootElement,
            JsonDocument.Parse("""{"level":"warn","ts":"2026-03-10T09:00:00.123Z","caller":"KaosNet.Test","msg":"ann joined 3 matches","player":"ann","count":3}""").RootElement)
            .ShouldBeTrue(line);
    }

    [Fact]
    public async Task stackdriver_has_names_of_its_own()
    {
        var line = (await LogAsync(new LoggerSettings { Format = "Stackdriver" }, logger => logger.LogError("no"))).ShouldHaveSingleItem();
        line.ShouldBe("""{"severity":"ERROR","time":"2026-03-10T09:00:00.123000000Z","caller":"KaosNet.Test","message":"no"}""");
    }

    [Fact]
    public async Task an_exception_and_odd_text_stay_on_one_line() =>
        (await LogAsync(new LoggerSettings(), logger => logger.LogError(new InvalidOperationException("a\nb"), "line\nbreak \"quoted\" {Value}", double.NaN))).ShouldHaveSingleItem();

    [Fact]
    public async Task a_lost_database_is_told_in_one_line_a_minute_and_the_rest_is_counted()
    {
        var lines = await LogAsync(new LoggerSettings(), logger =>
        {
            for (var second = 0; second < 90; second++)
            {
                logger.LogError(Refused(), "Cannot read from {Place}", second);
                logger.LogError(new InvalidOperationException("outer", Refused()), "Cannot write.");
                time.Advance(TimeSpan.FromSeconds(1));
            }
        });
        lines.Select(Message).ShouldBe([
            "Cannot read from 0: Connection refused",
            "Cannot write: Connection refused",
            "Cannot read from 60: Connection refused (59 more of these)",
            "Cannot write: Connection refused (59 more of these)",
            "Cannot read from 60: Connection refused (29 more of these)",
            "Cannot write: Connection refused (29 more of these)",
        ]);
        lines.ShouldAllBe(line => !line.Contains(" at KaosNet"));
    }

    [Fact]
    public async Task what_was_left_out_is_told_also_when_nobody_complains_any_more()
    {
        var lines = await LogAsync(new LoggerSettings(), logger =>
        {
            for (var i = 0; i < 3; i++) logger.LogWarning(Refused(), "Cannot read");
            time.Advance(TimeSpan.FromMinutes(2));
            logger.LogInformation("All is well");
            logger.LogInformation("All is well");
        });
        lines.Select(Message).ShouldBe(["Cannot read: Connection refused", "All is well", "Cannot read: Connection refused (2 more of these)", "All is well"]);
    }

    [Fact]
    public async Task other_failures_and_the_level_debug_are_told_in_full()
    {
        var wrong = new PostgresException("relation does not exist", "ERROR", "ERROR", "42P01");
        var unrelated = new IOException("disk", new SocketException());
        foreach (var failure in new Exception[] { wrong, unrelated, new NpgsqlException("in use") })
        {
            var lines = await LogAsync(new LoggerSettings(), logger =>
            {
                for (var i = 0; i < 3; i++) logger.LogError(failure, "No");
            });
            lines.Length.ShouldBe(3);
            lines.ShouldAllBe(line => line.Contains("\"error\":"));
        }

        var full = await LogAsync(new LoggerSettings { Level = "debug" }, logger =>
        {
            for (var i = 0; i < 3; i++) logger.LogError(Refused(), "No");
        });
        full.Length.ShouldBe(3);
        full.ShouldAllBe(line => line.Contains("\"error\":"));
    }

    [Fact]
    public async Task what_a_library_called_off_is_told_in_one_line_and_what_we_called_off_in_full()
    {
        static void TwoOf(ILogger logger)
        {
            for (var i = 0; i < 2; i++) logger.LogError(new TaskCanceledException(), "Cannot load");
        }

        (await LogAsync(new LoggerSettings(), TwoOf, "Library.Loader")).Select(Message).ShouldBe(
            ["Cannot load: A task was canceled.", "Cannot load: A task was canceled. (1 more of these)"]);
        (await LogAsync(new LoggerSettings(), TwoOf)).ShouldAllBe(line => line.Contains("\"error\":"));
    }

    [Fact]
    public async Task what_a_stop_cuts_short_is_no_trouble()
    {
        await using (var log = ServerLog.Open(new LoggerSettings { File = Path.Combine(folder, "stop.log"), Stdout = false }, readable: false, time))
        {
            var logger = log.CreateLogger("Library.Timer");
            log.Stopping();
            logger.LogWarning(new InvalidOperationException("wrapped", new OperationCanceledException()), "Caught");
            logger.LogWarning(new InvalidOperationException("a bug"), "Told");
        }

        (await File.ReadAllLinesAsync(Path.Combine(folder, "stop.log"))).ShouldHaveSingleItem().ShouldContain("Told");
    }

    [Theory]
    [InlineData("debug", 4)]
    [InlineData("info", 3)]
    [InlineData("warn", 2)]
    [InlineData("error", 1)]
    public async Task the_level_decides_what_is_kept(string level, int lines)
    {
        var kept = await LogAsync(new LoggerSettings { Level = level }, logger =>
        {
            logger.LogDebug("d");
            logger.LogInformation("i");
            logger.LogWarning("w");
            logger.LogError("e");
        });
        kept.Length.ShouldBe(lines);
    }

    [Fact]
    public async Task a_full_file_is_set_aside_and_only_so_many_are_kept()
    {
        var settings = new LoggerSettings { File = Path.Combine(folder, "full.log"), Rotation = true, MaxSize = 1, MaxBackups = 2, Compress = true };
        await using (var file = new RotatingFile(settings, time))
        {
            for (var i = 0; i < 5; i++)
            {
                await file.WriteAsync(new byte[700 * 1024]);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var aside = Directory.GetFiles(folder, "full-*.log.gz").Order().Select(Path.GetFileName);
        aside.ShouldBe(["full-2026-03-10T09-00-03.123.log.gz", "full-2026-03-10T09-00-04.123.log.gz"]);
        new FileInfo(settings.File).Length.ShouldBe(700 * 1024);
        await using var unpacked = new GZipStream(File.OpenRead(Directory.GetFiles(folder, "full-*.log.gz")[0]), CompressionMode.Decompress);
        using var content = new MemoryStream();
        await unpacked.CopyToAsync(content);
        content.Length.ShouldBe(700 * 1024);
    }

    [Fact]
    public async Task files_set_aside_are_deleted_when_they_are_too_old()
    {
        var settings = new LoggerSettings { File = Path.Combine(folder, "old.log"), Rotation = true, MaxSize = 1, MaxAge = 2 };
        await using var file = new RotatingFile(settings, time);
        for (var day = 0; day < 6; day++)
        {
            await file.WriteAsync(new byte[700 * 1024]);
            time.Advance(TimeSpan.FromDays(1));
        }

        Directory.GetFiles(folder, "old-*.log").Length.ShouldBe(3);
    }

    [Fact]
    public void a_file_that_cannot_be_written_is_refused() =>
        Should.Throw<SettingsRefusedException>(() => ServerLog.Open(new LoggerSettings { File = folder, Stdout = false }, readable: false, time))
            .Message.ShouldStartWith($"logger.file {folder} cannot be written: ");

    static NpgsqlException Refused() => new("Failed to connect", new SocketException((int)SocketError.ConnectionRefused));

    static string Message(string line) => JsonDocument.Parse(line).RootElement.GetProperty("msg").GetString()!;

    async Task<string[]> LogAsync(LoggerSettings settings, Action<ILogger> write, string caller = "KaosNet.Test")
    {
        var path = Path.Combine(folder, Guid.NewGuid() + ".log");
        await using (var log = ServerLog.Open(settings with { File = path, Stdout = false }, readable: false, time)) write(log.CreateLogger(caller));
        return await File.ReadAllLinesAsync(path);
    }
}
