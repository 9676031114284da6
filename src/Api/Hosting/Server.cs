using System.Runtime.InteropServices;
using KaosNet.Api.Configuration;
using KaosNet.Api.Logging;
using KaosNet.Scripting;
using KaosNet.Store;
using KaosNet.Store.Personal;
using KaosNet.Store.Postgres;
using Microsoft.AspNetCore.Connections;

namespace KaosNet.Api.Hosting;

/// <summary>One run of the server process, from its arguments to its exit code.</summary>
public static class Server
{
    const int Stopped = 0;
    const int CannotStart = 1;
    const int SettingsRefused = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        switch (arguments)
        {
            case ["--help" or "-help" or "-h" or "help"]:
                Terminal.Write(SettingsHelp.Text());
                return Stopped;
            case ["--help=markdown"]:
                Terminal.Write(SettingsHelp.Table());
                return Stopped;
            case ["--version" or "-version"]:
                Terminal.Write(SettingsHelp.Version + "\n");
                return Stopped;
        }

        using CancellationTokenSource stopping = new(), hurrying = new();
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, stopping, hurrying), terminate = OnSignal(PosixSignal.SIGTERM, stopping, hurrying);
        try
        {
            if (arguments is ["healthcheck"] or ["healthcheck", _]) return await HealthCheckCommand.RunAsync(arguments.ElementAtOrDefault(1));
            var request = SettingsReader.Read(arguments, Environment.GetEnvironmentVariables());
            await ServeAsync(request, new(hurrying.Token), stopping.Token);
            return Stopped;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Stopped;
        }
        catch (SettingsRefusedException refused)
        {
            Terminal.Complain(refused.Message);
            return SettingsRefused;
        }
        catch (Exception refused) when (refused is PostgresUnavailableException or MasterKeyMissingException or ModulesRefusedException or PortRefusedException)
        {
            Terminal.Complain(refused.Message);
            return CannotStart;
        }
        catch (Npgsql.NpgsqlException refused)
        {
            // Found while the schema is brought up to date or the host starts: no rights, no space, or away again. A running server does not end by it.
            Terminal.Complain($"The database refuses what the server needs to start: {Cause(refused)}");
            return CannotStart;
        }
        catch (Exception taken) when (taken is IOException { InnerException: AddressInUseException } or System.Net.Sockets.SocketException)
        {
            // Somebody took it after it was tried.
            Terminal.Complain($"A port cannot be opened: {taken.Message} {Listeners.Advice}");
            return CannotStart;
        }
    }

    static async Task ServeAsync(StartRequest request, ShutdownHurry hurry, CancellationToken stopping)
    {
        var (settings, given) = (request.Settings, request.Given);
        Listeners.TryAll(settings);
        var time = TimeProvider.System;
        var readable = Terminal.IsInteractive && !given.Contains("logger.format");
        await using var log = ServerLog.Open(settings.Logger, readable, time);
        using var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var logger = logs.CreateLogger("KaosNet.Server");
        using var quiet = stopping.Register(log.Stopping);
        foreach (var warning in request.Tell(isPerson: readable)) logger.LogWarning("{Warning}", warning);

        await using var database = await ServerDatabase.OpenAsync(settings, logs, time, stopping);
        // Where the database's first answer arrived, everybody's sockets are watched.
        await SocketThreads.Leave();
        await using (var app = ServerHost.Build(settings, database, log, time, services => services.AddSingleton(hurry)))
        {
            await app.Services.GetRequiredService<StoreSchema>().Apply(stopping);
            await app.Services.GetRequiredService<Database>().PersonalKeys.RequireMasters(stopping);
            await SocketThreads.Leave();
            await StartOrStop(app, logger, stopping);
            var lines = Banner.Lines(settings, database, app.Services.GetServices<ServerLink>());
            if (readable) Terminal.Write("\n" + Banner.Text(lines) + "\n");
            else foreach (var (name, value) in lines) logger.LogInformation("{Name}: {Value}", name, value);
            logger.LogInformation("Startup done");
            await app.WaitForShutdownAsync(stopping);
            logger.LogInformation("Shutting down");
        }

        await database.DisposeAsync();
        logger.LogInformation("Shutdown complete");
    }

    /// <summary>A start that fails half-way stops what had started, in order, before its parts are disposed of.</summary>
    static async Task StartOrStop(WebApplication app, ILogger logger, CancellationToken stopping)
    {
        try
        {
            await app.StartAsync(stopping);
        }
        catch
        {
            await Stop(app, logger);
            throw;
        }
    }

    /// <summary>Parts that had not started yet may refuse to stop; what the operator has to hear is why the start failed.</summary>
    static async Task Stop(WebApplication app, ILogger logger)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            logger.LogDebug(failure, "Not everything could be stopped after a start that failed");
        }
    }

    static string Cause(Npgsql.NpgsqlException failure) =>
        failure is Npgsql.PostgresException error ? error.MessageText : (failure.InnerException ?? failure).Message;

    static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stopping, CancellationTokenSource hurrying) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            (stopping.IsCancellationRequested ? hurrying : stopping).Cancel();
        });
}
