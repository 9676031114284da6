using KaosNet.Domain.Kernel;
using DomainLimits = KaosNet.Domain.Accounts.Limits;

namespace KaosNet.Api.Sessions;

/// <summary>How much work a password's hash is, and how much of it the server takes on at a time.</summary>
public sealed record PasswordSettings
{
    /// <summary>bcrypt's cost as the reference has it: about half a second of one core.</summary>
    public int Cost { get; init; } = 13;

    /// <summary>Hashes computed at the same time; one core stays free for everybody else.</summary>
    public int ParallelMax { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Sign-ins that may wait for their turn, for each that is computed.</summary>
    public int WaitingMax { get; init; } = 16;
}

/// <summary>
/// Hashes and checks passwords with bcrypt, off the request threads and a few at a time: a flood of sign-ins by email is turned away with
/// RESOURCE_EXHAUSTED instead of stopping the server.
/// </summary>
public sealed class Passwords(PasswordSettings settings) : IDisposable
{
    static readonly Fault Busy = Fault.ResourceExhausted("Too many sign-ins at once, try again later.");

    readonly SemaphoreSlim _turns = new(settings.ParallelMax);
    int _present;

    /// <summary>Whether bcrypt can hash all of it; it reads no further than 72 bytes.</summary>
    public static bool CanBeHashed(string password) => System.Text.Encoding.UTF8.GetByteCount(password) <= DomainLimits.PasswordBytes;

    /// <summary>The password's hash as the usual <c>$2a$13$…</c> text.</summary>
    public ValueTask<Answer<string>> Hash(string password, CancellationToken cancel) =>
        InTurn(() => BCrypt.Net.BCrypt.HashPassword(password, BCrypt.Net.BCrypt.GenerateSalt(settings.Cost, 'a')), cancel);

    /// <summary>Whether the password is the hashed one. A text that is no bcrypt hash matches nothing.</summary>
    public ValueTask<Answer<bool>> Matches(string password, string hash, CancellationToken cancel) => InTurn(
        () =>
        {
            try
            {
                return BCrypt.Net.BCrypt.Verify(password, hash);
            }
            catch (Exception malformed) when (malformed is BCrypt.Net.SaltParseException or ArgumentException)
            {
                return false;
            }
        },
        cancel);

    public void Dispose() => _turns.Dispose();

    async ValueTask<Answer<T>> InTurn<T>(Func<T> compute, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _present) > settings.ParallelMax * (1 + settings.WaitingMax))
        {
            Interlocked.Decrement(ref _present);
            return Busy;
        }

        try
        {
            await _turns.WaitAsync(cancel);
            try
            {
                return await Task.Run(compute, cancel);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }
}
