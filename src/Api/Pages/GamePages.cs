using KaosNet.Api.Configuration;
using KaosNet.Api.Hosting;
using Microsoft.Extensions.FileProviders;

namespace KaosNet.Api.Pages;

/// <summary>
/// A game's own web pages at <c>/play</c>: the files of <c>runtime.pages_path</c>, so that a game in a browser needs no second server. Nothing is
/// served without that setting, no file whose name begins with a dot, and none of a kind that browsers do not know.
/// </summary>
static class GamePages
{
    const string Path = "/play";

    /// <summary>Has the pages named when the server starts, where there are some.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, RuntimeSettings settings) =>
        settings.PagesPath.Length > 0 ? services.AddSingleton(new ServerLink("Play", Path + "/")) : services;

    /// <summary>Serves them. To come before the client API, which answers every path that it is asked for.</summary>
    public static void UsePages(this WebApplication app, RuntimeSettings settings)
    {
        if (settings.PagesPath.Length == 0) return;
        var folder = new PhysicalFileProvider(System.IO.Path.GetFullPath(settings.PagesPath));
        app.Map(Path, pages => pages
            .UseDefaultFiles(new DefaultFilesOptions { FileProvider = folder })
            .UseStaticFiles(new StaticFileOptions { FileProvider = folder, OnPrepareResponse = served => AddHeaders(served.Context.Response.Headers) })
            .Run(NothingHere));
    }

    /// <summary>A changed file is seen at the next look: browsers ask whether what they have is still right.</summary>
    static void AddHeaders(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
    }

    static Task NothingHere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("There is no such page.\n");
    }
}
