using System.Text.Encodings.Web;
using System.Text.Json;
using KaosNet.Api.Operations;

namespace KaosNet.Api.OpenApi;

/// <summary>The API explorer: the document at <c>/openapi/v2.json</c> and Swagger UI, which calls any operation with a token, at <c>/swagger</c>.</summary>
static class ExplorerPages
{
    const string DocumentPath = "/openapi/v2.json";

    public static void UseExplorer(this WebApplication app)
    {
        var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var document = new Lazy<byte[]>(
            () => JsonSerializer.SerializeToUtf8Bytes(OpenApiDocument.Of(app.Services.GetRequiredService<OperationRegistry>()), options));
        app.Use(next => async context =>
        {
            if (context.Request.Path != DocumentPath)
            {
                await next(context);
                return;
            }
            // Tools of other origins may read it: it holds nothing that the sources don't.
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = document.Value.Length;
            if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(document.Value);
        });
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "swagger";
            ui.DocumentTitle = "KaosNet API explorer";
            ui.SwaggerEndpoint(DocumentPath, "Client API");
            ui.EnablePersistAuthorization();
            ui.EnableTryItOutByDefault();
            ui.EnableFilter();
            ui.EnableDeepLinking();
            ui.DisplayRequestDuration();
            ui.DefaultModelsExpandDepth(-1);
        });
    }
}
