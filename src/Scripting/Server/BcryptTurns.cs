using System.Globalization;
using System.Text;
using KaosNet.Modules;

namespace KaosNet.Scripting.Server;

/// <summary>
/// Hashes passwords for modules, a few at a time and off the callers' threads: however many scripts ask for it, a core stays free for everybody else.
/// </summary>
/// <param name="cost">bcrypt's cost of new hashes; 13 is the reference's.</param>
/// <param name="parallelMax">Computed at the same time.</param>
/// <param name="waitingMax">Waiting for their turn, for each that is computed.</param>
public sealed class BcryptTurns(int cost, int parallelMax, int waitingMax = 16) : IDisposable
{
    private const int BytesMax = 72;
    private const int CostMax = 15;

    private readonly SemaphoreSlim _turns = new(parallelMax);
    private int _present;

    /// <summary>As the reference hashes, with one core left free.</summary>
    public BcryptTurns()
        : this(13, Math.Max(1, Environment.ProcessorCount - 1))
    {
    }

    /// <summary>A password's hash as the usual <c>$2a$13$…</c> text.</summary>
    /// <exception cref="RefusedException">The password is too long, or too many are waiting.</exception>
    public ValueTask<string> Hash(string password, CancellationToken cancel) => Encoding.UTF8.GetByteCount(password) > BytesMax
        ? throw new RefusedException(StatusCode.InvalidArgument, "password length exceeds 72 bytes")
        : InTurn(() => BCrypt.Net.BCrypt.HashPassword(password, BCrypt.Net.BCrypt.GenerateSalt(cost, 'a')), cancel);

    /// <summary>Whether the password is the hashed one. What bcrypt reads of it ends after 72 bytes.</summary>
    /// <exception cref="RefusedException">The hash is none, or too costly, or too many are waiting.</exception>
    public ValueTask<bool> Matches(string hash, string password, CancellationToken cancel)
    {
        if (hash.Split('$') is not ["", _, var costText, _] || !int.TryParse(costText, NumberStyles.None, CultureInfo.InvariantCulture, out var work)) throw Malformed();
        if (work > CostMax) throw new RefusedException(StatusCode.InvalidArgument, $"expects a hash with a cost of at most {CostMax}");
        return InTurn(
            () =>
            {
                try
                {
                    return BCrypt.Net.BCrypt.Verify(password, hash);
                }
                catch (Exception malformed) when (malformed is BCrypt.Net.SaltParseException or ArgumentException or FormatException)
                {
                    throw Malformed();
                }
            },
            cancel);
    }

    public void Dispose() => _turns.Dispose();

    private static RefusedException Malformed() => new(StatusCode.InvalidArgument, "hash is no bcrypt hash");

    private async ValueTask<T> InTurn<T>(Func<T> compute, CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref _present) > parallelMax * (1 + waitingMax)) throw new RefusedException(StatusCode.ResourceExhausted, "too many passwords at once");
            await _turns.WaitAsync(cancel);
            try
            {
                return await Task.Run(compute, CancellationToken.None);
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
