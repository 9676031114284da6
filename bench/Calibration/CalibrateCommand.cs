using System.CommandLine;
using System.Net;
using KaosNet.Bench.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Bench.Calibration;

/// <summary>
/// <c>bench calibrate</c>: how fast the machine is right now, so that figures of different hours can be compared as ratios: a bare Kestrel answer,
/// Kestrel with one primary-key read in three set-ups of Npgsql, and pgbench.
/// </summary>
static class CalibrateCommand
{
    const int Rows = 100_000;

    public static Command Create()
    {
        var database = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL; without it only the bare answer is measured." };
        var seconds = new Option<int>("--seconds") { Description = "Counted seconds of each row (at most 60).", DefaultValueFactory = _ => 6 };
        var pgbench = new Option<string?>("--pgbench") { Description = "Path of pgbench, to run it as well." };
        var command = new Command("calibrate", "Measures the machine itself.") { database, seconds, pgbench };
        command.SetAction(async (parsed, cancel) =>
        {
            var time = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 1, 60));
            var table = Report.Start("calibration, 32 connections");
            Report.Add(table, await Measure("bare Kestrel {}", null, time));
            if (parsed.GetValue(database) is { } connection)
            {
                await Fill(connection, cancel);
                foreach (var (name, settings) in Settings(connection)) Report.Add(table, await Measure(name, settings, time));
                if (parsed.GetValue(pgbench) is { } program)
                {
                    await PgBench.Run(table, program, connection, time, cancel);
                }
            }
            Report.Print(table);
            return 0;
        });
        return command;
    }

    static IEnumerable<(string Name, string Settings)> Settings(string connection)
    {
        yield return ("Kestrel + Npgsql, pool of 32", connection + ";Maximum Pool Size=32;Max Auto Prepare=8;Auto Prepare Min Usages=1");
        yield return ("Kestrel + Npgsql, pool of 4", connection + ";Maximum Pool Size=4;Max Auto Prepare=8;Auto Prepare Min Usages=1");
        yield return ("Kestrel + Npgsql, multiplexing, pool of 2", connection + ";Maximum Pool Size=2;Multiplexing=true;Max Auto Prepare=8;Auto Prepare Min Usages=1");
    }

    static async Task Fill(string connection, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            $"create table if not exists kaos_calibration (id int primary key, body text); " +
            $"insert into kaos_calibration select n, repeat('x', 60) from generate_series(1, {Rows}) n on conflict do nothing");
        await command.ExecuteNonQueryAsync(cancel);
    }

    static async Task<LoadResult> Measure(string name, string? connection, TimeSpan time)
    {
        await using var source = connection is null ? null : NpgsqlDataSource.Create(connection);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var next = 0;
        app.Run(async context =>
        {
            var body = "{}"u8.ToArray();
            if (source is not null)
            {
                await using var read = source.CreateCommand("select body from kaos_calibration where id = $1");
                read.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = (Interlocked.Increment(ref next) & int.MaxValue) % Rows + 1 });
                await read.ExecuteScalarAsync(context.RequestAborted);
            }
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body);
        });
        await app.StartAsync();
        var port = new Uri(app.Urls.First()).Port;
        var request = HttpRequestBytes.Of("GET", "/healthcheck");
        var load = new HttpLoad(new IPEndPoint(IPAddress.Loopback, port), 32);
        var result = await Task.Factory.StartNew(
            () => load.Run(name, (_, _) => request, TimeSpan.FromSeconds(1), time), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await app.StopAsync();
        return result;
    }
}
