namespace KaosNet.Store.Postgres;

/// <summary>
/// The operating system user PostgreSQL runs as: ourselves, or for root another user, because PostgreSQL refuses root.
/// </summary>
internal sealed class PostgresAccount
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly string[] become;

    PostgresAccount(string? user)
    {
        User = user;
        become = user is null ? [] : ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups"];
    }

    /// <summary>Null when PostgreSQL runs as the user of this process.</summary>
    public string? User { get; }

    public static PostgresAccount For(string otherUser) => new(Environment.IsPrivilegedProcess ? otherUser : null);

    public string[] Command(params string[] command) => [.. become, .. command];

    public Task<CommandLineTool.Outcome> RunAsync(TimeSpan timeout, CancellationToken stopping, params string[] command) =>
        CommandLineTool.RunAsync(Command(command), timeout, stopping);

    /// <summary>Makes a folder that only this account may enter.</summary>
    public async Task MakePrivateFolderAsync(string folder, CancellationToken stopping)
    {
        string[] owner = User is null ? [] : ["-o", User, "-g", User];
        var made = await CommandLineTool.RunAsync(["install", "-d", "-m", "0700", .. owner, folder], Patience, stopping);
        if (!made.Succeeded) throw new PostgresUnavailableException($"The folder {folder} cannot be made: {made.LastLine}");
    }

    public async Task<bool> CanUseAsync(string folder, CancellationToken stopping) =>
        (await RunAsync(Patience, stopping, "test", "-w", folder, "-a", "-x", folder)).Succeeded;
}
