using System.Diagnostics;

namespace KaosNet.Tests.Support;

/// <summary>Waits for what happens on its own time: asks again until it holds, and fails at a deadline with the last refusal.</summary>
public static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Until the condition is true.</summary>
    public static Task Is(Func<Task<bool>> condition, string what = "the condition", TimeSpan? within = null) =>
        Holds(async () => (await condition()).ShouldBeTrue(what), within);

    public static Task Is(Func<bool> condition, string what = "the condition", TimeSpan? within = null) =>
        Is(() => Task.FromResult(condition()), what, within);

    /// <summary>Until the assertions pass.</summary>
    public static Task Holds(Action assertions, TimeSpan? within = null) => Holds(
        () =>
        {
            assertions();
            return Task.CompletedTask;
        },
        within);

    public static Task Holds(Func<Task> assertions, TimeSpan? within = null) => Gives(
        async () =>
        {
            await assertions();
            return true;
        },
        within);

    /// <summary>Until it answers without throwing; gives that answer.</summary>
    public static async Task<T> Gives<T>(Func<Task<T>> attempt, TimeSpan? within = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception notYet) when (clock.Elapsed < (within ?? Patience) && notYet is not OperationCanceledException)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
