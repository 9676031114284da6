using KaosNet.Store;

namespace KaosNet.Api.Health;

/// <summary>For whoever runs the server: <c>/healthz/live</c> says the process answers, <c>/healthz/ready</c> that its database does too.</summary>
static class Probes
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void UseProbes(this WebApplication app)
    {
        var database = app.Services.GetService<Database>();
        app.Use(next => context => context.Request.Path.Value switch
        {
            "/healthz/live" => Answer(context, StatusCodes.Status200OK, "live"),
            "/healthz/ready" => AnswerReady(context, database),
            _ => next(context),
        });
    }

    static async Task AnswerReady(HttpContext context, Database? database)
    {
        try
        {
            if (database is not null) await Ask(database, context.RequestAborted);
            await Answer(context, StatusCodes.Status200OK, "ready");
        }
        catch (Exception unreachable) when (unreachable is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException)
        {
            context.RequestServices.GetRequiredService<ILogger<Database>>().LogWarning(unreachable, "Not ready: the database does not answer");
            await Answer(context, StatusCodes.Status503ServiceUnavailable, "the database does not answer");
        }
    }

    static async Task Ask(Database database, CancellationToken gone)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(Patience);
        await using var command = database.General.CreateCommand("select 1");
        await command.ExecuteScalarAsync(patience.Token);
    }

    static Task Answer(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text + "\n");
    }
}
